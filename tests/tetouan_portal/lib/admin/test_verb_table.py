"""A verb is one frozen row: what it calls, with what was said, and by whom where the act keeps that."""

from dataclasses import FrozenInstanceError

import pytest
from django import forms
from django.http import QueryDict

from tests.refusals import refused
from tetouan_portal.lib.admin.verb_table import ReasonsForm, Verb, VerbForm


class WhenForm(VerbForm):
    refusal = "Say when."
    code = "no_day"
    on = forms.DateField()


def noted(row, **said):
    return row, said


def verb(**more):
    return Verb(name="move", label="Move", act=noted, allowed=lambda user, _row: user == "officer", **more)


def test_an_act_without_a_form_gets_the_row_alone():
    assert verb().carry_out("row", QueryDict("do-move-on=2026-01-02"), by="officer") == ("row", {})


def test_an_act_that_keeps_who_did_it_is_told():
    assert verb(signed=True).carry_out("row", QueryDict(), by="officer") == ("row", {"by": "officer"})


def test_what_is_said_with_another_verb_is_not_said_with_this_one():
    form = verb(form=WhenForm)
    row, said = form.carry_out("row", QueryDict("do-move-on=2026-01-02&do-look-on=2026-03-04"), by="officer")
    assert (row, str(said["on"])) == ("row", "2026-01-02")
    with refused("no_day"):
        form.carry_out("row", QueryDict("do-look-on=2026-03-04"), by="officer")


def test_what_is_not_said_rightly_is_refused_before_the_act():
    called = []
    move = Verb(name="move", label="Move", act=called.append, allowed=lambda *_: True, form=WhenForm)
    with refused("no_day"):
        move.carry_out("row", QueryDict("do-move-on=tomorrow"), by="officer")
    assert called == []


def test_reasons_come_in_every_language_and_none_is_too_long():
    explained = verb(form=ReasonsForm)
    assert explained.carry_out("row", QueryDict("do-move-fr=Erreur"), by="officer")[1] == {
        "reasons": {"ar": "", "fr": "Erreur", "es": ""}
    }
    with refused("too_long"):
        explained.carry_out("row", QueryDict(f"do-move-fr={'x' * 2001}"), by="officer")


def test_a_declaration_is_not_changed_afterwards():
    with pytest.raises(FrozenInstanceError):
        verb().act = print
