from commitments.admin import plan, progress, vocabulary

__all__ = ["plan", "progress", "vocabulary"]
