from participation.admin import law, records

__all__ = ["law", "records"]
