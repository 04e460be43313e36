"""The library: files on their way in, documents published, replaced and withdrawn, what the public sees of them.
Knows the models and the calendar.
"""
