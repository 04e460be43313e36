"""A refusal in words, named by its code, so that another one does not pass for it."""

from contextlib import contextmanager
from itertools import chain

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError


@contextmanager
def refused(*codes):
    """A ValidationError for all of these reasons and for no other: codes, or names of constraints, which have none."""
    with pytest.raises(ValidationError) as refusal:
        yield refusal
    reasons = [reasons_of(error) for error in errors_in(refusal.value)]
    assert all(reason & set(codes) for reason in reasons), (codes, reasons)
    assert set(codes) <= set().union(*reasons), (codes, reasons)


def errors_in(refusal):
    return chain(*refusal.error_dict.values()) if hasattr(refusal, "error_dict") else refusal.error_list


def reasons_of(error):
    """Its code, or the constraints that say its sentence."""
    if error.code:
        return {error.code}
    constraints = chain(*(model._meta.constraints for model in apps.get_models()))
    return {one.name for one in constraints if one.get_violation_error_message() == error.message}
