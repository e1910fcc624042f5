"""Feature codes are stored as they are: a filter in another order than theirs asks them of each row it passes.

Unpacking takes as long as the comparison itself. Rows that are there are stored so when they are written next.
"""

from django.db import migrations

ALTER = "ALTER TABLE catalog_packagedocument ALTER COLUMN feature_codes SET STORAGE {}"


class Migration(migrations.Migration):
    dependencies = [("catalog", "0005_home_and_ladders")]

    operations = [migrations.RunSQL(ALTER.format("MAIN"), ALTER.format("EXTENDED"))]
