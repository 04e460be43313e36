from tetouan_portal.audit.models import AuditEntry

__all__ = ["AuditEntry"]
