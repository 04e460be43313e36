from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitmentsConfig(AppConfig):
    name = "commitments"
    verbose_name = _("Action plan")

    def ready(self):
        from commitments import checks  # noqa: F401, PLC0415 -- registers them; models are loaded by now
        from commitments.models import ReportPdf  # noqa: PLC0415
        from commitments.staff import drafts_in_the_log  # noqa: PLC0415
        from tetouan_portal.audit import visibility  # noqa: PLC0415
        from tetouan_portal.lib import own_files  # noqa: PLC0415

        visibility.keep_confidential(drafts_in_the_log.of_the_monitor)
        own_files.register("annual reports", ReportPdf.objects.has_published)
