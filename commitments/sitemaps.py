"""What search engines may find: every public page in every language, with its alternates."""

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from commitments.models import ActionPlan, AnnualReport, Commitment
from commitments.standing.overview import overview_of
from tetouan_portal.lib.sitemaps import InEveryLanguage


class CommitmentSitemap(InEveryLanguage):
    def items(self):
        return overview_of(Commitment.objects.live().order_by("plan", "number"), on=timezone.localdate())

    def location(self, item):
        return reverse("commitments:commitment", args=[item["slug"]])

    def lastmod(self, item):
        return item["updated_on"]


class PlanSitemap(InEveryLanguage):
    def items(self):
        return ActionPlan.objects.live().order_by("slug").only("slug")


class ReportSitemap(InEveryLanguage):
    def items(self):
        reports = AnnualReport.objects.live().annotate(newest=Max("editions__published_at"))
        return reports.order_by("-year").only("year")

    def lastmod(self, item):
        return item.newest


class ListSitemap(InEveryLanguage):
    def items(self):
        return ["commitments:commitments", "commitments:current_plan", "commitments:reports", "commitments:goals"]

    def location(self, item):
        return reverse(item)


SITEMAPS = {
    "lists": ListSitemap,
    "commitments": CommitmentSitemap,
    "plans": PlanSitemap,
    "reports": ReportSitemap,
}
