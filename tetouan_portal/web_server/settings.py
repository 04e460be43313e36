"""gunicorn's settings; its command line and GUNICORN_CMD_ARGS go before them."""

from tetouan_portal.lib import logs
from tetouan_portal.lib.env import env_choice, env_int, env_text
from tetouan_portal.web_server.first_checks import refuse_what_is_unsafe

wsgi_app = "tetouan_portal.wsgi"
worker_class = "tetouan_portal.web_server.worker.PatientWorker"
bind = env_text("WEB_BIND") or f"127.0.0.1:{env_text('PORT') or 8000}"
workers = env_int("WEB_WORKERS", 2)
threads = env_int("WEB_THREADS", 4)
worker_connections = env_int("WEB_CONNECTIONS", 500)
limit_request_line = 8190  # its most
graceful_timeout = 30  # seconds for what is in hand when the server is asked to end
logconfig_dict = logs.configured(env_choice("LOG_FORMAT", logs.FORMATS))
control_socket_disable = True  # it would lie in the home folder, one name for all portals of a user
on_starting = refuse_what_is_unsafe
