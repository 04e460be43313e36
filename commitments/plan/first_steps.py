"""What the plan needs first: its files' differences decided, somebody to speak for each institution, a first word."""

from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.models import Affiliation, Commitment, Institution, InstitutionKind, PublicationState, Side, Statement
from tetouan_portal.lib.first_steps import Step


def steps() -> list[Step]:
    responsible = Institution.objects.filter(responsibilities__commitment__in=Commitment.objects.live()).distinct()
    spoken_for = Affiliation.objects.filter(user__is_active=True)
    alone = responsible.exclude(affiliations__in=spoken_for).count()
    unassigned = Commitment.objects.live().filter(responsibilities=None).count()
    published = Statement.objects.filter(state=PublicationState.PUBLISHED, is_demo=False)
    commitments = reverse("admin:commitments_commitment_changelist")
    return [
        Step("institutions", _("Name the institution that answers for each commitment"), not unassigned, commitments),
        Step(
            "focal-points",
            _("Give every responsible institution a focal point"),
            responsible.exists() and not alone,
            reverse("staff:dashboard"),
        ),
        Step(
            "monitor",
            _("Give the independent monitor its account"),
            spoken_for.filter(institution__kind=InstitutionKind.MONITOR).exists(),
            reverse("admin:auth_user_admission"),
        ),
        Step(
            "declared",
            _("Publish the first statement of the municipality"),
            published.filter(side=Side.MUNICIPALITY).exists(),
            reverse("admin:commitments_statement_changelist"),
        ),
        Step(
            "assessed",
            _("Receive the first assessment of the monitor"),
            published.filter(side=Side.MONITOR).exists(),
            reverse("admin:commitments_statement_changelist"),
        ),
    ]
