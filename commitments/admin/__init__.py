from commitments.admin import evidence, plan, progress, reports, vocabulary

__all__ = ["evidence", "plan", "progress", "reports", "vocabulary"]
