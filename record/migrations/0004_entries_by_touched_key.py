"""Finds the acts that touched a key without reading every act there ever was."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("record", "0003_whole_actors_and_signed_lines")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=GinIndex(fields=["touches"], name="entry_touches", condition=Q(circle="public")),
        ),
    ]
