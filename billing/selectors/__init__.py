"""Reads of the billing room."""
