"""Clicks end when the page that they open is there.

By itself a click of Playwright ends when the answer begins. On a busy machine its document has no element yet, and a
button is pressed before its script has come.
"""

import contextlib
import functools

import pytest
from playwright.sync_api import Locator, Page

ACTS = ("click", "press")


@contextlib.contextmanager
def that_wait():
    with pytest.MonkeyPatch.context() as patch:
        for kind in (Page, Locator):
            for name in ACTS:
                patch.setattr(kind, name, waiting(getattr(kind, name)))
        yield


def waiting(act):
    @functools.wraps(act)
    def done(one, *arguments, **options):
        act(one, *arguments, **options)
        page = one if isinstance(one, Page) else one.page
        page.wait_for_load_state()

    return done
