from budget_docs.admin import calendar, documents, figures, files

__all__ = ["calendar", "documents", "figures", "files"]
