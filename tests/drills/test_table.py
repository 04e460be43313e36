from types import SimpleNamespace

from tests.drills.table import PROPERTY, Row, rows, table

TOLD = Row("broker away", 0, 0, 1.5, "pages as ever")


def test_the_row_of_a_drill_is_kept_with_its_report(tell_drill, request):
    tell_drill(**TOLD._asdict() | {"stood_again": 1.46})
    (report,) = [SimpleNamespace(user_properties=request.node.user_properties)]
    assert rows([report, SimpleNamespace()]) == [TOLD]
    request.node.user_properties.clear()


def test_other_properties_of_a_report_are_no_rows():
    assert rows([SimpleNamespace(user_properties=[("other", [1]), (PROPERTY, list(TOLD))])]) == [TOLD]


def test_each_number_stands_under_its_heading():
    heading, line = table([TOLD])
    assert [line[heading.index(word) :].split("  ")[0].strip() for word in ("drag", "lost", "stood", "what")] == [
        "broker away",
        "0",
        "1.5 s",
        "pages as ever",
    ]
