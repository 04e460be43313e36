"""PostgreSQL is restarted, killed and away for a while, or stands still, while people read and write."""

import signal
import time

import pytest

from tests.drills.stand import Browser, Readers, standing, wait_for
from tetouan_portal.lib.postgresql.patience import ANSWER, FIRST, PAUSE

pytestmark = pytest.mark.drill
FORM = "/fr/participate/new/complaint/"
WORDS = {"subject": "Lampadaire", "text": "Devant l’école, depuis un mois.", "action": "photos"}
PAGES = ("/fr/", "/ar/commitments/", "/fr/calendar/")


@pytest.fixture(scope="module")
def stand():
    with standing() as stand:
        stand.serve()
        wait_for(lambda: stand.ask("/fr/").status == 200, stand.tail)
        yield stand


def test_a_quick_restart_of_the_database_is_hardly_seen(stand, tell_drill):
    with Readers(stand, *PAGES) as readers:
        time.sleep(2)
        ended = time.monotonic()
        stand.end("PostgreSQL", signal.SIGINT)
        time.sleep(2.5)
        stand.start_postgresql()
        back = time.monotonic()
        time.sleep(4)
    statuses = readers.statuses()
    whole, number = statuses.pop(200), len(readers.answers)
    assert set(statuses) <= {503}
    assert whole >= 0.9 * number
    seen = f"{whole} of {number} pages whole, {statuses.get(503, 0)} × 503; the longest took {readers.longest():.1f} s"
    tell_drill(
        drag=f"database restarted, {back - ended:.0f} s away",
        lost=0,
        doubled=0,
        stood_again=readers.first_whole_after(back),
        seen=seen,
    )


def test_a_database_that_is_away_costs_nobody_words_and_no_reader_ten_seconds(stand, tell_drill):
    author = Browser(stand)
    assert author.read(FORM).status == 200
    drafts = stand.count("participation_draft")
    with Readers(stand, *PAGES) as readers:
        time.sleep(1)
        stand.end("PostgreSQL")
        killed = time.monotonic()
        time.sleep(FIRST + 2)
        sent = author.send(FORM, **WORDS)
        time.sleep(9)
        stand.start_postgresql()
        back = time.monotonic()
        time.sleep(6)
    late = [one for one in readers.answers if killed + FIRST + 2 < one.at < back]
    assert (sent.status, sent.seconds < 2) == (503, True)
    assert "encore dans votre navigateur" in sent.text
    assert set(readers.statuses()) <= {200, 503}
    assert {one.status for one in late} == {503}
    again = author.send(FORM, **WORDS)
    kept = author.read(FORM)
    assert (again.status, WORDS["text"] in kept.text) == (200, True)
    begun = stand.count("participation_draft") - drafts
    assert begun == 1
    told = f"{len(late)} × 503 in {max(one.seconds for one in late):.1f} s at most, after a first wait of "
    told += f"{readers.longest():.1f} s; who sent a form: words still in the browser, sent again once"
    tell_drill(
        drag=f"database killed, {back - killed:.0f} s away",
        lost=1 - begun,
        doubled=begun - 1,
        stood_again=readers.first_whole_after(back),
        seen=told,
    )


def test_a_database_that_stands_still_with_every_line_open_holds_no_thread(stand, tell_drill):
    """As with a disk or a virtual machine that stops: the system takes what is sent, and nobody reads it."""
    with Readers(stand, *PAGES, number=10) as readers:
        time.sleep(2)
        stand.signal_postgresql(signal.SIGSTOP)
        stopped = time.monotonic()
        try:
            time.sleep(ANSWER + 10)
            alive = stand.ask("/livez")
        finally:
            stand.signal_postgresql(signal.SIGCONT)
        back = time.monotonic()
        time.sleep(6)
    late = [one for one in readers.answers if stopped + ANSWER + PAUSE < one.at < back]
    assert set(readers.statuses()) <= {200, 503}
    assert {one.status for one in late} == {503}
    assert max(one.seconds for one in late) < FIRST
    assert alive.status == 200
    tell_drill(
        drag=f"database frozen for {back - stopped:.0f} s, its lines open",
        lost=0,
        doubled=0,
        stood_again=readers.first_whole_after(back),
        seen=f"503 after {readers.longest():.1f} s at most, then {len(late)} × 503 at once ("
        f"{max(one.seconds for one in late):.1f} s at most)",
    )
