"""What the public reads of cases: the desk's redacted words. Knows the models and what a case is about."""
