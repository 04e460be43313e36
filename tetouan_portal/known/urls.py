"""Under /admin/, behind the admin's sign-in."""

from django.contrib import admin
from django.urls import path

from tetouan_portal.known import staff

urlpatterns = [path("known/", admin.site.admin_view(staff.compare), name="known")]
