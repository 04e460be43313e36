from budget_docs.admin import budgets, calendar, documents, figures, files, imports, mappings

__all__ = ["budgets", "calendar", "documents", "figures", "files", "imports", "mappings"]
