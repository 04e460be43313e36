from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitmentsConfig(AppConfig):
    name = "commitments"
    verbose_name = _("Action plan")

    def ready(self):
        from commitments import checks  # noqa: F401, PLC0415 -- registers them; models are loaded by now
