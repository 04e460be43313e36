"""A name as it is compared: whoever types it in capitals, with spaces around it or in another notation means the same.

Of e-mail addresses and user names.
"""

import unicodedata


def plain(name: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).strip()
