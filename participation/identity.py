"""National identity numbers: never asked for, and told of when somebody types one."""

import re

from tetouan_portal.lib.numbers import western_digits

NUMBER = re.compile(r"(?<![^\W_])[A-Za-z]{1,2}[0-9]{4,7}(?![^\W_])")


def looks_like_identity(text: str) -> str:
    """What in the text looks like the number of a Moroccan identity card (one or two letters, then digits), or ""."""
    found = NUMBER.search(western_digits(text))
    return found[0] if found else ""
