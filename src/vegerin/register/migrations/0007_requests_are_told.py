from django.db import migrations, models


class Migration(migrations.Migration):
    """A request is told and never changed; its day is the one of its latest review."""

    dependencies = [("register", "0006_requests")]

    operations = [
        migrations.RemoveField(model_name="tracingrequest", name="review_on"),
        migrations.AlterField(
            model_name="requestreview", name="review_on", field=models.DateField(db_index=True)
        ),
    ]
