"""Files and links that prove something: kept, scanned, made small, asked whether they answer. Knows the models."""
