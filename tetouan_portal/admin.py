from tetouan_portal.accounts import admin as accounts
from tetouan_portal.accounts import letters_admin
from tetouan_portal.audit import admin as audit
from tetouan_portal.removal import admin as removal
from tetouan_portal.security import admin as security
from tetouan_portal.stored_files import admin as stored_files
from tetouan_portal.synonyms import admin as synonyms

__all__ = ["accounts", "audit", "letters_admin", "removal", "security", "stored_files", "synonyms"]
