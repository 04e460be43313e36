"""gunicorn as the portal runs it, in `make run` and in production:

    gunicorn --config python:tetouan_portal.web_server.settings

gunicorn's own threads read and write for as long as a visitor pleases: eight who send half a request silence the site.
Here a thread gets a request only when it has arrived whole, and leaves its answer behind for whoever reads slowly.
"""
