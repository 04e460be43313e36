"""Under /admin/, beside Django's own pages; each behind the admin's sign-in."""

from django.contrib import admin
from django.urls import path

from commitments.staff import dashboard, on_site, progress, translations

app_name = "staff"
staff_only = admin.site.admin_view

urlpatterns = [
    # /admin/progress/
    path("progress/<slug:kind>/<int:pk>/", staff_only(progress.enter), name="progress"),
    # /admin/dashboard/
    path("dashboard/", staff_only(dashboard.show), name="dashboard"),
    # /admin/translations/
    path("translations/", staff_only(translations.queue), name="translations"),
    path("translations/<slug:model>/<int:pk>/<slug:language>/", staff_only(translations.translate), name="translate"),
    # /admin/r/: in the place of the admin's own
    path("r/<path:content_type_id>/<path:object_id>/", staff_only(on_site.lead), name="on_site"),
]
