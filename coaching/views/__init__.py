"""Pages of the coaching room outside the staff site."""
