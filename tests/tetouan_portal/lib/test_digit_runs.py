import pytest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from tetouan_portal.lib.digit_runs import isolate, run

RANGE = '<bdi class="run" dir="ltr">2022-2026</bdi>'


def test_a_sign_stays_with_its_figures():
    assert run("+352.100") == '<bdi class="run" dir="ltr">+352.100</bdi>'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("خطة 2022-2026، وبرنامج", f"خطة {RANGE}، وبرنامج"),
        ("و2022-2026", f"و{RANGE}"),
        ("<b>2022-2026", f"{escape('<b>')}{RANGE}"),
        (mark_safe('<a href="/x/2022-2026/">2022-2026</a>'), f'<a href="/x/2022-2026/">{RANGE}</a>'),
    ],
)
def test_a_range_of_years_is_isolated_and_stays_on_one_line(text, shown):
    assert isolate(text) == shown
    assert isinstance(isolate(text), SafeString)


@pytest.mark.parametrize("text", ["", "مقرر 12/2022", "2022-05-03", "0539-123456", "2022–2026-1", "<b>"])
def test_other_texts_are_left_as_they_are(text):
    assert isolate(text) is text
