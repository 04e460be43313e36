from participation.models.cases import Case, CaseKind, CaseState, Channel, Outcome, Satisfaction, SortOfCase
from participation.models.contacts import Contact
from participation.models.drafts import Draft
from participation.models.events import CaseEvent, EventKind, Teller
from participation.models.holidays import FilledYear, Holiday, HolidayKind
from participation.models.law import RefusalGround, Roll, Term, TermUse, Unit
from participation.models.letters import CaseLetter, CaseLetterState
from participation.models.lists import AnswerTemplate, Category, District, OtherBody
from participation.models.photos import Photo
from participation.models.published import PublishedCase
from participation.models.retention import RetentionReport

__all__ = [
    "AnswerTemplate",
    "Case",
    "CaseEvent",
    "CaseKind",
    "CaseLetter",
    "CaseLetterState",
    "CaseState",
    "Category",
    "Channel",
    "Contact",
    "District",
    "Draft",
    "EventKind",
    "FilledYear",
    "Holiday",
    "HolidayKind",
    "OtherBody",
    "Outcome",
    "Photo",
    "PublishedCase",
    "RefusalGround",
    "RetentionReport",
    "Roll",
    "Satisfaction",
    "SortOfCase",
    "Teller",
    "Term",
    "TermUse",
    "Unit",
]
