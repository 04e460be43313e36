"""How the work outside requests stands (`lib/queue.py`), for those who keep the portal running."""
