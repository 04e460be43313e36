from django.urls import path

from tetouan_portal.journal import views
from tetouan_portal.journal.feeds import NewestLines

app_name = "journal"

urlpatterns = [
    path("journal/", views.journal_page, name="journal"),
    path("journal/feed/", NewestLines(), name="feed"),
    path("journal/verify/", views.verify_page, name="verify"),
    path("journal/<int:number>/", views.line_page, name="line"),
]
