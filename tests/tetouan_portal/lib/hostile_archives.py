"""Archives that no honest program writes: name → (what builds it, code of the refusal)."""

import struct
import zipfile
import zlib
from io import BytesIO

from tests.factories.documents import docx, docx_parts, xlsx, zipped


def doubled(content, name):
    """A second part with the same name: programs differ in which they read."""
    out = BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        info = zipfile.ZipInfo("Z" * len(name))
        archive.writestr(info, "<other/>")
    return out.getvalue().replace(b"Z" * len(name), name.encode())


def overlapping():
    """Two names for the same bytes, as in bombs whose parts lie over each other."""
    plain = zipped({"word/a1.xml": "<a/>" * 1000, "word/a2.xml": "<a/>" * 1000, **docx_parts()})
    entry = plain.index(b"PK\1\2")
    second = plain.index(b"PK\1\2", entry + 4)
    return plain[: second + 42] + struct.pack("<L", 0) + plain[second + 46 :]


def renamed(old, new):
    """A name that no honest program writes."""
    assert len(old) == len(new)
    return lambda: docx({old: "x"}).replace(old.encode(), new.encode())


def two_names():
    """A second name in the extra field (Info-ZIP's 0x7075), which only some programs believe."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in docx_parts().items():
            archive.writestr(name, content)
        info = zipfile.ZipInfo("word/xxProject.bin")
        other = b"word/media/a.png"
        crc = struct.pack("<L", zlib.crc32(b"word/xxProject.bin"))
        info.extra = struct.pack("<HHB", 0x7075, len(other) + 5, 1) + crc + other
        archive.writestr(info, "x")
    return out.getvalue()


def locked():
    """A part marked as encrypted."""
    plain = docx()
    entry = plain.index(b"PK\1\2")
    return plain[: entry + 8] + struct.pack("<H", 1) + plain[entry + 10 :]


def longer_than_said():
    """A part that unpacks to more than its size says."""
    honest = docx({"word/zeros.xml": bytes(90_000_000)})
    return honest.replace(struct.pack("<L", 90_000_000), struct.pack("<L", 900))


def counted(count):
    return lambda: docx({f"word/media/{n}.xml": "<a/>" for n in range(count)})


def png_header(width, height):
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def chart_of(inner):
    return lambda: docx({"word/embeddings/Microsoft_Excel_Sheet1.xlsx": inner()})


FILES = {
    "archive": (lambda: zipped({"a.txt": "x"}), "archive"),
    "archive: half of one": (lambda: docx()[:100], "damaged"),
    "archive: two letters": (lambda: b"PK", "damaged"),
    "archive: way out of its folder": (renamed("word/media/xx.xml", "../../../../a.xml"), "disguised"),
    "archive: way from the root": (renamed("word/x.xml", "/etc/x.xml"), "disguised"),
    "archive: way for Windows": (renamed("word/x.xml", "C:\\\\xx.xml"), "disguised"),
    "archive: name with a zero": (renamed("word/x.xml", "a.exe\0.xml"), "disguised"),
    "archive: the same name twice": (lambda: doubled(docx(), "word/document.xml"), "disguised"),
    "archive: two names for one part": (two_names, "disguised"),
    "archive: the same name in capitals": (lambda: docx({"WORD/document.xml": "<a/>"}), "disguised"),
    "archive: a web page before it": (lambda: b"PK<html><script>alert(1)</script>" + docx(), "disguised"),
    "archive: a web page behind it": (lambda: docx() + b"<html><script>alert(1)</script>", "disguised"),
    "archive: a web page in its comment": (lambda: zipped(docx_parts(), comment=b"<script>"), "disguised"),
    "archive: parts over each other": (overlapping, "bomb"),
    "archive: zeros": (lambda: docx({"word/media/image1.bmp": bytes(310_000_000)}), "bomb"),
    "archive: one part of zeros": (lambda: docx({"word/media/image1.bmp": bytes(160_000_000)}), "bomb"),
    "archive: more than it says": (longer_than_said, "damaged"),
    "archive: 6,000 parts": (counted(6000), "bomb"),
    "archive: six million empty strings": (lambda: docx({"word/x.xml": f"<a>{'<s/>' * 6_000_000}</a>"}), "bomb"),
    "archive: seven million empty strings in two parts": (
        lambda: docx({f"word/{name}.xml": f"<a>{'<s></s>' * 3_500_000}</a>" for name in "xy"}),
        "bomb",
    ),
    "archive: five million empty strings among numbers": (
        lambda: docx({"word/x.xml": "".join(["<a>", *(f"{n:x}" + "<s/>" * 100 for n in range(51_000)), "</a>"])}),
        "too_heavy",
    ),
    "archive: zeros in a chart": (
        chart_of(lambda: xlsx({f"xl/media/{n}.bmp": bytes(99_000_000) for n in range(4)})),
        "bomb",
    ),
    "archive: packed in another way": (lambda: zipped(docx_parts(), method=zipfile.ZIP_LZMA), "damaged"),
    "archive: picture of 2,500 million pixels": (
        lambda: docx({"word/media/image1.png": png_header(50_000, 50_000)}),
        "bomb",
    ),
}
