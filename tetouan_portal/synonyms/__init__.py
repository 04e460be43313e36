"""Everyday words and the words that documents use for the same thing: what is typed finds both.

Rows are editable in the admin; the SQL function `portal_query`, which every search asks, reads them.
"""
