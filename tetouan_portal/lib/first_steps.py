"""What a municipality enters first: each app tells its own (`FIRST_STEPS`), the first page of the admin joins them."""

from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string


class Step(NamedTuple):
    name: str
    label: str  # what to do, in the reader's language
    is_done: bool
    address: str  # of the page on which it is done, or which shows what is missing
    hint: str = ""  # the setting's name, how many are there


Source = Callable[[], list[Step]]


def first_steps() -> list[Step]:
    return [step for path in settings.FIRST_STEPS for step in import_string(path)()]
