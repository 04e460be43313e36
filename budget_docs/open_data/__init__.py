"""A year's budget as a Fiscal Data Package. Knows the models."""
