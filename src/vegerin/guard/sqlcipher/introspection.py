"""As in Django's own SQLite backend."""

from django.db.backends.sqlite3.introspection import DatabaseIntrospection

__all__ = ["DatabaseIntrospection"]
