"""Titles in more spellings, *unknown* and children of a relative are read anew: the index is thrown away.

It is no fact; it is made anew after the migration (`indexing.index_where_missing`). Also by hand:
`vegerin check --index-again`.
"""

from typing import Any

from django.db import migrations


def throw_away(apps: Any, schema_editor: Any) -> None:
    """All rows of both tables; names themselves stay."""
    for model in ("NameKey", "KeyWord"):
        apps.get_model("register", model).objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("register", "0021_taken_out_names")]

    operations = [migrations.RunPython(throw_away, migrations.RunPython.noop)]
