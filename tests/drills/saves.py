"""Members of staff who save at the same time, each in a thread of its own, as a web server has them.

Run in a process of its own with DATABASE_URL: `python -m tests.drills.saves PEOPLE SAVES`. Prints how many rows each
of them read meanwhile.
"""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tetouan_portal.settings")


def save(person, number):
    from django.db import connection  # noqa: PLC0415 -- after django.setup()

    from tetouan_portal.audit.context import acting  # noqa: PLC0415
    from tetouan_portal.lib.portions import in_portions  # noqa: PLC0415
    from tetouan_portal.synonyms.models import Synonym  # noqa: PLC0415

    with acting(origin="form", user=person):
        Synonym.objects.create(word=f"{person.username} {number}", means="voirie")
    read = len([*in_portions(Synonym.objects.all(), 2)])
    connection.close()
    return read


def main(people, saves):
    from django.contrib.auth.models import User  # noqa: PLC0415

    persons = User.objects.filter(username__startswith="saver").order_by("username")[:people]
    turns = [(person, number) for number in range(saves) for person in persons]
    with ThreadPoolExecutor(max_workers=people) as pool:
        return [*pool.map(lambda turn: save(*turn), turns)]


if __name__ == "__main__":
    django.setup()
    json.dump(main(int(sys.argv[1]), int(sys.argv[2])), sys.stdout)
