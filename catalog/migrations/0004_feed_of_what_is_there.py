"""The feed begins with every package that is there, so that a consumer can start from nothing."""

from django.db import migrations

STOCK = """
UPDATE catalog_packagedocument AS document SET stock_qty = package.stock_qty
FROM catalog_package AS package
WHERE package.uuid = document.package_id AND package.stock_qty IS NOT NULL
"""

ENTRIES = """
INSERT INTO catalog_feedentry
    (kind, package_uuid, revision, commercial, recorded_at, actor_kind, actor_name, paths, standing)
SELECT 'created', package_id, revision, true, updated_at, 'command', 'migrate', ARRAY[''],
    json_build_object(
        'stock_qty', text::json -> 'stock_qty',
        'availability', text::json -> 'availability',
        'revision', text::json -> 'revision',
        'created_at', text::json -> 'created_at',
        'updated_at', text::json -> 'updated_at'
    )::text
FROM catalog_packagedocument
ORDER BY package_id
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_feed")]

    operations = [
        migrations.RunSQL(STOCK, migrations.RunSQL.noop),
        migrations.RunSQL(ENTRIES, migrations.RunSQL.noop),
    ]
