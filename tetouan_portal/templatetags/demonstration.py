"""What of a block is invented: one mark on its head when all of it is, else one on each invented row.

A builtin library. A block is rows, dicts of a dossier or lists of either, however deep; of each that says `is_demo`
the answer counts, and None is no answer.
"""

from django import template

register = template.Library()


@register.filter
def all_invented(block, under=""):
    """Whether there is something and all of it is invented. `under`: ask only of what stands under that key."""
    answers = list(answers_of(block if not under else list(parts_under(block, under))))
    return bool(answers) and all(answers)


@register.filter
def all_invented_but(block, key):
    """As `all_invented`, what stands under that key left out."""
    answers = list(answers_of(block, without=key))
    return bool(answers) and all(answers)


@register.filter
def apart(rows):
    """The rows in lists that are invented or real throughout, the real ones first."""
    both = [[row for row in rows if all_invented(row) is invented] for invented in (False, True)]
    return [part for part in both if part]


def answers_of(thing, without=""):
    if isinstance(thing, dict):
        if thing.get("is_demo") is not None:
            yield thing["is_demo"]
        for key, value in thing.items():
            if key != without:
                yield from answers_of(value, without)
    elif hasattr(thing, "is_demo"):
        yield thing.is_demo
    elif isinstance(thing, (list, tuple)):
        for one in thing:
            yield from answers_of(one, without)


def parts_under(thing, name):
    if isinstance(thing, dict):
        for key, value in thing.items():
            if key == name:
                yield value
            else:
                yield from parts_under(value, name)
    elif isinstance(thing, (list, tuple)):
        for one in thing:
            yield from parts_under(one, name)
