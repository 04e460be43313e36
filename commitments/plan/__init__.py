"""The action plan itself: loaded from its file, amended in the open, its dates stood by, its words looked for.
Knows the models, and where commitments stand.
"""
