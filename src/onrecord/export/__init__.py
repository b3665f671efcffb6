"""Readings into files that others read."""
