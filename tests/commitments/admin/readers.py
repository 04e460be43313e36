"""Clients that look at everything they are sent for what their person must not see."""

import io
import zipfile

from tests.commitments.admin.role_table import NAMED_ELSEWHERE, rows_seen
from tests.factories.town import marks_in


class Reader:
    """`leaks`: {address: names of the rows whose texts stood in the answer though they are not seen}."""

    def __init__(self, client, person):
        self.client, self.leaks = client, {}
        self.may_read = rows_seen(person) | NAMED_ELSEWHERE.get(person, set())

    def get(self, url, **query):
        return self.checked(url, self.client.get(url, query))

    def post(self, url, data=None):
        return self.checked(url, self.client.post(url, data or {}))

    def checked(self, url, answer):
        found = marks_in(text_of(answer) + str(answer.headers)) - self.may_read
        if found:
            self.leaks[url] = found
        return answer


def text_of(answer):
    """Of a streamed answer too, which is read once only."""
    if not hasattr(answer, "read_once"):
        answer.read_once = answer.getvalue()
    content = answer.read_once
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    return content.decode()
