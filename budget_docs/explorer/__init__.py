"""The budget for readers: one level at a time, as boxes, by its words, in plain words. Knows the models."""
