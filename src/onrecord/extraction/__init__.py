"""Documents into attributions."""
