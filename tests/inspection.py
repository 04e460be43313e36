"""What was found in a file: in this process, where only honest files come; remembered."""

import hashlib

from tetouan_portal.lib import file_texts
from tetouan_portal.lib.inspection.contents import examine
from tetouan_portal.lib.inspection.limits import MAX_SIDE, PROCESSOR
from tetouan_portal.lib.inspection.refused import Refused


def examine_here(content, *, max_side=MAX_SIDE, processor=PROCESSOR):
    """As `cell.examine_apart`, without the process of its own that each file has: half a second."""
    return examine(content, max_side=max_side)


def one_by_one(examine):
    """As `cell.examine_all_apart`, with `examine` for each."""

    def look(contents, **options):
        return [found_or_refused(examine, content, **options) for content in contents]

    return look


def found_or_refused(examine, content, **options):
    try:
        return examine(content, **options)
    except Refused as refused:
        return refused


def read_here(content, content_type):
    """As `file_texts.pages_apart`, likewise."""
    return file_texts.pages_of(content, content_type)


def remembered(examine):
    """`examine`, asked once for the same bytes; nothing is remembered of a file that could not be examined just now.

    What it cost is told nobody.
    """
    found = {}

    def look(content, *more, tell=None, **options):
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
