"""Counts of a year, and which of them are too small to be shown. Knows the models."""
