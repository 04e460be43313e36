"""A form of the kind that citizens get, posted by people and by programs."""

import json

from altcha import Challenge, Payload, solve_challenge
from django import forms
from django.test import RequestFactory

from tetouan_portal.lib.challenge import ChallengedForm, question

ADDRESS = "192.0.2.7"


class MessageForm(ChallengedForm):
    message = forms.CharField(max_length=100)


def form(data=None, *, address=ADDRESS, purpose="submission", **options):
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    return MessageForm(data, None, request=request, purpose=purpose, **options)


def solved(page):
    """What the script puts into the form of `page`."""
    challenge = Challenge.from_dict(json.loads(page.new_challenge))
    return Payload(challenge, solve_challenge(challenge)).to_base64()


def with_proof(page, **changed):
    return {"message": "bonjour", "website": "", "proof": solved(page), "question": "", "answer": "", **changed}


def with_answer(page, **changed):
    token = page.question_token
    nonce, _age = question.open_token(token, page.purpose)
    answer = str(question.question_of(nonce).answer)
    return {"message": "bonjour", "website": "", "proof": "", "question": token, "answer": answer, **changed}


def codes(posted):
    return {error.code for errors in posted.errors.as_data().values() for error in errors}


def sent(data, **options):
    """The codes of what is wrong with a post."""
    return codes(form(data, **options))
