from celery import shared_task

from tetouan_portal.health import hearts, standing


@shared_task
def show_life(queue: str) -> list[str]:
    """What is wrong from where this worker stands; other keys or another folder than the web server's are among it."""
    trouble = [finding.name for finding in standing.of_the_portal() if finding.is_wrong]
    hearts.beat(queue, trouble)
    return trouble
