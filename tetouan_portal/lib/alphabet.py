"""Names in the order of the alphabet of those who read them.

Not left to the database: its collations depend on the machine, and the Arabic ones on a library it may lack.
"""

import unicodedata

LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ة": "ه", "ى": "ي", "ـ": ""})


def alphabetical(name: str) -> tuple[str, str]:
    """The key to sort by: without marks and case, hamza under its seat, ñ after n; equal ones by what is written."""
    letters = unicodedata.normalize("NFC", name).casefold().translate(LETTERS).replace("ñ", "n\uffff")
    bare = "".join(one for one in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(one))
    return bare, name
