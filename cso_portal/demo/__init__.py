"""Demo data: fictional people and organisations, and some months of the service's life."""
