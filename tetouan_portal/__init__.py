"""The portal: its settings, its ground floor and its roof.

Four floors, one staircase (checked by import-linter):

    roof      tetouan_portal.urls, tetouan_portal.pages
    floor 2   participation
    floor 1   commitments | budget_docs
    ground    tetouan_portal.lib, tetouan_portal.templatetags

Nothing is imported here: a process that only looks into one file starts without Celery, in a third of the time.
"""
