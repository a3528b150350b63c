from django.db import migrations, models

CLASSES = [("live", "Live lead"), ("open", "Open search"), ("quiet", "Quiet")]


class Migration(migrations.Migration):
    """A case that is open says so in words of its own: in other languages "Open" is what a button says."""

    dependencies = [("register", "0017_keys_of_xatun")]

    operations = [
        migrations.AlterField(
            "casereview", "review_class", models.CharField(choices=CLASSES, default="open", max_length=6)
        ),
        migrations.AlterField(
            "requestreview", "review_class", models.CharField(choices=CLASSES, max_length=6)
        ),
    ]
