"""The small application as a server runs it: long bodies may come to any address, for none is the portal’s."""

from tests.tetouan_portal.web_server.echo import application as application  # noqa: PLC0414
from tetouan_portal.lib import body_size

body_size.body_limit = lambda environ: 40 * 1024 * 1024
