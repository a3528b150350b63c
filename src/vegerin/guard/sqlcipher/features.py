"""As in Django's own SQLite backend."""

from django.db.backends.sqlite3.features import DatabaseFeatures

__all__ = ["DatabaseFeatures"]
