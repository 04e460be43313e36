"""The main pages of each kind of staff, their first page before all, with rows on them."""

from django.test import Client

from tests.factories import participation, people
from tests.factories.town import build

DESK = ["case/", "case/add/", "category/", "answertemplate/add/", "caseletter/"]
LAW = ["case/", "holiday/", "term/", "refusalground/add/", "retentionreport/"]
OWN_ACCOUNT = ["/accounts/second-factor/", "/accounts/sessions/", "/accounts/password/change/"]


def visits():
    """[(key of the session, address below the language), …]; makes the rows and the people."""
    town = build()
    case = participation.ContactFactory(case__may_be_published=True).case
    commitment = f"commitments/commitment/{town.commitment_own.pk}"
    work = [
        (
            people.technical_team(),
            ["", "dashboard/", "commitments/commitment/", *(f"{commitment}/{do}/" for do in ("change", "amend"))],
        ),
        (people.focal_point(town.own), ["", f"progress/commitment/{town.commitment_own.pk}/"]),
        (people.translator(), ["", "translations/", f"translations/commitment/{town.commitment_own.pk}/es/"]),
        (people.publisher(), ["", f"commitments/statement/{town.rows['statement_own_submitted'].pk}/change/"]),
        (people.monitor(town.monitor), ["", "commitments/statement/add/", "commitments/annualreport/"]),
        (
            people.desk_officer(),
            [
                *("", f"participation/case/{case.pk}/change/", f"participation/case/{case.pk}/contact/"),
                *(f"participation/{page}" for page in DESK),
            ],
        ),
        (people.information_officer(), [f"participation/{page}" for page in LAW]),
        (
            people.superuser(),
            ["", f"{commitment}/history/", "auth/user/", "auth/user/add/"]
            + [f"tetouan_portal/{model}/" for model in ("auditentry", "letter")],
        ),
    ]
    of_staff = [(session_of(person), f"/admin/{path}") for person, paths in work for path in paths]
    return [*of_staff, *((of_staff[0][0], path) for path in OWN_ACCOUNT)]


def session_of(person):
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value
