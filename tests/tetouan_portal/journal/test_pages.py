import json
import re
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from commitments.models import Commitment, Milestone
from tests.commitments.withdrawing import as_a_draft
from tests.factories.commitments import CommitmentFactory, InstitutionFactory, MilestoneFactory, StatementFactory
from tetouan_portal.journal.becoming import enter_all_public
from tetouan_portal.journal.models import JournalLine, Kind
from tetouan_portal.journal.subjects import Place, Text
from tetouan_portal.journal.views import LINES_OF_A_FILE, PAGE
from tetouan_portal.journal.writing import enter

pytestmark = pytest.mark.django_db


def test_the_page_tells_the_newest_first_in_the_readers_words(client):
    statement = StatementFactory(side="monitor", commitment=CommitmentFactory(title_fr="Budget ouvert"))
    enter(Kind.PUBLISHED, statement.commitment)
    enter(Kind.STATED, statement)

    page = client.get("/fr/journal/").content.decode()

    assert page.index("Déclaration</a>") < page.index("Rendu public</a>")
    assert "L’organe de suivi indépendant" in page
    assert "Budget ouvert" in page


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_every_kind_of_line_is_told_in_every_language(client, language):
    commitment = CommitmentFactory()
    for kind in Kind:
        enter(kind, commitment)

    page = client.get(f"/{language}/journal/")

    assert page.status_code == 200
    assert page.content.decode().count("<h3>") == len(Kind)


def test_a_line_shows_from_what_to_what_why_and_by_which_decision(client):
    milestone = MilestoneFactory(institution=InstitutionFactory(slug="works", name_fr="Division des travaux"))
    line = enter(
        Kind.AMENDED,
        milestone,
        was={Place("institution"): None, Place("title", "fr"): Text("Un guichet par quartier")},
        becomes={Place("institution"): "works", Place("title", "fr"): Text("Un guichet pour la ville")},
        reason={"fr": "Moins de moyens"},
        decision={"fr": "Délibération 12"},
        decided_on=milestone.due_on,
    )

    page = client.get(f"/fr/journal/{line.number}/").content.decode()

    assert "Division des travaux" in page
    assert re.search(r"<s[^>]*>\s*Un guichet <strong>par</strong>", page)
    assert "Moins de moyens" in page
    assert "Délibération 12" in page
    assert line.sha256 in page


def test_a_row_that_nobody_may_see_any_longer_is_not_called_by_what_it_is_called_now(client):
    """While it is hidden its words may be being rewritten."""
    milestone = MilestoneFactory(title_fr="Un guichet")
    line = enter(Kind.STATED, StatementFactory(commitment=None, milestone=milestone))
    page = f"/fr/journal/{line.number}/"
    assert "Un guichet" in client.get(page).content.decode()

    as_a_draft(Commitment.objects.filter(pk=milestone.commitment_id))
    Milestone.objects.filter(pk=milestone.pk).update(title_fr="Un secret")

    assert "Un secret" not in client.get(page).content.decode()


def test_a_text_that_went_is_said_to_have_gone_and_stands_nowhere(client):
    statement = StatementFactory(summary_fr="Le nom de quelqu’un")
    line = enter(Kind.STATED, statement)
    JournalLine.objects.filter(number=line.number).update(texts=dict.fromkeys(line.texts))

    for address in (f"/fr/journal/{line.number}/", "/fr/journal/", "/journal.jsonl", "/fr/journal/feed/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Le nom de quelqu" not in answer.content.decode()
    assert "texte retiré" in client.get(f"/fr/journal/{line.number}/").content.decode()


@pytest.mark.parametrize(
    ("narrowed", "numbers"),
    [
        ("kind=stated", {2}),
        ("by=monitor", {2}),
        ("about=/commitments/one/", {1, 2}),
        ("about=/commitments/one/&kind=published", {1}),
        ("since=2020-01-01", {1, 2, 3}),
        ("until=2020-01-01", set()),
    ],
)
def test_it_is_narrowed_by_kind_side_page_and_day(client, narrowed, numbers):
    commitment = CommitmentFactory(slug="one")
    enter(Kind.PUBLISHED, commitment)
    enter(Kind.STATED, StatementFactory(side="monitor", commitment=commitment))
    enter(Kind.PUBLISHED, CommitmentFactory(slug="two"))

    page = client.get(f"/fr/journal/?{narrowed}").content.decode()

    assert {int(number) for number in re.findall(r'<h3><a href="/fr/journal/(\d+)/">', page)} == numbers


@pytest.mark.parametrize(
    "asked",
    ["kind=nothing", "by=somebody", "since=yesterday", "about=javascript:x", "before=0", "before=x", "after=-1"],
)
def test_what_cannot_be_understood_is_refused_in_words(client, asked):
    answer = client.get(f"/fr/journal/?{asked}")

    assert answer.status_code == 400
    assert "La liste ne peut pas être" in answer.content.decode()


def test_the_pages_lead_from_end_to_end_and_back(client):
    commitment = CommitmentFactory()
    for _ in range(PAGE * 2 + 3):
        enter(Kind.AMENDED, commitment)

    def lines(address):
        page = client.get(address).content.decode()
        links = dict(re.findall(r'href="(\?[^"]*)" rel="(prev|next)"', page))
        return [int(number) for number in re.findall(r'<h3><a href="/fr/journal/(\d+)/">', page)], {
            rel: link for link, rel in links.items()
        }

    first, links = lines("/fr/journal/")
    second, onwards = lines(f"/fr/journal/{links['next']}")
    third, ends = lines(f"/fr/journal/{onwards['next']}")
    assert first + second + third == list(range(PAGE * 2 + 3, 0, -1))
    assert "prev" not in links
    assert "next" not in ends
    back, _links = lines(f"/fr/journal/{ends['prev']}")
    assert back == second


def test_a_page_beyond_the_end_is_none(client):
    assert client.get("/fr/journal/?before=1").status_code == 404
    assert client.get("/fr/journal/9/").status_code == 404


def test_the_number_of_questions_does_not_grow_with_the_lines(client, django_assert_max_num_queries):
    def make(count):
        for _ in range(count):
            enter(Kind.STATED, StatementFactory(institution=InstitutionFactory(), milestone=None))

    make(2)
    with connection.execute_wrapper(counter := Counter()):
        client.get("/fr/journal/")
    few = counter.count
    make(20)
    with django_assert_max_num_queries(few):
        client.get("/fr/journal/")


class Counter:
    count = 0

    def __call__(self, execute, *statement):
        self.count += 1
        return execute(*statement)


def test_the_data_come_in_their_order_and_say_where_they_go_on(client):
    commitment = CommitmentFactory()
    for _ in range(3):
        enter(Kind.AMENDED, commitment)

    whole = client.get("/journal.jsonl")
    rest = client.get("/journal.jsonl?after=2")

    numbers = [json.loads(line)["entry"]["number"] for line in whole.content.decode().split("\n") if line]
    assert numbers == [1, 2, 3]
    assert [json.loads(rest.content)["entry"]["number"]] == [3]
    assert "Link" not in whole
    assert client.get("/journal.jsonl?after=3").content == b""
    assert client.get("/journal.jsonl?after=x").status_code == 400
    assert LINES_OF_A_FILE == 1000


def test_the_command_says_whether_the_journal_holds(capsys):
    enter(Kind.PUBLISHED, CommitmentFactory())
    call_command("verify_journal")
    assert "The public journal holds: 1 " in capsys.readouterr().out

    rewrite("set entry = replace(entry, 'published', 'amended')")
    with pytest.raises(CommandError, match="Line 1"):
        call_command("verify_journal")


def rewrite(change):
    """As who owns the table can."""
    with connection.cursor() as cursor:
        cursor.execute("alter table tetouan_portal_journalline disable trigger journal_is_kept")
        cursor.execute(f"update tetouan_portal_journalline {change} where number = 1")
        cursor.execute("alter table tetouan_portal_journalline enable trigger journal_is_kept")


@pytest.mark.django_db(transaction=True)
def test_ten_lines_that_need_nothing_of_ours_verify_the_chain_and_find_one_changed_byte(live_server, settings):
    settings.SITE_URL = live_server.url
    enter_all = StatementFactory(level="limited", summary_fr="Ligne\u2028brisée, « été » \\ 😀")
    enter_all_public()
    program = verify(live_server.url)
    assert len(program.split("\n")) == 11  # the last one is empty

    held = run(program)
    last = JournalLine.objects.first()
    assert held.stdout.split() == [str(last.number), last.sha256], held.stderr

    texts = JournalLine.objects.get(subject=f"commitments.statement:{enter_all.pk}")
    assert texts.texts
    JournalLine.objects.filter(pk=texts.pk).update(texts=dict.fromkeys(texts.texts))
    assert run(program).returncode == 0, "a text that went leaves the chain whole"

    rewrite('set entry = replace(entry, \'"by":"municipality"\', \'"by":"municipalitx"\')')
    broken = run(program)
    assert broken.returncode == 1
    assert "line 1" in broken.stderr


def verify(site):
    from django.test import Client  # noqa: PLC0415

    return Client().get("/verify_journal.py").content.decode()


def run(program):
    return subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
