"""The yardstick: a minimal Django form view that inserts one row and one mail row."""
