"""Every file that must be refused, built by code: name → (what builds it, code of the refusal)."""

import gzip
import struct
import zlib
from io import BytesIO

from PIL import Image

from tests.factories.documents import OLE
from tests.tetouan_portal.lib import hostile_archives, hostile_documents, hostile_fetching, hostile_pdfs
from tests.tetouan_portal.lib.hostile_archives import png_header

HTML = b"<!doctype html><script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(kind="JPEG", mode="RGB", size=(40, 20), **options):
    out = BytesIO()
    Image.new(mode, size, 1).save(out, kind, **options)
    return out.getvalue()


def moving(kind):
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green")]
    out = BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


def telephone(brand):
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0mif1heic" + bytes(200)


def declared_png(width, height):
    """A PNG that says how large it is and goes no further."""
    return png_header(width, height) + struct.pack(">I", 1000) + b"IDAT"


def drawn_png(width, height):
    """A white PNG of any size, in few bytes."""
    row = zlib.compressobj(9)
    data = b"".join([row.compress(b"\0" + bytes(width * 3)) for _ in range(height)] + [row.flush()])
    chunk = b"IDAT" + data
    end = struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND"))
    return png_header(width, height) + struct.pack(">I", len(data)) + chunk + struct.pack(">I", zlib.crc32(chunk)) + end


def declared_webp(width, height):
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunk = b"VP8X" + struct.pack("<L", 10) + bytes(4) + size
    return b"RIFF" + struct.pack("<L", len(chunk) + 4) + b"WEBP" + chunk


def declared_jpeg(width, height):
    """A JPEG whose frame says another size than was drawn."""
    plain = picture("JPEG")
    frame = plain.index(b"\xff\xc0")
    return plain[: frame + 5] + struct.pack(">HH", height, width) + plain[frame + 9 :]


OTHER = {
    "web page called .pdf": (lambda: HTML, "web_page"),
    "web page in UTF-16": (lambda: HTML.decode().encode("utf-16"), "web_page"),
    "web page behind a comment": (lambda: b"<!-- " + b"x" * 500 + b" -->" + HTML, "web_page"),
    "drawing with a script": (lambda: SVG, "web_page"),
    "drawing with a script behind a declaration": (lambda: b'\xef\xbb\xbf<?xml version="1.0"?>' + SVG, "web_page"),
    "program for Windows": (lambda: b"MZ\x90\0" + bytes(200), "program"),
    "program for Linux": (lambda: b"\x7fELF" + bytes(200), "program"),
    "program for Java": (lambda: b"\xca\xfe\xba\xbe" + bytes(200), "program"),
    "shell script": (lambda: b"#!/bin/sh\nrm -rf /\n", "program"),
    "shortcut of Windows": (lambda: b"L\0\0\0\1\x14\2\0" + bytes(200), "program"),
    "plain text": ("Bonjour, voilà le محضر".encode, "text"),
    "table as text with a formula": (lambda: b"name;value\n=cmd|'/c calc'!A0;1\n", "text"),
    "script for a browser": (lambda: b"fetch('/admin/').then(alert)", "text"),
    "e-mail": (lambda: b"From: a@example.org\r\nSubject: x\r\n\r\nHello", "text"),
    "document of old Word": (lambda: OLE, "old_format"),
    "RTF": (lambda: b"{\\rtf1\\ansi{\\object\\objdata 0105}}", "old_format"),
    "packed by gzip": (lambda: gzip.compress(HTML), "archive"),
    "packed by RAR": (lambda: b"Rar!\x1a\7\1\0" + bytes(100), "archive"),
    "packed by 7-Zip": (lambda: b"7z\xbc\xaf\x27\x1c" + bytes(100), "archive"),
    "packed by tar": (lambda: b"a.txt".ljust(257, b"\0") + b"ustar\x0000" + bytes(250), "archive"),
    "nothing that calls itself HEIC": (lambda: telephone(b"heic"), "damaged"),
    "nothing that calls itself AVIF": (lambda: telephone(b"avif"), "damaged"),
    "GIF": (lambda: picture("GIF", "P"), "moving_picture"),
    "GIF that is a script": (lambda: b"GIF89a/*" + bytes(99) + b"*/=1;alert(1)", "moving_picture"),
    "moving PNG": (lambda: moving("PNG"), "moving_picture"),
    "moving WebP": (lambda: moving("WEBP"), "moving_picture"),
    "bitmap": (lambda: picture("BMP"), "scan"),
    "scan as TIFF": (lambda: picture("TIFF"), "scan"),
    "half a photo": (lambda: picture("JPEG", size=(400, 400))[:400], "damaged"),
    "first bytes of a PNG": (lambda: picture("PNG")[:12], "damaged"),
    "first bytes of a JPEG": (lambda: b"\xff\xd8\xff\xe0", "damaged"),
    "PNG of 400 million pixels": (lambda: declared_png(20_000, 20_000), "too_many_pixels"),
    "PNG of 37 million pixels, drawn": (lambda: drawn_png(6_100, 6_100), "too_many_pixels"),
    "PNG without end": (lambda: declared_png(2_000_000_000, 2_000_000_000), "too_many_pixels"),
    "JPEG of 4,000 million pixels": (lambda: declared_jpeg(65_500, 65_500), "too_many_pixels"),
    "WebP of 268 million pixels": (lambda: declared_webp(16_383, 16_383), "too_many_pixels"),
    "sound": (lambda: b"RIFF\x24\0\0\0WAVEfmt " + bytes(100), "not_accepted"),
    "zeros": (lambda: bytes(5000), "not_accepted"),
}

FILES = OTHER | hostile_pdfs.FILES | hostile_documents.FILES | hostile_archives.FILES | hostile_fetching.FILES
