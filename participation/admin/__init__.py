from participation.admin import cases, law, lists, records

__all__ = ["cases", "law", "lists", "records"]
