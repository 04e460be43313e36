"""Django's PostgreSQL with a patience of our own while the server is away (`patience.py`); an ENGINE of DATABASES."""
