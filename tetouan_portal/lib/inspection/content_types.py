"""What each part of a Word or Excel document is said to be: the kinds there may be are listed, the rest is refused."""

import re

from tetouan_portal.lib.inspection import markup
from tetouan_portal.lib.inspection.archives import Archive
from tetouan_portal.lib.inspection.refused import Refused, named

LIST = "[Content_Types].xml"
FORMAT = "application/vnd.openxmlformats-officedocument."
XML = """
application/
text/
application/rdf+
application/vnd.ms-excel.featurepropertybag+
application/vnd.ms-excel.namedsheetviews+
application/vnd.ms-excel.person+
application/vnd.ms-excel.rdarray+
application/vnd.ms-excel.rdrichvalue+
application/vnd.ms-excel.rdrichvaluestructure+
application/vnd.ms-excel.rdrichvaluetypes+
application/vnd.ms-excel.rdsupportingpropertybag+
application/vnd.ms-excel.rdsupportingpropertybagstructure+
application/vnd.ms-excel.richstyles+
application/vnd.ms-excel.richvaluerel+
application/vnd.ms-excel.slicer+
application/vnd.ms-excel.slicerCache+
application/vnd.ms-excel.threadedcomments+
application/vnd.ms-excel.timeline+
application/vnd.ms-excel.timelineCache+
application/vnd.ms-excel.wsSortMap+
application/vnd.ms-office.chartcolorstyle+
application/vnd.ms-office.chartex+
application/vnd.ms-office.chartstyle+
application/vnd.ms-office.classificationlabels+
application/vnd.ms-office.documenttasks+
application/vnd.ms-office.drawingml.diagramDrawing+
application/vnd.ms-office.intelligence2+
application/vnd.ms-word.stylesWithEffects+
application/vnd.openxmlformats-package.core-properties+
application/vnd.openxmlformats-package.digital-signature-xmlsignature+
application/vnd.openxmlformats-package.relationships+
application/vnd.wps-officedocument.cellimage+
image/svg+
"""
XML_OF_OFFICE = """
custom-properties customXmlProperties drawing drawingml.chart drawingml.chartshapes drawingml.diagramColors
drawingml.diagramData drawingml.diagramLayout drawingml.diagramStyle extended-properties theme themeOverride
spreadsheetml.calcChain spreadsheetml.chartsheet spreadsheetml.comments spreadsheetml.pivotCacheDefinition
spreadsheetml.pivotCacheRecords spreadsheetml.pivotTable spreadsheetml.revisionHeaders spreadsheetml.revisionLog
spreadsheetml.sharedStrings spreadsheetml.sheet.main spreadsheetml.sheetMetadata spreadsheetml.styles
spreadsheetml.table spreadsheetml.tableSingleCells spreadsheetml.userNames spreadsheetml.worksheet
wordprocessingml.comments wordprocessingml.commentsExtended wordprocessingml.commentsExtensible
wordprocessingml.commentsIds wordprocessingml.document.glossary wordprocessingml.document.main
wordprocessingml.endnotes wordprocessingml.fontTable wordprocessingml.footer wordprocessingml.footnotes
wordprocessingml.header wordprocessingml.numbering wordprocessingml.people wordprocessingml.settings
wordprocessingml.styles wordprocessingml.webSettings
"""
OF_OFFICE = """
obfuscatedFont spreadsheetml.printerSettings spreadsheetml.sheet vmlDrawing wordprocessingml.document
wordprocessingml.printerSettings
"""
OTHERS = """
application/binary application/octet-stream application/vnd.openxmlformats-package.digital-signature-certificate
application/vnd.openxmlformats-package.digital-signature-origin
application/font-sfnt application/vnd.ms-opentype application/x-font-otf application/x-font-ttf application/x-fontdata
font/otf font/sfnt font/ttf
application/x-msmetafile image/bmp image/emf image/gif image/jpeg image/jpg image/pjpeg image/png image/tif image/tiff
image/vnd.ms-photo image/webp image/wmf image/x-bmp image/x-emf image/x-ms-bmp image/x-png image/x-svm image/x-wmf
"""
PERMITTED = frozenset(
    {
        *(f"{start}xml" for start in XML.split()),
        *(f"{FORMAT}{name}+xml" for name in XML_OF_OFFICE.split()),
        *(f"{FORMAT}{name}" for name in OF_OFFICE.split()),
        *OTHERS.split(),
    }
)
SPELT = {declared.lower(): declared for declared in PERMITTED}  # media types know no capitals; their readers do
FETCHING = ("connections", "externalLink", "queryTable", "volatileDependencies")
REASONS = {  # those that are known well enough for a sentence of their own
    f"{FORMAT}oleObject": "embedded",
    **{f"{FORMAT}spreadsheetml.{name}+xml": "external" for name in FETCHING},
}
LEFT_OVER = re.compile(r"\[trash\]/")  # where Word leaves what it has taken out of a document and nothing reads


def read(archive: Archive) -> dict[str, str]:
    """What each part is, and what each ending stands for. Raises Refused (`damaged`, `disguised`)."""
    declared: dict[str, str] = {}
    names = {name.casefold(): name for name in archive.names}  # the capitals of a part's name say nothing

    def start(_name: str, attributes: list[str]) -> None:
        given = dict(zip(attributes[::2], attributes[1::2], strict=True))  # those with a prefix are others
        if "ContentType" not in given:
            return
        part = given.get("PartName", "").removeprefix("/")
        key = names.get(part.casefold(), part) or "." + given.get("Extension", "").lower().removeprefix(".")
        kind = given["ContentType"].partition(";")[0].strip()
        kind = SPELT.get(kind.lower(), kind)
        if declared.setdefault(key, kind) != kind:
            raise Refused("disguised")

    markup.read(archive.read(LIST), start)
    for name in archive.names:
        ending = f".{name.rpartition('.')[2].lower()}"
        if name not in declared and ending in declared and name != LIST:
            declared[name] = declared[ending]
    return declared


def check(declared: dict[str, str], archive: Archive) -> None:
    """Raises Refused: `damaged` for a part that is not declared; `part`, or a better reason, for what is not listed."""
    for name in archive.names:
        if name.endswith("/") or name == LIST or LEFT_OVER.match(name):
            continue
        kind = declared.get(name)
        if kind is None:
            raise Refused("damaged")
        if kind in REASONS:
            raise Refused(REASONS[kind])
        if kind not in PERMITTED:
            raise Refused("part", name=named(kind.removeprefix(FORMAT)))
