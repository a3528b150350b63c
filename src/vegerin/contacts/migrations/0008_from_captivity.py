import uuid
from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from vegerin.contacts.who_rang import CHANNELS, claims_captivity


def note_those_before(apps: Any, schema: Any) -> None:
    """Contacts that were kept before: whoever took them finds the empty checklist on the desk."""
    here = schema.connection.alias
    rows = apps.get_model("contacts", "FromCaptivity").objects.using(here)
    reports = apps.get_model("register", "Report").objects.using(here)
    reports = reports.filter(channel__in=CHANNELS, checklist=None)
    for report in reports.iterator():
        if claims_captivity(report):
            rows.create(report=report, by_id=report.by_id)


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0007_caller_named"),
        ("register", "0019_keys_of_places"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FromCaptivity",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="from_captivity",
                        to="register.report",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.RunPython(note_those_before, migrations.RunPython.noop),
    ]
