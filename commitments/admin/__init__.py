from commitments.admin import plan, progress, reports, vocabulary

__all__ = ["plan", "progress", "reports", "vocabulary"]
