"""The portal's settings of gunicorn, with little patience and few places."""

import os

from tetouan_portal.web_server import bounds
from tetouan_portal.web_server.settings import *  # noqa: F403 -- gunicorn reads the names of a module

workers = 1
threads = 2
worker_connections = 40
bounds.HEAD_SECONDS = bounds.KEPT_SECONDS = 2
bounds.BODY = bounds.Pace(pause=2, grace=2, rate=1000, most=60)
bounds.ANSWER = bounds.Pace(pause=2, grace=2, rate=1000, most=60)
bounds.LINGER_SECONDS = 1
tmp_upload_dir = os.environ.get("SPOOL")
