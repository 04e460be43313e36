"""When documents are due, how the slots stand, who is reminded. Knows the models."""
