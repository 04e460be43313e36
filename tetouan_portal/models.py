from tetouan_portal.accounts.models import Guesses, Invitation, KnownBrowser, Letter, Proposal
from tetouan_portal.audit.models import AuditEntry
from tetouan_portal.deputies.models import Absence
from tetouan_portal.health.models import Heartbeat
from tetouan_portal.journal.models import JournalLine
from tetouan_portal.known.models import Correction
from tetouan_portal.own_words.models import OwnWords
from tetouan_portal.removal.models import Removal, RemovedPlace
from tetouan_portal.security.models import Alarm, SecurityEvent
from tetouan_portal.stored_files.models import DoomedFile, MissingFile
from tetouan_portal.synonyms.models import Synonym

__all__ = [
    "Absence",
    "Alarm",
    "AuditEntry",
    "Correction",
    "DoomedFile",
    "Guesses",
    "Heartbeat",
    "Invitation",
    "JournalLine",
    "KnownBrowser",
    "Letter",
    "MissingFile",
    "OwnWords",
    "Proposal",
    "Removal",
    "RemovedPlace",
    "SecurityEvent",
    "Synonym",
]
