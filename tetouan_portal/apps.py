from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "tetouan_portal"
    default_auto_field = "django.db.models.BigAutoField"
