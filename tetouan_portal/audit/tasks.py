"""A task acts in its own name: what it changes is recorded as its."""

from celery import Task

from tetouan_portal.audit.context import acting


class ActingTask(Task):
    """What a task writes is recorded under its name."""

    abstract = True

    def __call__(self, *args: object, **kwargs: object) -> object:
        with acting(origin="task", detail=self.name):
            return super().__call__(*args, **kwargs)
