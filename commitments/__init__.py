"""The action plan and how it is kept: plans, commitments, statements, indicators, the annual report.

Knows neither budget_docs nor participation: other apps reach its pages through reverse
accessors, URL names and the sections listed in settings.
"""
