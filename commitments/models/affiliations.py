"""For which institution a member of staff speaks: rows that `commitments/access.py` reads.

An institution of an independent kind has people of its own: none of them is an administrator or speaks for another
institution. In SQL too: `commitments/migrations/0034_independent_people.py`.
"""

from collections.abc import Collection

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from commitments.models.institutions import INDEPENDENT_KINDS
from tetouan_portal.lib.personal_data import PersonalData

NO_ADMINISTRATOR = _("An administrator cannot speak for an independent institution: choose one of the two.")
ONE_SIDE = _("Whoever speaks for an independent institution speaks for no other.")


def is_torn(kinds: Collection[str], *, is_superuser: bool) -> bool:
    """Whether somebody of these institutions' kinds is tied to two sides, and so speaks for neither."""
    independent = INDEPENDENT_KINDS.intersection(kinds)
    return bool(independent) and (is_superuser or len(kinds) > 1)


class AffiliationQuerySet(models.QuerySet):
    def independent(self) -> QuerySet:
        return self.filter(institution__kind__in=INDEPENDENT_KINDS)

    def torn(self) -> QuerySet:
        """Of people tied to two sides: kept from before that was refused, until a person decides."""
        others = self.model.objects.filter(user=OuterRef("user")).exclude(pk=OuterRef("pk"))
        return self.independent().filter(Q(user__is_superuser=True) | Exists(others))


class Affiliation(models.Model):
    """For whom a member of staff speaks: nobody writes in the name of another institution."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="affiliations", verbose_name=_("member of staff")
    )
    institution = models.ForeignKey(
        "Institution", models.PROTECT, related_name="affiliations", verbose_name=_("institution")
    )

    objects = AffiliationQuerySet.as_manager()

    personal_data = PersonalData(
        fields=(
            "user",
            "institution",
        ),
        whose=_("members of staff"),
        purpose=_("To know for which institution somebody speaks."),
        seen_by=_("administrators of accounts"),
        kept=_("as long as the account"),
    )

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["user", "institution"]
        constraints = [
            models.UniqueConstraint(
                name="affiliated_once",
                fields=["user", "institution"],
                violation_error_message=_("This person already speaks for the institution."),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.institution}"

    def clean(self):
        if self.institution_id is None or self.user_id is None:
            return
        others = list(
            Affiliation.objects.filter(user=self.user).exclude(pk=self.pk).values_list("institution__kind", flat=True)
        )
        require_one_side([*others, self.institution.kind], is_superuser=self.user.is_superuser)


def require_one_side(kinds: Collection[str], *, is_superuser: bool) -> None:
    """Refuse institutions of these kinds for one person. Raises `administrator`, `both_sides`."""
    if not is_torn(kinds, is_superuser=is_superuser):
        return
    if is_superuser:
        raise ValidationError(NO_ADMINISTRATOR, code="administrator")
    raise ValidationError(ONE_SIDE, code="both_sides")
