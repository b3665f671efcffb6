"""Bytes into documents."""
