"""A real SMTP server, and what it was given."""

import asyncio
import contextlib
import logging
import re
import socket
from email import message_from_bytes

from aiosmtpd.controller import Controller

# It speaks from a thread that outlives its test, whose captured output is closed by then.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # `disabled` ends where a test configures logging anew
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def mailers(port):
    return {"default": {"BACKEND": SMTP, "OPTIONS": {"host": "127.0.0.1", "port": port}}}


AWAY = mailers(1)  # where nobody listens


class MailServer:
    """Takes mails, or refuses the address with the code in `refuses`; `meanwhile` comes first, and may answer."""

    def __init__(self):
        self.mails, self.refuses, self.meanwhile, self.port = [], None, None, None

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 -- the library's name
        if self.refuses:
            return f"{self.refuses} no such person: {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.meanwhile:
            answer = await asyncio.to_thread(self.meanwhile)
            if answer:
                return answer
        self.mails.append(message_from_bytes(envelope.content))
        return "250 taken"

    def texts(self):
        return [mail.get_payload(decode=True).decode() for mail in self.mails]

    def links(self):
        return re.findall(r"https?://\S+/accounts/\S+", "\n".join(self.texts()))


@contextlib.contextmanager
def running():
    box = MailServer()
    with socket.create_server(("127.0.0.1", 0)) as free:
        box.port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
