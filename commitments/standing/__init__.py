"""Where a commitment stands on a day, for its page, the list, the report and the cards: read, never written.
Knows the models.
"""
