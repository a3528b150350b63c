"""Claims that wait for a verifier get a small table of their own, filled from what stands in the record."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Exists, OuterRef

from vegerin.engines.history.kinds import KINDS


def fill(apps, schema_editor):
    """What was told, and neither judged with a reason, nor corrected, nor signed by two."""
    Event, Assessment, Countersign, Unjudged = (
        apps.get_model("register", name) for name in ("Event", "Assessment", "Countersign", "Unjudged")
    )
    database = schema_editor.connection.alias
    waiting = (
        Event.objects.using(database)
        .filter(
            ~Exists(Assessment.objects.filter(event=OuterRef("pk"), why__gt="")),
            ~Exists(Event.objects.filter(corrects=OuterRef("pk"))),
            ~Exists(Countersign.objects.filter(event=OuterRef("pk"))),
            report__isnull=False,
        )
        .exclude(kind__in=[code for code, kind in KINDS.items() if kind.register_act])
    )
    rows = waiting.values_list("pk", "person", "recorded_at")
    Unjudged.objects.using(database).bulk_create(
        (Unjudged(event_id=pk, person_id=person, recorded_at=at) for pk, person, at in rows), batch_size=1000
    )


class Migration(migrations.Migration):
    dependencies = [("register", "0012_keys_again")]

    operations = [
        migrations.CreateModel(
            name="Unjudged",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="unjudged",
                        serialize=False,
                        to="register.event",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                ("recorded_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
