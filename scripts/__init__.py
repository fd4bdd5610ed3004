"""What `make` and `.ci/run` call. Nothing in the product imports this."""
