"""Time limits: when a case is due and why, the calendar by which days are counted, what follows silence and refusal.
Knows the models alone: nothing here changes a case.
"""
