"""The admin by day and by night: the portal's colours follow the reader's system or the admin's own switch."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User

from commitments.models import Affiliation
from tests.browser.axe import RULES
from tests.factories.commitments import (
    AxisFactory,
    CommitmentFactory,
    EvidenceFactory,
    IndicatorFactory,
    InstitutionFactory,
    MilestoneFactory,
    ReadingFactory,
    ResponsibilityFactory,
    StatementFactory,
)
from tests.house.stylesheets import tokens

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.matrix(2)]
DAY, NIGHT = (tokens(scheme)["--paper"] for scheme in ("light", "dark"))


def paper(page):
    return page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper')")


def scheme(page):
    return page.evaluate("getComputedStyle(document.documentElement).colorScheme")


STRICT = {"runOnly": RULES, "rules": {"color-contrast-enhanced": {"enabled": True}}}  # seven to one
BUT_TABS = {"exclude": [[".ui-tabs-nav"]]}  # jQuery UI puts a link into each
UNDER_44 = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
    .filter((one) => one.checkVisibility() && !one.closest("p") && one.type !== "hidden")
    .map((one) => one.matches("[type=radio], [type=checkbox]") ? one.closest("label") : one)
    .filter((one) => !one.matches(".skip-to-content-link") && one.getBoundingClientRect().height < 44)
    .map((one) => `${one.outerHTML.slice(0, 120)} ${one.getBoundingClientRect().height}`)"""


@pytest.mark.parametrize(("system", "colour"), [("light", DAY), ("dark", NIGHT)])
def test_without_a_choice_the_colours_follow_the_system(office, system, colour):
    page = office("fr")
    page.emulate_media(color_scheme=system)
    assert (paper(page), scheme(page)) == (colour, system)


def test_whoever_wants_no_motion_gets_none_on_links_either(office):
    page = office("fr")
    page.emulate_media(reduced_motion="reduce")
    durations = "[...document.querySelectorAll('a, button')].map((one) => getComputedStyle(one).transitionDuration)"
    assert set(page.evaluate(durations)) == {"0s"}


@pytest.mark.parametrize(
    ("system", "other", "colour"), [("light", "dark", NIGHT), ("dark", "light", DAY)], ids=["by day", "by night"]
)
def test_the_switch_turns_the_colours_against_the_system_and_keeps_them(office, system, other, colour):
    page = office("ar")
    page.emulate_media(color_scheme=system)
    page.click(".theme-toggle")
    assert (paper(page), scheme(page)) == (colour, other)
    page.reload()
    assert (paper(page), scheme(page)) == (colour, other)


def paths():
    """The admin's main pages, by what they show; addresses below /<language>/admin/."""
    commitment = CommitmentFactory(number=4, title_es="")
    ResponsibilityFactory(commitment=commitment)
    MilestoneFactory(commitment=commitment)
    statement = StatementFactory(commitment=commitment, summary_es="", submitted=True)
    EvidenceFactory(statement=statement)
    indicator = IndicatorFactory(commitment=commitment)
    ReadingFactory(indicator=indicator)
    return [
        "",
        "dashboard/",
        "translations/",
        f"translations/commitment/{commitment.pk}/es/",
        "auth/user/",
        "auth/user/add/",
        "tetouan_portal/auditentry/",
        "commitments/commitment/",
        f"commitments/commitment/{commitment.pk}/change/",
        f"commitments/commitment/{commitment.pk}/history/",
        f"commitments/commitment/{commitment.pk}/amend/",
        f"commitments/indicator/{indicator.pk}/change/",
        f"commitments/statement/{statement.pk}/change/",
        f"commitments/axis/{AxisFactory(plan__draft=True).pk}/delete/",
        "commitments/statement/add/",
    ]


def found(violation):
    nodes = [f"{node['target'][-1]} {node['html'][:120]}" for node in violation["nodes"]]
    return "\n    ".join([f"{violation['id']}: {violation['help']}", *nodes])


@pytest.mark.audit  # test_axe looks at a share of these in `make test`
@pytest.mark.parametrize(("scheme", "language", "width"), [("light", "ar", 360), ("dark", "fr", 1280)])
def test_axe_finds_nothing_wrong_on_the_main_pages(office, live_server, scheme, language, width):
    page = office(language, width=width)
    page.emulate_media(color_scheme=scheme)
    wrong = []
    for path in paths():
        page.goto(f"{live_server.url}/{language}/admin/{path}")
        results = Axe().run(page, context=BUT_TABS, options=STRICT)
        wrong += [f"{path}: {found(violation)}" for violation in results.response["violations"]]
        wide = page.evaluate("document.documentElement.scrollWidth")
        wrong += [f"{path} is {wide} wide"] if wide > width else []
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_thumb_finds_every_target_of_a_focal_points_pages(office, live_server, language):
    service = InstitutionFactory()
    Affiliation.objects.create(user=User.objects.get(username="chief"), institution=service)
    commitment = ResponsibilityFactory(institution=service).commitment
    MilestoneFactory(commitment=commitment, institution=service, due_on=date(2026, 1, 31))
    page = office(language, width=360)
    page.click("summary:has(~ .staff-milestones)")
    page.click(".office-account summary")
    assert page.locator(".staff-milestones li").count() == 2
    assert page.evaluate(UNDER_44) == []
    page.goto(f"{live_server.url}/{language}/admin/progress/commitment/{commitment.pk}/")
    assert page.evaluate(UNDER_44) == []


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_calendar_opens_within_a_phone(office, language):
    page = office(language, "statement/add/", width=360)
    page.locator(".datetimeshortcuts button").first.click()
    box = page.locator(".calendarbox:visible").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
