"""What may be uploaded as a document or picture, decided by content and never by name."""

import hashlib
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib import security_events
from tetouan_portal.lib.file_names import readable_stem
from tetouan_portal.lib.inspection.cell import examine_apart
from tetouan_portal.lib.inspection.hiding.tally import Hidden
from tetouan_portal.lib.inspection.refused import Refused
from tetouan_portal.lib.own_files import made_here

NOT_ACCEPTED = _(
    "Attach a PDF, a Word, Excel or LibreOffice document (.docx, .xlsx, .odt, .ods), or a picture "
    "(JPEG, PNG, WebP, HEIC, AVIF)."
)
SENTENCES = {  # why a file is refused, and what to do about it
    "too_large": _("The file has %(size)s MB; up to %(limit)s MB are accepted."),
    "empty": _("The file is empty."),
    "not_accepted": NOT_ACCEPTED,
    "text": _("This is plain text or a table as text (CSV). Save it as PDF or as a spreadsheet (.xlsx, .ods)."),
    "web_page": _("This is a web page or a drawing that can contain programs (HTML, XML, SVG). Save it as PDF."),
    "program": _("Programs and scripts are not accepted."),
    "old_format": _("This format is out of date (.doc, .xls, .ppt, .rtf). Save the document as .docx, .xlsx or PDF."),
    "presentation": _("Save the presentation as PDF and attach that."),
    "archive": _("This is an archive. Attach the files in it one by one."),
    "moving_picture": _("The picture moves. Attach a still one (JPEG, PNG)."),
    "scan": _("Save the picture as JPEG or PNG, or the scan as PDF."),
    "encrypted": _("The file asks for a password. Save it without one."),
    "restricted": _(
        "The PDF forbids copying its text, which shuts out blind readers. Save it without this restriction."
    ),
    "active": _("The file contains a script, a macro or a form that acts by itself. Print it to PDF and attach that."),
    "embedded": _("The file carries other files inside. Attach them one by one, and this one without them."),
    "external": _(
        "The file takes pictures, data or text from elsewhere. Insert them into the document, or save it as PDF."
    ),
    "part": _(
        "The document has a part of a kind that is not accepted or not known here: %(name)s. Open it in Word, Excel or "
        "LibreOffice, save it under a new name and attach that, or save it as PDF."
    ),
    "function": _(
        "A formula uses the function %(name)s (%(place)s). Functions that ask or start something outside the file, and "
        "those not known here, are not accepted. Put the result in place of the formula (copy, paste as values)."
    ),
    "reference": _(
        "A formula takes data from another file or program (%(place)s). Put the result in place of the formula (copy, "
        "paste as values)."
    ),
    "field": _(
        "The document has a field that fetches or starts something, or is not known here: %(name)s. Turn it into plain "
        "text (in Word: select it, Ctrl+Shift+F9), or save the document as PDF."
    ),
    "link": _(
        "A link is not accepted: %(place)s. Links may lead to web pages (http, https), mailboxes, telephone numbers "
        "and places in the document itself. Correct or remove it."
    ),
    "mail_merge": _(
        "The letter is still tied to the list of a mail merge. Finish the merge, or save the letter as PDF."
    ),
    "action": _(
        "The PDF holds what is not accepted there: %(name)s. It may turn pages and lead to web pages, nothing else. "
        "Print it to PDF and attach that."
    ),
    "too_large_page": _(
        "Page %(page)s of the PDF is larger than %(limit)s metres. Print it to PDF on a usual size of paper."
    ),
    "disguised": _("Something else hides in this file. Open it, save it under a new name and attach that."),
    "damaged": _("The file is damaged or incomplete. Open it, save it again and attach that."),
    "bomb": _("Opened, the file would take too much memory. Save it with smaller pictures or fewer rows."),
    "too_many_pages": _("The PDF has %(pages)s pages; up to %(limit)s are accepted. Divide it."),
    "too_many_pixels": _("The picture has more than %(limit)s million pixels. Make it smaller."),
    "too_heavy": _("The file takes too long to check. Save it in a simpler form, for example as PDF."),
    "unchecked": _("The file could not be checked just now. Try again in a few minutes."),
}


class Upload(NamedTuple):
    file: ContentFile
    filename: str  # readable and safe, its ending that of the content
    content_type: str
    size: int
    sha256: str
    pages: int | None = None  # of a PDF
    hidden: tuple[Hidden, ...] = ()  # what its readers would not see


def accept(uploaded: UploadedFile, *, max_bytes: int) -> Upload:
    """The upload made safe: a picture is drawn anew without its metadata, other files are kept as they are.

    Raises ValidationError (a code of SENTENCES) with a sentence for the person who uploads.
    """
    size = uploaded.size or 0
    if size > max_bytes:
        raise refusal("too_large", size=round(size / 1e6, 1), limit=round(max_bytes / 1e6))
    content = uploaded.read()
    if not content:
        raise refusal("empty")
    try:
        found = examine_apart(content)
    except Refused as refused:
        raise refusal(refused.code, **refused.params) from refused
    content = found.content or content
    name = readable_stem(uploaded.name or "") + found.ending
    sha256 = hashlib.sha256(content).hexdigest()
    hidden = () if made_here(sha256) else found.hidden
    return Upload(ContentFile(content), name, found.content_type, len(content), sha256, found.pages, hidden)


def refusal(code: str, **params: float | str) -> ValidationError:
    security_events.record("file_refused", detail=code)
    return ValidationError(SENTENCES[code], code=code, params=params)
