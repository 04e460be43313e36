from participation.admin import law

__all__ = ["law"]
