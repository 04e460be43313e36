"""The words of a budget in plain words, after the official nomenclature (decree 2-17-451)."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Term(NamedTuple):
    slug: str  # its anchor on the page
    name: str | Promise
    meaning: str | Promise


ARRANGEMENT = (
    Term("revenue", _("revenue"), _("All the money that the Commune expects in the year, or has received.")),
    Term("expenditure", _("expenditure"), _("All the money that the Commune may spend in the year, or has spent.")),
    Term(
        "part-1", _("operating part"), _("What comes back every year: wages, light, cleaning, upkeep, and the taxes.")
    ),
    Term("part-2", _("equipment part"), _("What lasts: roads, buildings, equipment, and what pays for them.")),
    Term("part", _("part"), _("The widest box of the nomenclature. There are two: operating and equipment.")),
    Term("section", _("section"), _("The box inside a part, which divides revenue and expenditure of that part.")),
    Term("chapter", _("chapter"), _("The box inside a section: a domain, such as social or technical affairs.")),
    Term("article", _("article"), _("The box inside a chapter: a service or an activity, such as public lighting.")),
    Term("paragraph", _("paragraph"), _("The box inside an article: a kind of revenue or of expenditure.")),
    Term("line", _("line"), _("The smallest box. Money is voted, counted and checked line by line.")),
    Term("economic-code", _("economic code"), _("A number that says what kind of money it is, whichever the service.")),
)
AMOUNTS = (
    Term("proposed", _("proposed"), _("What the president asked the council for.")),
    Term(
        "voted",
        pgettext_lazy("glossary", "voted, or admitted"),
        _("What the council allowed and the governor approved."),
    ),
    Term(
        "executed",
        pgettext_lazy("glossary", "executed"),
        _("What really happened: revenue collected, payments ordered."),
    ),
    Term("net-due", _("net due"), _("What the Commune may claim for the year, without what was cancelled.")),
    Term("collected", _("collected"), _("What has really been received.")),
    Term("to-collect", _("still to collect"), _("What is due and has not been received yet.")),
    Term("open-credits", _("open credits"), _("What may be spent on a line, changes of the year included.")),
    Term(
        "committed",
        _("committed expenditure"),
        _("What the Commune has bound itself to pay, by a contract for instance. Not a commitment of the action plan."),
    ),
    Term("ordered", _("payment ordered"), _("What the president has ordered the treasurer to pay.")),
    Term("to-pay", _("still to pay"), _("What was committed and has not been paid yet.")),
    Term(
        "estimated-surplus",
        _("estimated surplus"),
        _("By how much revenue should exceed expenditure of the operating part. It pays for equipment."),
    ),
    Term(
        "real-surplus",
        _("real surplus"),
        _("What was left at the end of the year. The council decides on it in February."),
    ),
)
RULES = (
    Term("visa", _("governor’s visa"), _("The governor’s approval. When it is refused, the council votes again.")),
    Term("vat-share", _("share of VAT"), _("The part of the State’s value added tax that each commune receives.")),
    Term(
        "own-taxes",
        _("own taxes"),
        _("Taxes and fees that the Commune sets and collects, or that are collected for it."),
    ),
    Term(
        "transferred-taxes", _("transferred taxes"), _("Taxes that the State collects and hands over to the Commune.")
    ),
    Term("fec", _("Communal equipment fund (FEC)"), _("The public bank that lends to communes.")),
    Term(
        "special-account",
        _("special account"),
        _("An account apart from the budget, for one purpose and with its own revenue."),
    ),
    Term(
        "three-years",
        _("three-year programming"),
        _("What the Commune expects of three years; the budget follows from it."),
    ),
    Term(
        "administrative-account",
        _("execution statement (administrative account)"),
        _("The document that compares what was voted with what was executed."),
    ),
    Term("citizen-budget", _("citizen budget"), _("The budget explained to everybody in a few pages.")),
    Term(
        "participatory-budget",
        _("participatory budget"),
        _("A part of the budget whose use the inhabitants propose and choose."),
    ),
)
GROUPS = (
    (_("How a budget is arranged"), ARRANGEMENT),
    (_("What an amount says"), AMOUNTS),
    (_("Rules, resources and documents"), RULES),
)
