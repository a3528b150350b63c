"""A side of a pair is `person <id>` too: 43 letters, which PostgreSQL counts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lists", "0002_linking")]

    operations = [
        migrations.AlterField("linkpair", "one", models.CharField(max_length=44)),
        migrations.AlterField("linkpair", "other", models.CharField(max_length=44)),
        migrations.AlterField("pairword", "one", models.CharField(max_length=44)),
        migrations.AlterField("pairword", "other", models.CharField(max_length=44)),
    ]
