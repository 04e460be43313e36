from participation.admin import law, lists, records

__all__ = ["law", "lists", "records"]
