"""Layers of a PDF that are switched off when it opens; the pages without what is drawn on them."""

from io import BytesIO
from typing import Any

import pikepdf

OPENS, CLOSES = {"BDC", "BMC"}, "EMC"


def switched_off(root: Any) -> list[Any]:
    layers = root.get("/OCProperties")
    opening = layers.get("/D") if isinstance(layers, pikepdf.Dictionary) else None
    if not isinstance(opening, pikepdf.Dictionary):
        return []
    off = as_list(opening.get("/OFF"))
    if str(opening.get("/BaseState", "/ON")) == "/OFF":
        on = {layer.objgen for layer in as_list(opening.get("/ON"))}
        off = [layer for layer in as_list(layers.get("/OCGs")) if layer.objgen not in on]
    return [layer for layer in off if isinstance(layer, pikepdf.Dictionary)]


def as_list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, pikepdf.Array) else []


def as_seen(content: bytes) -> bytes:
    """The file as it is when nothing is switched off; else a copy without what stands on such layers."""
    if b"/OCProperties" not in content and b"/ObjStm" not in content:
        return content
    with pikepdf.open(BytesIO(content)) as document:
        off = {layer.objgen for layer in switched_off(document.Root)}
        if not off:
            return content
        for page in document.pages:
            page.Contents = document.make_stream(pikepdf.unparse_content_stream(list(instructions_drawn(page, off))))
        out = BytesIO()
        document.save(out)
        return out.getvalue()


def instructions_drawn(page: Any, off: set[tuple[int, int]]) -> Any:
    """The instructions of a page, without those between the marks of a hidden layer."""
    resources = page.obj.get("/Resources", pikepdf.Dictionary())
    named = {name for name, layer in resources.get("/Properties", {}).items() if belongs(layer, off)}
    objects = {name for name, one in resources.get("/XObject", {}).items() if belongs(one.get("/OC"), off)}
    hidden: list[bool] = []  # of each mark that is open
    for instruction in pikepdf.parse_content_stream(page):
        operands, name = list(instruction.operands), str(instruction.operator)
        if name in OPENS:
            is_layer = len(operands) > 1 and str(operands[0]) == "/OC"
            hidden.append(is_layer and str(operands[1]) in named)
        is_seen = not any(hidden) and not (name == "Do" and str(operands[0]) in objects)
        if name == CLOSES and hidden:
            hidden.pop()
        if is_seen:
            yield instruction


def belongs(layer: Any, off: set[tuple[int, int]]) -> bool:
    """Whether a layer, or a group of layers, is switched off."""
    if not isinstance(layer, pikepdf.Dictionary):
        return False
    grouped = layer.get("/OCGs")
    members = as_list(grouped) or ([grouped] if isinstance(grouped, pikepdf.Dictionary) else [])
    return layer.objgen in off or (bool(members) and all(one.objgen in off for one in members))
