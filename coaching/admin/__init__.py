"""The coaches' desk in the staff site. Importing the modules registers them."""

from coaching.admin import agenda, desk, supporters

__all__ = ["agenda", "desk", "supporters"]
