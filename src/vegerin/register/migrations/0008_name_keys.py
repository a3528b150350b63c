"""The index of names anew: three keys to a row. It is no fact and is made again after the migration."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0007_requests_are_told")]

    operations = [
        migrations.DeleteModel(name="NameKey"),
        migrations.CreateModel(
            name="NameKey",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("first", models.CharField(max_length=32)),
                ("second", models.CharField(default="", max_length=32)),
                ("third", models.CharField(default="", max_length=32)),
                (
                    "name",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="keys",
                        to="register.writtenname",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="namekey",
            index=models.Index(
                fields=["first", "second", "third", "name"], name="register_na_first_440d96_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="namekey",
            index=models.Index(
                fields=["second", "third", "first", "name"], name="register_na_second_95ba5d_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="namekey",
            index=models.Index(
                fields=["third", "first", "second", "name"], name="register_na_third_f44f4c_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="namekey",
            index=models.Index(fields=["name"], name="register_na_name_id_3a119f_idx"),
        ),
    ]
