from django.urls import path

from budget_docs.feeds import NewestDocuments
from budget_docs.views import explorer, glossary, library, open_data

app_name = "budget"

urlpatterns = [
    path("budget/", library.library_page, name="library"),
    path("budget/feed/", NewestDocuments(), name="feed"),
    path("budget/data/", open_data.data_page, name="data"),
    path("budget/glossary/", glossary.glossary_page, name="glossary"),
    path("budget/lines/", explorer.newest_lines, name="newest_lines"),
    path("budget/<int:year>/", library.year_page, name="year"),
    path("budget/<int:year>/lines/", explorer.lines_page, name="lines"),
    path("budget/<int:year>/lines/<slug:side>/", explorer.lines_page, name="lines_side"),
    path("budget/<int:year>/lines/<slug:side>/<path:path>/", explorer.lines_page, name="lines_place"),
    path("budget/<int:year>/lines.<slug:kind>", explorer.found_file, name="found_file"),
    path("budget/<int:year>/<slug:side>.<slug:kind>", explorer.lines_file, name="lines_file"),
    path("budget/<int:year>/<slug:side>/<path:path>.<slug:kind>", explorer.lines_file, name="lines_place_file"),
    path("budget/documents/<slug:slug>/", library.document_page, name="document"),
]
