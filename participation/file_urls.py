"""Files have one address in every language."""

from django.urls import path

from participation.views import published

urlpatterns = [path("participate/photos/<uuid:key>", published.photo_file, name="participation_photo")]
