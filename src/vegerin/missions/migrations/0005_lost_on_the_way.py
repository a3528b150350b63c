from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("missions", "0004_after")]

    operations = [
        migrations.AlterField(
            model_name="fact",
            name="kind",
            field=models.CharField(
                choices=[
                    ("came_along", "Somebody came along"),
                    ("stayed", "Somebody stayed behind"),
                    ("born", "A child was born"),
                    ("died", "Somebody died"),
                    ("lost", "Somebody was lost on the way"),
                ],
                max_length=12,
            ),
        ),
    ]
