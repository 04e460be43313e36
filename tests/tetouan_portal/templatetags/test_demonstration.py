import pytest

from tetouan_portal.templatetags.demonstration import all_invented, all_invented_but, apart

INVENTED, REAL, SILENT = {"is_demo": True}, {"is_demo": False}, {"is_demo": None}


@pytest.mark.parametrize(
    ("block", "answer"),
    [
        ([INVENTED, INVENTED], True),
        ([INVENTED, REAL], False),
        ([], False),
        (None, False),
        ([SILENT], False),
        ([SILENT, INVENTED], True),
        ([("a plan", [INVENTED])], True),
        ([{**INVENTED, "evidence": [REAL]}], False),
        ({"municipality": INVENTED, "monitor": None}, True),
    ],
)
def test_a_block_is_invented_when_something_is_and_nothing_in_it_is_real(block, answer):
    assert all_invented(block) is answer


def test_one_part_of_a_block_can_be_asked_for_alone():
    dossier = {"title": "real", "amendments": [INVENTED], "milestones": [{**REAL, "amendments": [INVENTED]}]}
    assert all_invented(dossier, "amendments")
    assert not all_invented(dossier)
    assert not all_invented({**dossier, "amendments": [REAL]}, "amendments")


def test_one_part_of_a_block_can_be_left_out():
    dossier = {"inception": REAL, "statements": {"monitor": INVENTED}}
    assert all_invented_but(dossier, "inception")
    assert not all_invented(dossier)
    assert not all_invented_but({"inception": REAL}, "inception")


def test_rows_stand_apart_the_real_ones_first_each_in_its_order():
    rows = [{**INVENTED, "n": 1}, {**REAL, "n": 2}, {**INVENTED, "n": 3}]
    assert [[row["n"] for row in part] for part in apart(rows)] == [[2], [1, 3]]
    assert list(apart([REAL])) == [[REAL]]
