"""The portal as a front server calls it, over TLS: for measuring production without that server.

Made here, since `tetouan_portal.wsgi` refuses the demonstration data that are measured.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tetouan_portal.settings")
portal = get_wsgi_application()


def application(environ, start_response):
    return portal(environ | {"HTTP_X_FORWARDED_PROTO": "https"}, start_response)
