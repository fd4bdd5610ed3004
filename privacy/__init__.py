"""Keeps personal data safe: encrypted fields, the access log, erasure and retention, silent logs."""
