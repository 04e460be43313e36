from tetouan_portal.audit import admin as audit

__all__ = ["audit"]
