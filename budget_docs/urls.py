from django.urls import path

from budget_docs.feeds import NewestDocuments
from budget_docs.views import library

app_name = "budget"

urlpatterns = [
    path("budget/", library.library_page, name="library"),
    path("budget/feed/", NewestDocuments(), name="feed"),
    path("budget/<int:year>/", library.year_page, name="year"),
    path("budget/documents/<slug:slug>/", library.document_page, name="document"),
]
