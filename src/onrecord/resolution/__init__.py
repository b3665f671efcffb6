"""Attributions into statements: who the source is, when, to whom, through what."""
