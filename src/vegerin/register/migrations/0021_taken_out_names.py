"""Names that find nobody any more, since the row they stood in was taken back."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0020_keys_of_compounds")]

    operations = [
        migrations.CreateModel(
            name="TakenOutName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "written",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_out",
                        to="register.writtenname",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
    ]
