"""Staff: invitation, signing in, second factor, sessions. Roof: no app imports it.

The pages are django-allauth's, of which `urls.py` opens only some; words, forms, looks and rules are ours.
Mails are rows first (`letters.py`): signing in works while the mail server or Redis is away.
"""
