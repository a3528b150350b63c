"""As in Django's own SQLite backend."""

from django.db.backends.sqlite3.operations import DatabaseOperations

__all__ = ["DatabaseOperations"]
