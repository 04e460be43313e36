from tetouan_portal.accounts.models import Invitation, Letter
from tetouan_portal.audit.models import AuditEntry

__all__ = ["AuditEntry", "Invitation", "Letter"]
