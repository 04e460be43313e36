"""From the first word to the receipt: what is published already, what was begun, what was sent.
Knows cases, the law, the forms and what is published.
"""
