"""Pages of the requesters."""
