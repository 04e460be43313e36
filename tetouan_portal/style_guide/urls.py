from django.contrib import admin
from django.urls import path

from tetouan_portal.style_guide import views

app_name = "style_guide"

urlpatterns = [path("", admin.site.admin_view(views.show), name="show")]
