"""National identity numbers: never asked for, and told of when somebody types one."""

import re

from tetouan_portal.lib.numbers import western_digits

# In one piece, or its letters and five to seven digits apart: “L 123456”, but not a post box or an amount.
NUMBER = re.compile(
    r"(?<![^\W_])(?:[A-Za-z]{1,2}[0-9]{4,7}"
    r"|(?!(?:BP|CP|DH|MD|RN|RP|RR|NO|N|PP|TF)\b)[A-Z]{1,2}[ .-][0-9]{5,7})(?![^\W_])"
)


def looks_like_identity(text: str) -> str:
    """What in the text looks like the number of a Moroccan identity card (one or two letters, then digits), or ""."""
    found = NUMBER.search(western_digits(text))
    return found[0] if found else ""
