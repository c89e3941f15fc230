"""Wiring: settings, root URLs, Celery, the embedded services. No rule lives here."""
