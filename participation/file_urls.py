"""Files have one address in every language."""

from django.urls import path

from participation.views import public

urlpatterns = [path("participate/photos/<uuid:key>", public.photo_file, name="participation_photo")]
