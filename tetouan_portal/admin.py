from tetouan_portal.accounts import admin as accounts
from tetouan_portal.audit import admin as audit

__all__ = ["accounts", "audit"]
