from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitmentsConfig(AppConfig):
    name = "commitments"
    verbose_name = _("Action plan")

    def ready(self):
        from commitments import checks  # noqa: F401, PLC0415 -- registers them; models are loaded by now
        from commitments.models import ReportPdf  # noqa: PLC0415
        from tetouan_portal.lib import own_files  # noqa: PLC0415

        own_files.register("annual reports", ReportPdf.objects.has_published)
