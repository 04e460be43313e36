from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

from tetouan_portal import celery  # noqa: F401 -- the application is there before any task is woken


class PortalConfig(AppConfig):
    name = "tetouan_portal"
    verbose_name = _("Accounts and changes")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from tetouan_portal import checks  # noqa: F401, PLC0415 -- registers them
        from tetouan_portal.accounts import personal_data, telling  # noqa: PLC0415 -- needs the apps
        from tetouan_portal.audit.context import on_connection  # noqa: PLC0415 -- needs the settings
        from tetouan_portal.lib import front_guard  # noqa: PLC0415 -- needs the settings

        personal_data.declare()
        telling.connect()
        front_guard.refuse_foreign_parts()
        # The one place where Django lets anybody see a session before its first statement.
        connection_created.connect(on_connection)
