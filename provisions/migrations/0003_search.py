"""The table of searches, with a partition for each of the portal's languages."""

import django.contrib.postgres.fields
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# Django writes no partitions; the state below is what it knows of this table.
CREATE = """
CREATE TABLE provisions_searchtext (
    provision_id uuid NOT NULL REFERENCES provisions_provision ON DELETE CASCADE,
    language varchar(2) NOT NULL,
    codes varchar(200)[] NOT NULL,
    title_vector tsvector NOT NULL,
    vector tsvector NOT NULL,
    PRIMARY KEY (provision_id, language)
) PARTITION BY LIST (language);
CREATE TABLE provisions_searchtext_en PARTITION OF provisions_searchtext FOR VALUES IN ('en');
CREATE TABLE provisions_searchtext_fr PARTITION OF provisions_searchtext FOR VALUES IN ('fr');
CREATE TABLE provisions_searchtext_es PARTITION OF provisions_searchtext FOR VALUES IN ('es');
CREATE INDEX search_text_vector ON provisions_searchtext USING gin (vector);
CREATE INDEX search_text_codes ON provisions_searchtext USING gin (codes);
"""
DROP = "DROP TABLE provisions_searchtext;"


class Migration(migrations.Migration):
    dependencies = [("provisions", "0002_guards")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(CREATE, DROP)],
            state_operations=[
                migrations.CreateModel(
                    name="SearchText",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "provision_id",
                                "language",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("language", models.CharField(max_length=2)),
                        (
                            "codes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=200),
                                default=list,
                                size=None,
                            ),
                        ),
                        ("title_vector", django.contrib.postgres.search.SearchVectorField()),
                        ("vector", django.contrib.postgres.search.SearchVectorField()),
                        (
                            "provision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="search_texts",
                                to="provisions.provision",
                            ),
                        ),
                    ],
                )
            ],
        )
    ]
