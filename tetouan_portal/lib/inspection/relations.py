"""Relations of Word and Excel documents (ECMA-376, part 2): which kinds there may be, inside and outwards, is listed.

The rest is refused by name: programs add kinds with every version, and some of them fetch or start something.
"""

import re
from collections.abc import Callable

from tetouan_portal.lib.inspection import markup
from tetouan_portal.lib.inspection.refused import Refused, named

TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships/"
OF_OFFICE = """
calcChain chart chartUserShapes chartsheet comments custom-properties customProperties customXml customXmlProps
diagramColors diagramData diagramLayout diagramQuickStyle drawing endnotes extended-properties extendedProperties font
fontTable footer footnotes glossaryDocument header hyperlink image metadata/core-properties metadata/thumbnail numbering
officeDocument package pivotCacheDefinition pivotCacheRecords pivotTable printerSettings revisionHeaders revisionLog
settings sharedStrings sheetMetadata styles table tableSingleCells theme themeOverride usernames vmlDrawing webSettings
worksheet xmlMaps
"""
OF_PACKAGES = """
digital-signature/certificate digital-signature/origin digital-signature/signature metadata/core-properties
metadata/thumbnail
"""
OF_PROGRAMS = """
http://customschemas.google.com/relationships/workbookmetadata
http://schemas.microsoft.com/office/2006/relationships/wsSortMap
http://schemas.microsoft.com/office/2007/relationships/diagramDrawing
http://schemas.microsoft.com/office/2007/relationships/hdphoto
http://schemas.microsoft.com/office/2007/relationships/slicer
http://schemas.microsoft.com/office/2007/relationships/slicerCache
http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects
http://schemas.microsoft.com/office/2011/relationships/chartColorStyle
http://schemas.microsoft.com/office/2011/relationships/chartStyle
http://schemas.microsoft.com/office/2011/relationships/commentsExtended
http://schemas.microsoft.com/office/2011/relationships/people
http://schemas.microsoft.com/office/2011/relationships/timeline
http://schemas.microsoft.com/office/2011/relationships/timelineCache
http://schemas.microsoft.com/office/2014/relationships/chartEx
http://schemas.microsoft.com/office/2016/09/relationships/commentsIds
http://schemas.microsoft.com/office/2017/06/relationships/rdArray
http://schemas.microsoft.com/office/2017/06/relationships/rdRichValue
http://schemas.microsoft.com/office/2017/06/relationships/rdRichValueStructure
http://schemas.microsoft.com/office/2017/06/relationships/rdRichValueTypes
http://schemas.microsoft.com/office/2017/06/relationships/rdSupportingPropertyBag
http://schemas.microsoft.com/office/2017/06/relationships/rdSupportingPropertyBagStructure
http://schemas.microsoft.com/office/2017/06/relationships/richStyles
http://schemas.microsoft.com/office/2017/10/relationships/person
http://schemas.microsoft.com/office/2017/10/relationships/threadedComment
http://schemas.microsoft.com/office/2018/08/relationships/commentsExtensible
http://schemas.microsoft.com/office/2019/04/relationships/namedSheetView
http://schemas.microsoft.com/office/2019/05/relationships/documenttasks
http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels
http://schemas.microsoft.com/office/2020/10/relationships/intelligence
http://schemas.microsoft.com/office/2022/10/relationships/richValueRel
http://schemas.microsoft.com/office/2022/11/relationships/FeaturePropertyBag
http://schemas.onlyoffice.com/commentsDocument
http://schemas.onlyoffice.com/commentsExtendedDocument
http://schemas.onlyoffice.com/commentsExtensibleDocument
http://schemas.onlyoffice.com/commentsIdsDocument
http://schemas.onlyoffice.com/peopleDocument
http://schemas.openxmlformats.org/officedocument/2006/relationships/metadata/core-properties
http://www.wps.cn/officeDocument/2020/cellImage
http://www.wps.cn/officeDocument/2023/relationships/customStorage
http://www.wps.cn/officeDocument/2023/relationships/woinfos
"""
INSIDE = frozenset(
    {
        *(namespace + name for namespace in (TRANSITIONAL, STRICT) for name in OF_OFFICE.split()),
        *(PACKAGE + name for name in OF_PACKAGES.split()),
        *OF_PROGRAMS.split(),
    }
)
# Word notes where the template lay on the author's computer; not one on a server, which it would fetch.
OWN_TEMPLATE = re.compile(
    r"(?:file:///)?[a-z]:[\\/]|(?:file://(?:localhost)?)?/(?:Applications|Library|Users|home|opt|usr)/", re.IGNORECASE
)
OF_A_MAIL = re.compile(r"cid:", re.IGNORECASE)  # where a picture stood in the mail it was taken from
OUTSIDE: dict[str, Callable[[str], object]] = {
    "hyperlink": markup.is_plain_link,
    "attachedTemplate": OWN_TEMPLATE.match,
    "image": OF_A_MAIL.match,
}
OUTWARDS = {start + name: permits for start in (TRANSITIONAL, STRICT) for name, permits in OUTSIDE.items()}
MODES = {"Internal", "External"}
# Those that are known well enough for a sentence of their own; the last word of the kind, or the last but one.
REASONS = {
    **dict.fromkeys(
        (
            *("vbaProject", "wordVbaData", "xlMacrosheet", "xlIntlMacrosheet", "dialogsheet", "jsaProject", "Python"),
            *("control", "activeXControlBinary", "ctrlProp", "extensibility", "userCustomization"),
            *("webextension", "webextensiontaskpanes", "attachedToolbars", "keyMapCustomizations"),
        ),
        "active",
    ),
    **dict.fromkeys(
        (
            *("oleObject", "aFChunk", "subDocument", "audio", "video", "media", "model3d", "powerPivotData"),
            *("customProperty", "customData"),
        ),
        "embedded",
    ),
    **dict.fromkeys(
        (
            *("externalLink", "externalLinkPath", "externalLinkLongPath", "xlExternalLinkPath"),
            *("xlExternalLinkLongPath", "connections", "queryTable", "frame", "volatileDependencies", "transform"),
            *("rdRichValueWebImage", "attachedTemplate"),
        ),
        "external",
    ),
    **dict.fromkeys(("mailMergeSource", "mailMergeHeaderSource", "recipientData"), "mail_merge"),
}


def read(content: bytes | bytearray) -> list[dict[str, str]]:
    """The attributes of each relation of a list; those with a prefix are others. Raises Refused (`damaged`)."""
    found: list[dict[str, str]] = []

    def start(name: str, attributes: list[str]) -> None:
        if name.rpartition(":")[2] != "Relationships":
            found.append(dict(zip(attributes[::2], attributes[1::2], strict=True)))

    markup.read(content, start)
    return found


def check(content: bytes | bytearray) -> None:
    """Raises Refused (`part` with the kind's name, or why a kind that is known is not permitted)."""
    for given in read(content):
        check_one(given.get("Type", ""), given.get("Target", ""), given.get("TargetMode", "Internal"))


def check_one(kind: str, target: str, mode: str) -> None:
    if kind not in INSIDE and kind not in OUTWARDS:
        raise reason_against(kind)
    if mode not in MODES:
        raise Refused("damaged")
    if mode == "Internal" and kind in INSIDE and is_inside(target):
        return
    permits = OUTWARDS.get(kind)
    if permits is None or not permits(target.strip()):
        raise Refused("link", place=named(target)) if kind.endswith("/hyperlink") else Refused("external")


def reason_against(kind: str) -> Refused:
    words = kind.split("/")
    code = REASONS.get(words[-1]) or REASONS.get(words[-2] if len(words) > 1 else "")
    if code:
        return Refused(code)
    known = next((start for start in (TRANSITIONAL, STRICT, PACKAGE) if kind.startswith(start)), "http://")
    return Refused("part", name=named(kind.removeprefix(known)))


def is_inside(target: str) -> bool:
    return not re.match(r"[a-z][a-z0-9+.-]*:|//|\\", target.strip(), re.IGNORECASE)
