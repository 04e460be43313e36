"""Spreadsheets of OpenDocument as LibreOffice packs them, for tests of what is read out of them."""

import io
import zipfile

from budget_docs.lines import opendocument

NAMESPACES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)


def cell(value):
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, (int, float)):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


def table(name, *rows, style=""):
    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    end = f'<table:table-row table:number-rows-repeated="1048000">{empty}</table:table-row>'
    return f'<table:table table:name="{name}"{style}>{body}{end}</table:table>'


def ods(*tables):
    styles = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    content = (
        f"<office:document-content{NAMESPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", opendocument.MIME)
        package.writestr("content.xml", content)
    out.seek(0)
    return out
