from datetime import date

import pytest

from tetouan_portal.lib.absence import Absence, Kind, as_absence


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_is_read_from_its_name_and_from_what_a_snapshot_keeps(kind):
    assert as_absence(kind.value) == as_absence({"kind": kind.value}) == Absence(kind)


def test_what_is_known_of_it_is_kept():
    one = Absence(Kind.NOT_FOUND, date(2026, 3, 3), "https://www.example.org/", "M. B.")
    assert as_absence(one) == as_absence(one._asdict()) == one


def test_a_kind_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="unpublished"):
        as_absence("unpublished")
