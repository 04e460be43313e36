"""What was found in a file, remembered."""

import hashlib

from tetouan_portal.lib.inspection.refused import Refused


def remembered(examine):
    """`examine`, asked once for the same bytes; nothing is remembered of a file that could not be examined just now."""
    found = {}

    def look(content, *more, **options):
        key = (hashlib.sha256(content).digest(), more, tuple(options.items()))
        if key not in found:
            try:
                found[key] = examine(content, *more, **options)
            except Refused as refused:
                if refused.code in {"unchecked", "too_heavy"}:
                    raise
                found[key] = refused
        if isinstance(found[key], Refused):
            raise Refused(found[key].code, **found[key].params)
        return found[key]

    return look
