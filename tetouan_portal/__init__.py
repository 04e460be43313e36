"""The portal: its settings, its ground floor and its roof.

Four floors, one staircase (checked by import-linter):

    roof      tetouan_portal.urls, tetouan_portal.pages
    floor 2   participation
    floor 1   commitments | budget_docs
    ground    tetouan_portal.lib, tetouan_portal.templatetags
"""

from tetouan_portal.celery import app as celery_app

__all__ = ["celery_app"]
