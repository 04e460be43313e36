"""Files of budget lines: opened, read, checked, compared, applied as a version. Knows the models."""
