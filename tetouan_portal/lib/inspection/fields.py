"""Fields of Word: what each is called by its list, and where its links lead."""

import re

from tetouan_portal.lib.inspection import markup
from tetouan_portal.lib.inspection.refused import Refused, named

NAMES = """
= ADDIN ADDRESSBLOCK ADVANCE ASK AUTHOR AUTONUM AUTONUMLGL AUTONUMOUT AUTOTEXT AUTOTEXTLIST BARCODE BIBLIOGRAPHY
BIDIOUTLINE CITATION COMMENTS COMPARE CREATEDATE DATE DISPLAYBARCODE DOCPROPERTY DOCVARIABLE EDITTIME EMBED EQ
FILENAME FILESIZE FILLIN FORMCHECKBOX FORMDROPDOWN FORMTEXT FORMULA GOTOBUTTON GREETINGLINE HYPERLINK IF INDEX INFO
KEYWORDS LASTSAVEDBY LISTNUM MACROBUTTON MERGEBARCODE MERGEFIELD MERGEREC MERGESEQ NEXT NEXTIF NOTEREF NUMCHARS
NUMPAGES NUMWORDS PAGE PAGEREF PRINTDATE REF REVNUM SAVEDATE SECTION SECTIONPAGES SEQ SET SHAPE SKIPIF STYLEREF
SUBJECT SYMBOL TA TC TEMPLATE TIME TITLE TOA TOC USERADDRESS USERINITIALS USERNAME XE
"""
PERMITTED = frozenset(NAMES.split())
# Also where they are not the first word: who hides a field divides it as he likes.
FETCHING = re.compile(
    r"\b(?:DDE|DDEAUTO|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|QUOTE)\b", re.IGNORECASE
)
ADDED = re.compile(r"ADDIN\s+(?:ZOTERO_|EN\.|CSL_CITATION|Mendeley|MENDELEY|NE\.|CITAVI|CitaviPlaceholder|RW\.)")
MARKS = (b"nstrText", b"fldSimple")
QUOTED = re.compile(r'"[^"\0]*"')
NAME = re.compile(r"\s*(=|[^\s\"\\=\0]*)")
PLACEHOLDER = re.compile(r"MACROBUTTON\s+\"?(?:NoMacro|AucuneMacro|SansMacro|NingunaMacro)\b", re.IGNORECASE)
PARTS = re.compile(r'\\[lot]\s*(?:"[^"]*"|\S+)|\\[mn]|"([^"]*)"|([^\s"\\]\S*|\\\\\S*)', re.IGNORECASE)
SAFE_START = re.compile(r"https?://|mailto:|tel:|#", re.IGNORECASE)
NESTED = "\0"  # where the result of another field stands
KINDS = {"instrText", "delInstrText"}


class Field:
    """`code`: all of it; `kept`: without what is marked as deleted."""

    def __init__(self, alternatives: int) -> None:
        self.code, self.kept, self.alternatives, self.has_result = "", "", alternatives, False

    def add(self, text: str, *, is_deleted: bool = False) -> None:
        self.code += text
        self.kept += "" if is_deleted else text

    def check(self) -> None:
        for code in {self.code, self.kept}:
            if code.strip():
                check_code(code)


def check_code(code: str) -> None:
    """Raises Refused (`field`, `link`)."""
    code = re.sub("[“”„«»]", '"', code)
    found = NAME.match(code)
    name = found[1].upper() if found else ""
    if name not in PERMITTED:
        raise Refused("field", name=named(name or "{ }"))
    others = None if ADDED.match(code.strip()) else FETCHING.search(QUOTED.sub('""', code))
    if others:
        raise Refused("field", name=named(others[0].upper()))
    if name == "MACROBUTTON" and not PLACEHOLDER.match(code.strip()):
        raise Refused("field", name=name)
    if name == "HYPERLINK":
        check_link(code.partition(found[1])[2] if found else code)


def check_link(arguments: str) -> None:
    """Its arguments that are no places within the document and no descriptions."""
    for part in PARTS.finditer(arguments):
        target = part[1] if part[1] is not None else part[2]
        if target is not None:
            start, nested, _rest = target.partition(NESTED)
            if not markup.is_plain_link(start) or (nested and not SAFE_START.match(start)):
                raise Refused("link", place=named(target))


class Codes:
    """Of one part, put together again: Word divides them over runs, and one field stands in another."""

    def __init__(self) -> None:
        self.open: list[Field] = [Field(0)]  # outside of all: codes that nothing has begun
        self.inside = ""
        self.alternatives = 0

    def read(self, content: bytes | bytearray) -> None:
        markup.read(content, self.start, text=self.text, end=self.end)
        self.open[0].kept = self.open[0].kept.replace(NESTED, "")
        self.open[0].code = self.open[0].code.replace(NESTED, "")
        for field in self.open:
            field.check()

    def start(self, name: str, attributes: list[str]) -> None:
        local = name.rpartition(":")[2]
        self.inside = local
        if local == "AlternateContent":
            self.alternatives += 1
        elif local == "fldSimple":
            check_code(markup.pairs(attributes).get("instr", ""))
        elif local == "fldChar":
            self.meet(markup.pairs(attributes).get("fldCharType", ""))

    def meet(self, kind: str) -> None:
        if kind == "begin":
            if not self.open[-1].has_result:
                self.open[-1].add(NESTED)
            self.open.append(Field(self.alternatives))
        elif kind == "separate":
            self.open[-1].has_result = len(self.open) > 1
        elif kind == "end" and len(self.open) > 1:
            self.open.pop().check()

    def text(self, data: str) -> None:
        if self.inside in KINDS:
            field = self.open[-1]
            if field.alternatives != self.alternatives and len(self.open) > 1:
                raise Refused("field", name=named(data))  # Word reads it or not
            field.add(data, is_deleted=self.inside == "delInstrText")

    def end(self, name: str) -> None:
        self.inside = ""
        self.alternatives -= name.rpartition(":")[2] == "AlternateContent"


def check(content: bytes | bytearray) -> None:
    """Raises Refused (`field`, `link`)."""
    if any(mark in content for mark in MARKS):
        Codes().read(content)
