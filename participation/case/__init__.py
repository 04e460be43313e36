"""A case's life: how it comes in, what the desk, its author and time do to it: one function an act.
Knows the models and the law.
"""
