"""Names of persons in what a program notes about a document: who wrote it, who saved it last."""

import re

from tetouan_portal.lib.inspection import markup
from tetouan_portal.lib.inspection.archives import Archive
from tetouan_portal.lib.inspection.hiding.tally import Tally

ELEMENTS = {"creator", "lastModifiedBy", "initial-creator", "printed-by", "Manager"}
NAMED = {"property", "user-defined"}  # of any name: these say who, or hold an address
PERSON = re.compile(
    r"author|owner|manager|editor|auteur|propri|respons|rédac|autor|checked|review|reviewer", re.IGNORECASE
)
ADDRESS = re.compile(r"\S@\S+\.\w")
# What programs write where nobody is named, and names of offices.
NOBODY = re.compile(
    r"(?:microsoft|windows|libreoffice|openoffice|openpyxl|python-docx|apache poi|xlsxwriter|google|word|excel)\b.*|"
    r"(?:user|users|admin|administrator|administrateur|utilisateur|usuario|pc|hp|dell|lenovo|acer|asus|owner|unknown|"
    r"anonymous|anonyme|inconnu|client|default|test|scan|scanner|مستخدم|المستخدم)[\s\d_-]*(?:windows|pc)?|"
    r".*\b(?:communes?|municipalité|municipalidad|ayuntamiento|ville|préfecture|province|ministère|direction|division|"
    r"service|bureau|département|secrétariat|conseil|trésorerie|agence|office|société)\b.*|"
    r".*(?:جماعة|بلدية|مصلحة|قسم|مديرية|مكتب|وزارة|عمالة|مجلس|الخزينة|وكالة).*|[\W\d_]*",
    re.IGNORECASE,
)


def is_person(value: str) -> bool:
    value = value.strip()
    return bool(value) and (bool(ADDRESS.search(value)) or not NOBODY.fullmatch(value))


def count(archive: Archive, parts: list[str], tally: Tally) -> None:
    for part in parts:
        for name, value in sorted(values_of(archive.again(part)).items()):
            if is_person(value):
                tally.add("properties", place=name)


def values_of(content: bytes | bytearray) -> dict[str, str]:
    """{property: value} of those that may name a person."""
    found: dict[str, str] = {}
    path: list[str] = []
    inside = [""]

    def start(name: str, attributes: list[str]) -> None:
        local = name.rpartition(":")[2]
        path.append(local)
        if local in ELEMENTS:
            inside[0] = local
        elif local in NAMED:
            inside[0] = markup.pairs(attributes).get("name", local)

    def text(data: str) -> None:
        if inside[0]:
            found[inside[0]] = found.get(inside[0], "") + data

    def end(_name: str) -> None:
        if path.pop() in ELEMENTS | NAMED:
            inside[0] = ""

    markup.read(content, start, text=text, end=end)
    return {name: value for name, value in found.items() if name in ELEMENTS or PERSON.search(name) or "@" in value}
