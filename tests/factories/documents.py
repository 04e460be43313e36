"""Small documents of Word, Excel and LibreOffice, built part by part."""

import zipfile
from io import BytesIO

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODF = "application/vnd.oasis.opendocument."
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
X = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OPEN = (
    " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in {
            **{name: name for name in ("office", "text", "table", "script", "meta", "manifest")},
            "draw": "drawing",
        }.items()
    )
    + ' xmlns:xlink="http://www.w3.org/1999/xlink"'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def zipped(parts, *, comment=b"", method=zipfile.ZIP_DEFLATED):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.comment = comment
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


ENDINGS = {
    **{kind: f"image/{kind}" for kind in ("png", "jpeg", "gif", "bmp")},
    "emf": "image/x-emf",
    "svg": "image/svg+xml",
    "vml": "application/vnd.openxmlformats-officedocument.vmlDrawing",
    "bin": "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings",
    "odttf": "application/vnd.openxmlformats-officedocument.obfuscatedFont",
    "docx": WORD,
    "xlsx": EXCEL,
}


def types(main, content_type, extra=""):
    endings = "".join(f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in ENDINGS.items())
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{endings}'
        f'<Override PartName="/{main}" ContentType="{content_type}.main+xml"/>{extra}</Types>'
    )


def relations(*rows):
    """Rows: kind, target, mode."""
    inside = "".join(
        f'<Relationship Id="r{n}" Type="{RELATIONS}/{kind}" Target="{target}"{mode and f" TargetMode={mode!r}"}/>'
        for n, (kind, target, mode) in enumerate(rows)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
    )


def docx_parts(body="<w:p><w:r><w:t>محضر</w:t></w:r></w:p>", *, extra="", head=""):
    return {
        "[Content_Types].xml": types("word/document.xml", WORD, extra),
        "_rels/.rels": relations(("officeDocument", "word/document.xml", "")),
        "word/document.xml": f"{head}<w:document {W}><w:body>{body}</w:body></w:document>",
    }


def docx(parts=None, **options):
    return zipped(docx_parts(**options) | (parts or {}))


def xlsx(parts=None, *, cells="", extra="", defined=""):
    return zipped(
        {
            "[Content_Types].xml": types("xl/workbook.xml", EXCEL, extra),
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml", "")),
            "xl/workbook.xml": f"<workbook {X}><sheets/>{defined}</workbook>",
            "xl/worksheets/sheet1.xml": f"<worksheet {X}><sheetData><row>{cells}</row></sheetData></worksheet>",
            **(parts or {}),
        }
    )


def odt_parts(body="<text:p>محضر</text:p>", *, kind="text", scripts="<office:scripts/>"):
    return {
        "mimetype": ODF + kind,
        "content.xml": f"<office:document-content {OPEN}>{scripts}<office:body><office:{kind}>{body}</office:{kind}>"
        "</office:body></office:document-content>",
        "META-INF/manifest.xml": f'<manifest:manifest {OPEN}><manifest:file-entry manifest:full-path="/"/>'
        "</manifest:manifest>",
    }


def odt(parts=None, **options):
    return zipped(odt_parts(**options) | (parts or {}))
