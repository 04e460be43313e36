from django.contrib import admin
from django.urls import path

from tetouan_portal.work import staff

urlpatterns = [path("work/", admin.site.admin_view(staff.list_work), name="work")]
