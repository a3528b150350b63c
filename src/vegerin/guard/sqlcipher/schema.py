"""As in Django's own SQLite backend."""

from django.db.backends.sqlite3.schema import DatabaseSchemaEditor

__all__ = ["DatabaseSchemaEditor"]
