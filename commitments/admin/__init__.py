from commitments.admin import chronicle, evidence, plan, progress, reports, vocabulary

__all__ = ["chronicle", "evidence", "plan", "progress", "reports", "vocabulary"]
