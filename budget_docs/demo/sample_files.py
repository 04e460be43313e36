"""Small real files for the demonstration, in three languages, each saying that it is invented."""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from PIL import Image, ImageDraw, ImageFont

from budget_docs.demo.sample_lines import TOTALS, budget_lines, contents
from budget_docs.models import BudgetSide
from tetouan_portal.lib import pdf
from tetouan_portal.lib.languages import LANGUAGE_CODES, RIGHT_TO_LEFT, direction
from tetouan_portal.lib.spreadsheets import XLSX_TYPE, xlsx

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT_FILE = (
    Path(__file__).resolve().parent.parent.parent / "tetouan_portal" / "static" / "fonts" / "Vazirmatn-Regular.ttf"
)
STYLESHEETS = ["css/tokens.css", "css/report_pdf.css", "css/demonstration_pdf.css"]
MARK = {"ar": "وثيقة تجريبية", "fr": "Document de démonstration", "es": "Documento de demostración"}
INVENTED = {
    "ar": "هذه الوثيقة وأرقامها مختلقة لعرض البوابة، ولم تصدر عن أي جهة.",
    "fr": "Ce document et ses chiffres sont inventés pour montrer le portail. Ils n’émanent de personne.",
    "es": "Este documento y sus cifras son inventados para mostrar el portal. No proceden de nadie.",
}
HEADER = {
    "ar": ("الباب", "المداخيل", "النفقات"),
    "fr": ("Chapitre", "Recettes", "Dépenses"),
    "es": ("Capítulo", "Ingresos", "Gastos"),
}
EPOCH = (2024, 1, 1, 0, 0, 0)
PAGE, MARGIN = (827, 1169), 80  # A4 at 100 dots an inch

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{DOCX_TYPE}.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Told(NamedTuple):
    """What a file says: {language: text} and the year whose figures it shows."""

    title: Mapping[str, str]
    summary: Mapping[str, str]
    year: int
    languages: tuple[str, ...]
    shows: str = ""  # which amounts its table holds: "proposed", "admitted", "executed", "to_collect"


class Made(NamedTuple):
    content: bytes
    content_type: str
    ending: str
    pages: int | None


def chapters(told: Told) -> list[tuple[str, list[str], Decimal, Decimal]]:
    """[(code, labels ar fr es, revenue, expenditure)] of what the document shows; empty where it shows no table."""
    if told.year not in TOTALS or not told.shows:
        return []
    sums: dict[tuple[str, str], Decimal] = {}
    for line in budget_lines(told.year, executed=told.shows not in {"proposed", "admitted"}):
        key = (line["side"], line["chapter"])
        sums[key] = sums.get(key, Decimal(0)) + (line.get(column_of(told.shows, line["side"])) or 0)
    return [
        (code, labels, *(sums.get((side, code), Decimal(0)) for side in (BudgetSide.REVENUE, BudgetSide.EXPENDITURE)))
        for code, labels in contents(BudgetSide.REVENUE)["chapters"].items()
    ]


def column_of(shows: str, side: str) -> str:
    if shows != "executed":
        return shows
    return "collected" if side == BudgetSide.REVENUE else "ordered"


def chapter_name(told: Told, code: str, labels: list[str]) -> list[dict[str, str]]:
    """A chapter's name in the languages of the file."""
    names = dict(zip(LANGUAGE_CODES, labels, strict=True))
    return [{"language": one, "direction": direction(one), "text": f"{code} {names[one]}"} for one in told.languages]


def sections(told: Told) -> Iterator[dict[str, Any]]:
    for code in told.languages:
        yield {
            "language": code,
            "direction": direction(code),
            "mark": MARK[code],
            "title": told.title[code],
            "paragraphs": told.summary.get(code, "").split("\n\n"),
            "invented": INVENTED[code],
        }


def as_pdf(told: Told) -> Made:
    context = {
        "sections": list(sections(told)),
        "language": told.languages[0],
        "direction": direction(told.languages[0]),
        "header": [" – ".join(HEADER[code][column] for code in told.languages) for column in range(3)],
        "chapters": [
            (chapter_name(told, code, labels), revenue, expenditure)
            for code, labels, revenue, expenditure in chapters(told)
        ],
    }
    with translation.override(told.languages[0]):
        html = render_to_string("pdf/demonstration.html", context)
    made = pdf.render(html, base_url=f"{settings.SITE_URL}/", stylesheets=STYLESHEETS)
    return Made(made.content, "application/pdf", "pdf", made.pages)


def as_scan(told: Told) -> Made:
    """A PDF of a picture of a page, as many communes publish them: no word in it can be searched."""
    page = Image.new("L", PAGE, 250)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT_FILE, 24, layout_engine=ImageFont.Layout.RAQM)
    top = MARGIN
    for section in sections(told):
        right = section["language"] in RIGHT_TO_LEFT
        place, anchor = (PAGE[0] - MARGIN, "ra") if right else (MARGIN, "la")
        for text in (section["mark"], section["title"]):
            draw.text((place, top), text, fill=40, anchor=anchor, font=font, direction=section["direction"])
            top += 48
        top += 24
    for code, _labels, revenue, expenditure in chapters(told):
        draw.text((MARGIN, top), f"{code}   {revenue:>16,.2f}   {expenditure:>16,.2f}", fill=60, font=font)
        top += 48
    out = io.BytesIO()
    page.rotate(0.6, fillcolor=235).save(out, format="PDF", resolution=100, quality=45)
    return Made(out.getvalue(), "application/pdf", "pdf", 1)


def as_xlsx(told: Told) -> Made:
    rows: list[list] = [[MARK[code], INVENTED[code]] for code in LANGUAGE_CODES]
    rows += [
        [
            f"{code} {' – '.join(one['text'].partition(' ')[2] for one in chapter_name(told, code, labels))}",
            revenue,
            expenditure,
        ]
        for code, labels, revenue, expenditure in chapters(told)
    ]
    header = [" – ".join(HEADER[code][column] for code in told.languages) for column in range(3)]
    title = told.title[told.languages[0]]
    content = xlsx(header, rows, title=title, right_to_left=told.languages[0] in RIGHT_TO_LEFT)
    return Made(content, XLSX_TYPE, "xlsx", None)


def as_docx(told: Told) -> Made:
    body = ""
    for section in sections(told):
        texts = [section["mark"], section["title"], *section["paragraphs"], section["invented"]]
        right = section["language"] in RIGHT_TO_LEFT
        body += "".join(paragraph(text, right_to_left=right) for text in texts)
    document = f'<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body></w:document>'
    parts = {"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            declared = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}'
            package.writestr(zipfile.ZipInfo(name, EPOCH), declared, zipfile.ZIP_DEFLATED)
    return Made(out.getvalue(), DOCX_TYPE, "docx", None)


def paragraph(text: str, *, right_to_left: bool) -> str:
    whole, run = ("<w:pPr><w:bidi/></w:pPr>", "<w:rPr><w:rtl/></w:rPr>") if right_to_left else ("", "")
    return f'<w:p>{whole}<w:r>{run}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r></w:p>'


FORMATS: dict[str, Callable[[Told], Made]] = {"pdf": as_pdf, "scan": as_scan, "xlsx": as_xlsx, "docx": as_docx}


MADE: dict[tuple[str, str], Made] = {}


def make_file(kind: str, told: Told) -> Made:
    """The same telling is laid out once for as many loads as one process does."""
    key = (kind, repr(told))
    if key not in MADE:
        MADE[key] = FORMATS[kind](told)
    return MADE[key]
