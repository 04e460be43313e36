"""Addresses written into drawings and settings, where no list of relations tells of them."""

import html
import re

from tetouan_portal.lib.inspection import markup
from tetouan_portal.lib.inspection.refused import Refused, named

MARKS = (b"src", b"href", b"mailMerge", b"svg", b"HyperlinkBase")
BASE = re.compile(rb"<(?:[\w-]+:)?HyperlinkBase\s*>([^<]*)")  # to which Office adds every relative link
DATA = "customXml/"  # which nothing reads as a drawing
ADDRESSES = {"src", "href", "althref"}
LINKING = {
    *("shape", "rect", "roundrect", "oval", "line", "polyline", "curve", "arc", "group", "image", "background"),
    *("a", "hlinkclick"),
}
RELATION = re.compile(r"[\w.-]*")  # the name of a relation, which is looked at in its own list
OLD_DRAWING = re.compile(
    rb"""<(?:[\w-]+:)?FmlaMacro\s*>\s*([^<\s])|<([^\s<>/]+)|"""
    rb"""\b(?:src|href|althref)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""",
    re.IGNORECASE,
)
SVG = re.compile(rb"<(?:[\w-]+:)?svg[\s>]")
DRAWN_ELSEWHERE = re.compile(r"@import|url\(\s*[\"']?(?!\s*[\"']?(?:#|data:image/))", re.IGNORECASE)
PICTURE_INSIDE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp)[;,]", re.IGNORECASE)
ACTING = {"script", "foreignobject", "handler", "listener", "iframe", "object", "embed", "audio", "video"}


def check(name: str, content: bytes | bytearray) -> None:
    """Of a part of a Word or Excel document. Raises Refused (`external`, `link`, `active`, `mail_merge`)."""
    if not name.lower().endswith(".vml") and not any(mark in content for mark in MARKS):
        return
    if base := BASE.search(content):
        check_address("a", html.unescape(base[1].decode("utf-8", "replace")))
    if name.startswith(DATA):
        return
    if name.lower().endswith(".vml"):
        check_old_drawing(content)
    elif SVG.search(content):
        check_svg(content)
    else:
        markup.read(content, check_element)


def check_element(name: str, attributes: list[str]) -> None:
    local = name.rpartition(":")[2]
    if local == "mailMerge":
        raise Refused("mail_merge")
    for attribute, value in zip(attributes[::2], attributes[1::2], strict=True):
        if attribute.rpartition(":")[2].lower() in ADDRESSES:
            check_address(local.lower(), value)


def check_address(element: str, value: str) -> None:
    if RELATION.fullmatch(value.strip()) or value.strip().lower().startswith("cid:"):  # of a mail: nothing is fetched
        return
    if element in LINKING:
        if not markup.is_plain_link(value):
            raise Refused("link", place=named(value))
    elif not markup.is_own_part(value):
        raise Refused("external")


def check_old_drawing(content: bytes | bytearray) -> None:
    """Excel's drawings of notes and buttons, which need not be well-formed."""
    element = ""
    for found in OLD_DRAWING.finditer(content):
        if found[1]:
            raise Refused("active")
        if found[2]:
            element = found[2].decode("utf-8", "replace").rpartition(":")[2].lower()
        else:
            check_address(element, html.unescape(found[3].decode("utf-8", "replace")).strip("\"'"))


def check_svg(content: bytes | bytearray) -> None:
    styles: list[str] = []
    inside = [""]

    def start(name: str, attributes: list[str]) -> None:
        inside[0] = local = name.rpartition(":")[2].lower()
        if local in ACTING:
            raise Refused("active")
        for attribute, value in zip(attributes[::2], attributes[1::2], strict=True):
            key = attribute.rpartition(":")[2].lower()
            if key.startswith("on"):
                raise Refused("active")
            if key in ADDRESSES:
                check_drawn(local, value.strip())
            elif DRAWN_ELSEWHERE.search(value):
                raise Refused("external")

    def text(data: str) -> None:
        if inside[0] == "style":
            styles.append(data)

    markup.read(content, start, text=text)
    if DRAWN_ELSEWHERE.search("".join(styles)) or b"<?xml-stylesheet" in content:
        raise Refused("external")


def check_drawn(element: str, value: str) -> None:
    if element == "a":
        if not markup.is_plain_link(value):
            raise Refused("link", place=named(value))
    elif not (value.startswith("#") or PICTURE_INSIDE.match(value)):
        raise Refused("external")
