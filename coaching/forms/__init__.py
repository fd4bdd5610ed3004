"""Forms of the coaching room: they read what was typed; the services decide."""
