"""From an upload to the stored lines, through a real broker and a real worker; and later, when it was away."""

import pytest

from budget_docs.lines import importing
from budget_docs.models import Budget, ImportState, LineImport
from tests.budget_docs.imports import begin
from tests.budget_docs.lines.files import line, xlsx
from tests.waiting import wait_until

pytestmark = [pytest.mark.drill, pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def in_state(begun, state):
    return lambda: LineImport.objects.filter(pk=begun.pk, state=state).exists()


def test_a_worker_reads_and_applies_what_the_officer_sent(worker):
    begun = begin(xlsx(*(line(line=n) for n in range(200))))
    wait_until(in_state(begun, ImportState.CHECKED), worker)
    importing.ask_to_apply(begun)
    wait_until(in_state(begun, ImportState.APPLIED), worker)
    assert Budget.objects.get().lines.count() == 200
