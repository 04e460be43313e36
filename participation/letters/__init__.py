"""Mails to authors: what they say, how they leave, what comes back. Knows the models and the law."""
