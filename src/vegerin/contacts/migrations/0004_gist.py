import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0003_evidence"), ("register", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Gist",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("upto", models.PositiveSmallIntegerField()),
                ("content", models.BinaryField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gist",
                        to="register.person",
                    ),
                ),
            ],
        ),
    ]
