"""The fields by which a form asks for a proof of work or for an answer."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from tetouan_portal.lib.challenge import demand, proof, question
from tetouan_portal.lib.challenge.refusal import refusal
from tetouan_portal.lib.throttle import client_address

TRAP, PROOF, QUESTION, ANSWER = "website", "proof", "question", "answer"
BESIDE_THE_QUESTION = {"missing", "wrong", "early"}


class ChallengedForm(forms.Form):
    """The ground of a form that anybody may send; `components/challenge.html` draws its part.

    The challenge is looked at last, when all that was typed is right, so that it is not used up by a mistake: a new
    one stands in the page that shows the mistake. Ask `is_trap` before `is_valid()`: a program filled the field that
    nobody sees, and is answered as if all were well. A button with `formnovalidate` does not wait for the script.
    """

    answer = forms.CharField(required=False, max_length=40)
    is_measured = True  # False: nothing that others do behind the same address refuses, it only makes harder

    def __init__(
        self, data: Any = None, files: Any = None, *, request: HttpRequest, purpose: str = "submission", **options: Any
    ) -> None:
        super().__init__(data, files, **options)
        self.purpose = purpose
        self.address = client_address(request)

    def __iter__(self) -> Iterator[forms.BoundField]:
        """Without the challenge's own field, which its component draws."""
        return (field for field in super().__iter__() if field.name != ANSWER)

    def sent(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), ""))

    @property
    def is_trap(self) -> bool:
        return self.is_bound and bool(self.sent(TRAP).strip())

    @cached_property
    def demand(self) -> demand.Demand:
        return demand.demand(self.purpose, self.address)

    @property
    def in_flood(self) -> bool:
        """Whether so much arrives that what comes is better set aside for a look."""
        return self.demand.is_flood

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors or self.is_trap:
            return
        try:
            self.check_challenge()
        except ValidationError as error:
            self.add_error(ANSWER if error.code in BESIDE_THE_QUESTION else None, error)

    def check_challenge(self) -> None:
        by_answer = not self.sent(PROOF)
        if by_answer:
            if self.is_measured and not demand.may_answer(self.purpose, self.address, self.demand):
                raise refusal("busy")
            question.check(self.sent(QUESTION), self.cleaned_data[ANSWER], self.purpose, self.demand.wait)
        else:
            proof.check(self.sent(PROOF), self.purpose, self.demand.least_numbers)
            if self.is_measured and not demand.may_send(self.purpose, self.address):
                raise refusal("busy")
        demand.taken(self.purpose, self.address, by_answer=by_answer)

    # --- for the component ---

    @cached_property
    def new_challenge(self) -> str:
        return proof.new(self.purpose, self.demand.numbers)

    @cached_property
    def asks_again(self) -> bool:
        """Who was too quick answers the same question."""
        return self.has_error(ANSWER, "early")

    @cached_property
    def question_token(self) -> str:
        return self.sent(QUESTION) if self.asks_again else question.new_token(self.purpose)

    @property
    def question(self) -> str:
        nonce, _age = question.open_token(self.question_token, self.purpose)
        return question.question_of(nonce).sentence

    @property
    def answer_so_far(self) -> str:
        return self.sent(ANSWER) if self.asks_again else ""

    @property
    def answer_id(self) -> str:
        return self[ANSWER].id_for_label or ANSWER

    @property
    def names(self) -> dict[str, str]:
        return {name: self.add_prefix(name) for name in (TRAP, PROOF, QUESTION, ANSWER)}
