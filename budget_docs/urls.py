from django.urls import path

from budget_docs.views import calendar, library

app_name = "budget"

urlpatterns = [
    path("budget/", library.library_page, name="library"),
    path("budget/calendar/", calendar.calendar_page, name="calendar"),
    path("budget/<int:year>/", library.year_page, name="year"),
    path("budget/documents/<slug:slug>/", library.document_page, name="document"),
]
