"""What waits for the desk, what it answers with, and the history as its officers read it.
Knows cases, the law and what is published; the pages themselves stand in `admin/`.
"""
