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
SELECT 'created', package_id, document.revision, true, updated_at, 'command', 'migrate', ARRAY[''],
    json_build_object(
        'stock_qty', document.text::json -> 'stock_qty',
        'availability', document.text::json -> 'availability',
        'revision', document.text::json -> 'revision',
        'created_at', document.text::json -> 'created_at',
        'updated_at', document.text::json -> 'updated_at'
    )::text
FROM catalog_packagedocument AS document
JOIN catalog_packagerevision AS promise
    ON promise.package_uuid = document.package_id AND promise.number = document.revision
ORDER BY package_id
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_feed")]

    operations = [
        migrations.RunSQL(STOCK, migrations.RunSQL.noop),
        migrations.RunSQL(ENTRIES, migrations.RunSQL.noop),
    ]
