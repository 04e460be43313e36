"""Removal by law: what the law forbids to show goes, by an act of two people; place, day, ground and hash stay.

One proposes with ground and reference (`proposing`), another carries it out (`carrying_out`). A text becomes a sentence
that tells of its removal, wherever it stands: in its row, in what repeats it and was frozen, and so in pages, search,
exports and feeds, which read nothing else. It goes from the record of changes and from the journal's texts too; the
journal gets one line. A file is destroyed with all that was made from it, and its address answers 410.

What may be removed, and what else tells of it, each app says of its models in its own `removal.py`
(`settings.REMOVABLE`). Of what the database otherwise keeps it lets nothing pass but the sentences of a removal of the
same transaction, in the places that it names (`tetouan_portal/migrations/0030_removal.py`).
"""
