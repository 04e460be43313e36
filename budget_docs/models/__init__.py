from budget_docs.models.calendar import DocumentType, DueDateChange, FiscalYear, PublicationDate, RuleChange
from budget_docs.models.documents import BudgetDocument, DocumentFile, FileLanguage, SessionKind, TextState, Visa
from budget_docs.models.figures import FigureKind, StatedFigure, Trust
from budget_docs.models.file_pages import FilePage
from budget_docs.models.file_work import DocumentFileWork
from budget_docs.models.imports import ImportState, LineImport
from budget_docs.models.lines import Budget, BudgetHeading, BudgetLine, BudgetSide, BudgetStage, ColumnMapping
from budget_docs.models.looks import Look
from budget_docs.models.reminders import Reminder

__all__ = [
    "Budget",
    "BudgetDocument",
    "BudgetHeading",
    "BudgetLine",
    "BudgetSide",
    "BudgetStage",
    "ColumnMapping",
    "DocumentFile",
    "DocumentFileWork",
    "DocumentType",
    "DueDateChange",
    "FigureKind",
    "FileLanguage",
    "FilePage",
    "FiscalYear",
    "ImportState",
    "LineImport",
    "Look",
    "PublicationDate",
    "Reminder",
    "RuleChange",
    "SessionKind",
    "StatedFigure",
    "TextState",
    "Trust",
    "Visa",
]
