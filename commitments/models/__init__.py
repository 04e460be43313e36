from commitments.models.admissions import Admission
from commitments.models.affiliations import Affiliation, is_torn, require_one_side
from commitments.models.amendments import Amendment, DateConfirmation
from commitments.models.assessments import InceptionAssessment, InceptionDepth, InceptionKind
from commitments.models.bodies import Body
from commitments.models.events import Event
from commitments.models.evidence import Evidence, KeptFile, Scan
from commitments.models.file_work import EvidenceWork, KeptFileWork
from commitments.models.indicators import Direction, Frequency, Indicator, IndicatorKind, Reading
from commitments.models.institutions import INDEPENDENT_KINDS, Institution, InstitutionAlias, InstitutionKind
from commitments.models.levels import CompletionLevel, Side
from commitments.models.link_checks import LinkCheck
from commitments.models.narrative import (
    CoCreationFigure,
    CountedUnit,
    Endorsement,
    NarrativeQuestion,
    NarrativeSection,
    PlanAttachment,
    PlanNote,
    PlanPromise,
)
from commitments.models.plan import ActionPlan, Axis, Commitment, Milestone, PlanKind, Responsibility, Role
from commitments.models.promised_fields import AmendedField
from commitments.models.publication import PublicationState, Publishable
from commitments.models.reports import (
    AnnualReport,
    Answer,
    Edition,
    Finding,
    NextEdition,
    PdfState,
    Recommendation,
    ReportPdf,
    ReportStatus,
    ReportText,
)
from commitments.models.slips import Slip, SlipState
from commitments.models.sources import Source, Trust
from commitments.models.statements import ProgressUpdate, ProposedReading, Statement
from commitments.models.thumbnails import Thumbnail
from commitments.models.vocabulary import OgpValue, PolicyArea, Sector, Theme

__all__ = [
    "INDEPENDENT_KINDS",
    "ActionPlan",
    "Admission",
    "Affiliation",
    "AmendedField",
    "Amendment",
    "AnnualReport",
    "Answer",
    "Axis",
    "Body",
    "CoCreationFigure",
    "Commitment",
    "CompletionLevel",
    "CountedUnit",
    "DateConfirmation",
    "Direction",
    "Edition",
    "Endorsement",
    "Event",
    "Evidence",
    "EvidenceWork",
    "Finding",
    "Frequency",
    "InceptionAssessment",
    "InceptionDepth",
    "InceptionKind",
    "Indicator",
    "IndicatorKind",
    "Institution",
    "InstitutionAlias",
    "InstitutionKind",
    "KeptFile",
    "KeptFileWork",
    "LinkCheck",
    "Milestone",
    "NarrativeQuestion",
    "NarrativeSection",
    "NextEdition",
    "OgpValue",
    "PdfState",
    "PlanAttachment",
    "PlanKind",
    "PlanNote",
    "PlanPromise",
    "PolicyArea",
    "ProgressUpdate",
    "ProposedReading",
    "PublicationState",
    "Publishable",
    "Reading",
    "Recommendation",
    "ReportPdf",
    "ReportStatus",
    "ReportText",
    "Responsibility",
    "Role",
    "Scan",
    "Sector",
    "Side",
    "Slip",
    "SlipState",
    "Source",
    "Statement",
    "Theme",
    "Thumbnail",
    "Trust",
    "is_torn",
    "require_one_side",
]
