"""As in Django's own SQLite backend."""

from django.db.backends.sqlite3.creation import DatabaseCreation

__all__ = ["DatabaseCreation"]
