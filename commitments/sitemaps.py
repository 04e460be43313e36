"""What search engines may find: every public page in every language, with its alternates."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from commitments.models import ActionPlan, AnnualReport, Commitment


class InEveryLanguage(Sitemap):
    i18n = alternates = x_default = True


class CommitmentSitemap(InEveryLanguage):
    def items(self):
        return Commitment.objects.published().order_by("plan", "number").only("slug")


class PlanSitemap(InEveryLanguage):
    def items(self):
        return ActionPlan.objects.published().order_by("slug").only("slug")


class ReportSitemap(InEveryLanguage):
    def items(self):
        return AnnualReport.objects.published().order_by("-year").only("year")


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
