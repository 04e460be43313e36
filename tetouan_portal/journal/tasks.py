from celery import shared_task

from tetouan_portal.journal.becoming import enter_all_public


@shared_task
def enter_what_became_public() -> int:
    """Of what becomes public by itself. Safe to run twice: who has a line gets no other."""
    return enter_all_public()
