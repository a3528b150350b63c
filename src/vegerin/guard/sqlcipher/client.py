"""As in Django's own SQLite backend."""

from django.db.backends.sqlite3.client import DatabaseClient

__all__ = ["DatabaseClient"]
