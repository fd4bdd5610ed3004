"""Mail that cannot get lost: one row per mail, rendered and sent by the worker."""
