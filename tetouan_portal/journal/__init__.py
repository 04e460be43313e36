"""The public journal: public acts, in the order in which they became public, chained so that a rewritten past shows.

`writing.enter` writes a line, in the transaction of the act itself. A line is canonical JSON (RFC 8785) that holds the
SHA-256 of the line before it; dates and decimals are strings in it, and of texts it holds salted digests alone. Texts
and salts lie beside the line (`JournalLine.texts`) and can go, by law or for privacy: the chain stays whole, and nobody
can find a text that went by trying. Never the name of a person.

What each app tells of its rows stands in its own `journal.py` (`settings.JOURNALLED`). The database numbers nothing and
computes nothing: it refuses a line that does not follow from the one before it (`migrations/0024_journal.py`).

`becoming` enters what becomes public, and what was public before there was a journal; `record_forms` tells what staff
change by hand, and asks why; `chain` verifies; `forgetting` takes texts away; `words` says a line as readers do. What
was told changes with another line or not at all (`migrations/0027_told_in_the_journal.py`).
"""
