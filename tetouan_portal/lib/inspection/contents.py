"""What a file is and whether it may be kept, found out from its bytes alone."""

import re
from typing import NamedTuple

from tetouan_portal.lib.inspection import kinds
from tetouan_portal.lib.inspection.hiding.tally import Hidden, Tally
from tetouan_portal.lib.inspection.limits import MAX_SIDE
from tetouan_portal.lib.inspection.refused import Refused

PICTURE = re.compile(rb"\xff\xd8|\x89PNG|RIFF.{4}WEBP|" + kinds.TELEPHONE.pattern, re.DOTALL)
PDF = ("application/pdf", ".pdf")


class Examined(NamedTuple):
    content_type: str
    ending: str
    pages: int | None = None  # of a PDF
    content: bytes | None = None  # written anew; None: keep what was sent
    size: tuple[int, int] | None = None  # width and height of a picture
    hidden: tuple[Hidden, ...] = ()  # what readers do not see; nothing hides in a picture drawn anew


def examine(content: bytes, max_side: int = MAX_SIDE) -> Examined:
    """Raises Refused, with a code of `uploads.SENTENCES`. A picture is made no larger than `max_side` pixels."""
    if content.startswith(b"%PDF-"):
        from tetouan_portal.lib.inspection import pdf  # noqa: PLC0415 -- loaded when needed: a new process each time

        pages, hidden = pdf.looked_into(content)
        return Examined(*PDF, pages=pages, hidden=tuple(hidden))
    if content.startswith(b"PK"):
        return document(content)
    from tetouan_portal.lib.inspection import pictures  # noqa: PLC0415 -- see above

    if not PICTURE.match(content):
        raise Refused(kinds.reason_against(content))
    picture, content_type, ending, size = pictures.redraw(content, max_side)
    return Examined(content_type, ending, content=picture, size=size)


def document(content: bytes) -> Examined:
    from tetouan_portal.lib.inspection import archives, office, opendocument  # noqa: PLC0415 -- see above

    with archives.open_archive(content) as archive:
        if office.CONTENT_TYPES in archive.infos:
            kind, count = office.kind_of(archive), office.count_hidden
        elif "mimetype" in archive.infos:
            kind, count = opendocument.kind_of(archive), opendocument.count_hidden
        else:
            raise Refused("archive")
        tally = Tally()
        count(archive, tally)
        return Examined(*kind, hidden=tuple(tally.found()))
