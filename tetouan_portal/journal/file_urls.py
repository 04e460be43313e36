"""Files have one address in every language."""

from django.urls import path

from tetouan_portal.journal import views

urlpatterns = [
    path("journal.jsonl", views.journal_file, name="journal_file"),
    path("verify_journal.py", views.verify_file, name="journal_verify"),
]
