"""What a file is, by its first bytes; its name and the type that the browser claims say nothing."""

import codecs
import re

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # a .docx or .xlsx with a password is such a stream
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"#!", b"L\0\0\0\1\x14\2")
ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", b"MSCF")
MARKUP = re.compile(
    rb"<(?:!doctype|!entity|html|head|body|script|svg|iframe|img|object|embed|math|meta|link|style|form|\?php|\?xml|%)",
    re.IGNORECASE,
)
STARTS = {
    "old_format": (OLE, b"{\\rtf"),
    "program": PROGRAMS,
    "archive": ARCHIVES,
    "moving_picture": (b"GIF8",),
    "scan": (b"II*\0", b"MM\0*", b"BM"),
}
SNIFFED = 1024  # bytes: what programs look at when they guess
PATTERNS = {
    "archive": re.compile(rb"\A.{257}ustar", re.DOTALL),
    "moving_picture": re.compile(rb"\A.{4}ftyp(?:hevc|hevx|msf1|avis)", re.DOTALL),
    "web_page": MARKUP,
    "disguised": re.compile(rb"%PDF-"),
}
LETTERS = re.compile(r"[^\x00-\x08\x0e-\x1f\x7f]*")


# Photos of telephones: HEIC and its kin, AVIF; not the films that are packed alike.
TELEPHONE = re.compile(rb"\A.{4}ftyp(?:hei[cxm]|mif[12]|avif)", re.DOTALL)


def reason_against(content: bytes) -> str:
    """The code of the refusal of a file that is neither PDF, nor document, nor picture."""
    start = content[:SNIFFED]
    if start.startswith(OLE) and ENCRYPTED_PACKAGE in content:
        return "encrypted"
    for code, starts in STARTS.items():
        if start.startswith(starts):
            return code
    for code, pattern in PATTERNS.items():
        if pattern.search(start.replace(b"\0", b"") if code == "web_page" else start):  # UTF-16 is full of zeros
            return code
    return "text" if is_text(start) else "not_accepted"


def is_program(start: bytes) -> bool:
    return start.startswith(PROGRAMS)


def is_text(start: bytes) -> bool:
    """Whether it reads as UTF-8, but for a letter cut off at its end."""
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(start[:SNIFFED])  # keeps back what is cut off
    return LETTERS.fullmatch(text.replace("\ufffd", "\0")) is not None
