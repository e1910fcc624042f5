"""Packages with their features and providers, their documents and their revisions."""

import catalog.key_values
import catalog.models.composite_key
import catalog.notifications
import config.identity
import config.json_rules
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.lookups
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('features', '0001_feature'),
        ('providers', '0001_provider'),
    ]

    operations = [
        # One default a package (an exclusion constraint over a uuid), and search by parts of words.
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.CreateModel(
            name='Package',
            fields=[
                ('uuid', models.UUIDField(default=config.identity.uuid7, editable=False, primary_key=True, serialize=False, verbose_name='UUID')),
                ('name', models.CharField(help_text='What customers read on the price list.', max_length=200)),
                ('service_type', models.CharField(choices=[('meet', 'Web Meeting'), ('live', 'Live Streaming'), ('video', 'On Demand Video'), ('webinar', 'Webinar'), ('webcast', 'Webcast'), ('simulcast', 'Simulcast'), ('phone', 'Phone Conference'), ('audio', 'Audio Conference'), ('audcast', 'Audio Broadcast')], max_length=20)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('active', 'Active'), ('inactive', 'Inactive')], default='draft', max_length=10)),
                ('hidden', models.BooleanField(default=False, help_text='Offered, but not listed: can be had by its id (a private offer).')),
                ('retired', models.BooleanField(default=False, help_text='No new sales; those who have it keep it and may renew.')),
                ('description', models.TextField(blank=True, default='', max_length=20000)),
                ('short_description', models.CharField(blank=True, default='', max_length=300)),
                ('has_stock', models.BooleanField(default=False, help_text='Only so many can be sold.')),
                ('stock_qty', models.IntegerField(blank=True, help_text='What is left.', null=True, verbose_name='stock quantity')),
                ('overages_enabled', models.BooleanField(default=False, help_text='Use above an allowance goes on and is charged at its unit price.')),
                ('oversell_enabled', models.BooleanField(default=False, help_text='May be sold past a stock of 0.')),
                ('price', models.DecimalField(blank=True, decimal_places=4, help_text='Empty: not decided yet. 0: free.', max_digits=19, null=True)),
                ('signup_fee', models.DecimalField(decimal_places=4, default=0, help_text='Charged once, at the start.', max_digits=19, verbose_name='sign-up fee')),
                ('currency', models.CharField(blank=True, default='', help_text='ISO 4217, like EUR.', max_length=3)),
                ('tier', models.CharField(blank=True, default='', help_text='A higher tier is an upgrade: 10, 20, 30.', max_length=20)),
                ('trial_period', models.IntegerField(default=0, help_text='Free at the start; 0: no trial.')),
                ('trial_interval', models.CharField(choices=[('day', 'day'), ('week', 'week'), ('month', 'month'), ('year', 'year')], default='day', max_length=5)),
                ('trial_mode', models.CharField(choices=[('outside', 'Outside: the paid term starts after the trial, in full'), ('inside', 'Inside: the trial counts towards the first term')], default='outside', max_length=7)),
                ('grace_period', models.IntegerField(default=0, help_text='How long the service goes on after a term has ended unpaid; 0: not at all.')),
                ('grace_interval', models.CharField(choices=[('day', 'day'), ('week', 'week'), ('month', 'month'), ('year', 'year')], default='day', max_length=5)),
                ('periodicity', models.IntegerField(default=1, help_text='0: a term without end, charged once.', verbose_name='term')),
                ('periodicity_type', models.CharField(choices=[('day', 'day'), ('week', 'week'), ('month', 'month'), ('year', 'year')], default='month', max_length=5, verbose_name='term unit')),
                ('notification_preferences', models.JSONField(blank=True, default=list, validators=[catalog.notifications.validate])),
                ('package_settings', models.JSONField(blank=True, default=list, validators=[catalog.key_values.validate])),
                ('package_metadata', models.JSONField(blank=True, default=list, validators=[catalog.key_values.validate])),
                ('created_at', models.DateTimeField(default=config.identity.moment, editable=False)),
                ('updated_at', models.DateTimeField(default=config.identity.moment, editable=False)),
                ('revision', models.IntegerField(default=0, editable=False)),
                ('ever_active', models.BooleanField(default=False, editable=False, help_text='Kept by the database: a package once offered is never deleted.')),
            ],
            options={
                'ordering': ['name', 'uuid'],
            },
        ),
        migrations.CreateModel(
            name='PackageFeature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(editable=False, max_length=10)),
                ('limit_value', models.BigIntegerField(blank=True, null=True)),
                ('unlimited', models.BooleanField(default=False)),
                ('unit_price', models.DecimalField(blank=True, decimal_places=12, max_digits=27, null=True)),
            ],
            options={
                'ordering': ['package', 'feature'],
            },
        ),
        migrations.CreateModel(
            name='PackageProvider',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service_type', models.CharField(choices=[('meet', 'Web Meeting'), ('live', 'Live Streaming'), ('video', 'On Demand Video'), ('webinar', 'Webinar'), ('webcast', 'Webcast'), ('simulcast', 'Simulcast'), ('phone', 'Phone Conference'), ('audio', 'Audio Conference'), ('audcast', 'Audio Broadcast')], editable=False, max_length=20)),
                ('active', models.BooleanField(default=True)),
                ('default', models.BooleanField(default=False)),
                ('settings', models.JSONField(blank=True, default=dict, validators=[config.json_rules.validate_object])),
                ('metadata', models.JSONField(blank=True, default=dict, validators=[config.json_rules.validate_object])),
            ],
            options={
                'ordering': ['package', 'provider'],
            },
        ),
        migrations.CreateModel(
            name='PackageRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('package_uuid', models.UUIDField()),
                ('number', models.IntegerField()),
                ('text', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('actor_kind', models.CharField(max_length=10)),
                ('actor_name', models.CharField(max_length=200)),
                ('reason', models.TextField(blank=True, default='')),
            ],
            options={
                'ordering': ['package_uuid', 'number'],
            },
        ),
        migrations.CreateModel(
            name='PackageDocument',
            fields=[
                ('package', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='document', serialize=False, to='catalog.package')),
                ('text', models.TextField()),
                ('etag', models.CharField(max_length=80)),
                ('offer_text', models.TextField()),
                ('offer_etag', models.CharField(max_length=80)),
                ('promise_digest', models.CharField(max_length=64)),
                ('revision', models.IntegerField()),
                ('sellable', models.BooleanField()),
                ('renewable', models.BooleanField()),
                ('listed', models.BooleanField()),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None)),
                ('name_key', models.TextField(db_collation='C')),
                ('tier_key', models.TextField(db_collation='C')),
                ('price_key', models.DecimalField(decimal_places=4, max_digits=19)),
                ('search_text', models.TextField()),
                ('service_type', models.CharField(max_length=20)),
                ('status', models.CharField(max_length=10)),
                ('hidden', models.BooleanField()),
                ('retired', models.BooleanField()),
                ('currency', models.CharField(max_length=3)),
                ('price', models.DecimalField(decimal_places=4, max_digits=19, null=True)),
                ('tier', models.CharField(max_length=20)),
                ('feature_codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=63), size=None)),
                ('provider_uuids', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ('provider_types', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None)),
                ('metadata_pairs', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['package_id'],
            },
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.CheckConstraint(condition=models.Q(('uuid__regex', '^.{14}7.{4}[89ab]')), name='catalog_package_uuid7'),
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.CheckConstraint(condition=models.Q(('name__regex', '[^\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]')), name='catalog_package_name_not_blank'),
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.CheckConstraint(condition=models.Q(('service_type__in', ['meet', 'live', 'video', 'webinar', 'webcast', 'simulcast', 'phone', 'audio', 'audcast'])), name='catalog_package_service_type_known'),
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'active', 'inactive'])), name='catalog_package_status_known'),
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.CheckConstraint(condition=models.Q(('trial_interval__in', ['day', 'week', 'month', 'year'])), name='catalog_package_trial_interval_known'),
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.CheckConstraint(condition=models.Q(('trial_mode__in', ['outside', 'inside'])), name='catalog_package_trial_mode_known'),
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.CheckConstraint(condition=models.Q(('grace_interval__in', ['day', 'week', 'month', 'year'])), name='catalog_package_grace_interval_known'),
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.CheckConstraint(condition=models.Q(('periodicity_type__in', ['day', 'week', 'month', 'year'])), name='catalog_package_periodicity_type_known'),
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.CheckConstraint(condition=models.Q(('trial_period__gte', 0), ('trial_period__lte', 9999)), name='catalog_package_trial_period_range'),
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.CheckConstraint(condition=models.Q(('grace_period__gte', 0), ('grace_period__lte', 9999)), name='catalog_package_grace_period_range'),
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.CheckConstraint(condition=models.Q(('periodicity__gte', 0), ('periodicity__lte', 9999)), name='catalog_package_periodicity_range'),
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.CheckConstraint(condition=models.Q(('price__gte', 0), ('price__lte', 999999999999999)), name='catalog_package_price_range'),
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.CheckConstraint(condition=models.Q(('signup_fee__gte', 0), ('signup_fee__lte', 999999999999999)), name='catalog_package_signup_fee_range'),
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.CheckConstraint(condition=models.Q(('currency__regex', '^([A-Z]{3})?\\Z')), name='catalog_package_currency_form'),
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.CheckConstraint(condition=models.Q(('price__isnull', True), models.Q(('currency', ''), _negated=True), _connector='OR'), name='catalog_package_price_has_currency'),
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.CheckConstraint(condition=models.Q(('has_stock', False), ('stock_qty__isnull', False), _connector='OR'), name='catalog_package_stock_has_quantity'),
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.CheckConstraint(condition=models.Q(('has_stock', False), ('oversell_enabled', True), ('stock_qty__gte', 0), _connector='OR'), name='catalog_package_stock_not_below_zero'),
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.CheckConstraint(condition=models.Q(('stock_qty__gte', -2000000000), ('stock_qty__lte', 2000000000)), name='catalog_package_stock_range'),
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.CheckConstraint(condition=models.Q(('revision__gte', 0), ('revision__lte', 1000000000)), name='catalog_package_revision_range'),
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(models.Func(models.F('notification_preferences'), function='jsonb_typeof', output_field=models.TextField()), models.Value('array')), name='catalog_package_notification_preferences_array', violation_error_code='wrong_type', violation_error_message='Give a list.'),
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(models.Func(models.F('package_settings'), function='jsonb_typeof', output_field=models.TextField()), models.Value('array')), name='catalog_package_package_settings_array', violation_error_code='wrong_type', violation_error_message='Give a list.'),
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(models.Func(models.F('package_metadata'), function='jsonb_typeof', output_field=models.TextField()), models.Value('array')), name='catalog_package_package_metadata_array', violation_error_code='wrong_type', violation_error_message='Give a list.'),
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.UniqueConstraint(fields=('uuid', 'service_type'), name='catalog_package_uuid_service_type'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='package',
            trigger=pgtrigger.compiler.Trigger(name='remember_active', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF NEW.status = 'active' OR (TG_OP = 'UPDATE' AND OLD.ever_active) THEN NEW.ever_active = true; END IF; RETURN NEW;", hash='c415848e1bf7681097141a2d5abbfafc7573c256', operation='INSERT OR UPDATE', pgid='pgtrigger_remember_active_372c1', table='catalog_package', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='package',
            trigger=pgtrigger.compiler.Trigger(name='keep_what_was_offered', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."ever_active")', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='b91169e3c4bb8ed89e6600161d70e73c216f5bc7', operation='DELETE', pgid='pgtrigger_keep_what_was_offered_46904', table='catalog_package', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='packagefeature',
            name='feature',
            field=models.ForeignKey(db_column='feature_code', on_delete=django.db.models.deletion.PROTECT, related_name='package_features', to='features.feature'),
        ),
        migrations.AddField(
            model_name='packagefeature',
            name='package',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='features', to='catalog.package'),
        ),
        migrations.AddField(
            model_name='packageprovider',
            name='package',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='providers', to='catalog.package'),
        ),
        migrations.AddField(
            model_name='packageprovider',
            name='provider',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='package_providers', to='providers.provider'),
        ),
        migrations.AddConstraint(
            model_name='packagerevision',
            constraint=models.UniqueConstraint(fields=('package_uuid', 'number'), name='catalog_revision_number_once'),
        ),
        migrations.AddConstraint(
            model_name='packagerevision',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='catalog_revision_number_from_one'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='packagerevision',
            trigger=pgtrigger.compiler.Trigger(name='never_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='dc207c0a87d8ddc8daf1138e541ee9e2ff586bd4', operation='UPDATE OR DELETE', pgid='pgtrigger_never_change_36abd', table='catalog_packagerevision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='packagerevision',
            trigger=pgtrigger.compiler.Trigger(name='never_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;", hash='97f93ccef5da9742ff5063c5f3e704efc2b06c2f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncate_e2e8f', table='catalog_packagerevision', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='packagedocument',
            index=models.Index(models.F('name_key'), models.F('package_id'), name='catalog_document_by_name'),
        ),
        migrations.AddIndex(
            model_name='packagedocument',
            index=models.Index(models.F('tier_key'), models.F('package_id'), name='catalog_document_by_tier'),
        ),
        migrations.AddIndex(
            model_name='packagedocument',
            index=models.Index(models.F('price_key'), models.F('package_id'), name='catalog_document_by_price'),
        ),
        migrations.AddIndex(
            model_name='packagedocument',
            index=models.Index(models.F('created_at'), models.F('package_id'), name='catalog_document_by_created'),
        ),
        migrations.AddIndex(
            model_name='packagedocument',
            index=models.Index(models.F('updated_at'), models.F('package_id'), name='catalog_document_by_updated'),
        ),
        migrations.AddIndex(
            model_name='packagedocument',
            index=models.Index(models.F('service_type'), models.F('status'), models.F('package_id'), name='catalog_document_by_type'),
        ),
        migrations.AddIndex(
            model_name='packagedocument',
            index=models.Index(models.F('status'), models.F('package_id'), name='catalog_document_by_status'),
        ),
        migrations.AddIndex(
            model_name='packagedocument',
            index=models.Index(models.F('currency'), models.F('package_id'), name='catalog_document_by_currency'),
        ),
        migrations.AddIndex(
            model_name='packagedocument',
            index=models.Index(models.F('package_id'), condition=models.Q(('hidden', False), ('retired', False), ('status', 'active')), name='catalog_document_offers'),
        ),
        migrations.AddIndex(
            model_name='packagedocument',
            index=models.Index(models.F('package_id'), condition=models.Q(('sellable', True)), name='catalog_document_sellable'),
        ),
        migrations.AddIndex(
            model_name='packagedocument',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('search_text'), name='gin_trgm_ops'), name='catalog_document_search'),
        ),
        migrations.AddIndex(
            model_name='packagedocument',
            index=django.contrib.postgres.indexes.GinIndex(fields=['feature_codes'], name='catalog_document_features'),
        ),
        migrations.AddIndex(
            model_name='packagedocument',
            index=django.contrib.postgres.indexes.GinIndex(fields=['provider_uuids'], name='catalog_document_providers'),
        ),
        migrations.AddIndex(
            model_name='packagedocument',
            index=django.contrib.postgres.indexes.GinIndex(fields=['provider_types'], name='catalog_document_ptypes'),
        ),
        migrations.AddIndex(
            model_name='packagedocument',
            index=django.contrib.postgres.indexes.GinIndex(fields=['metadata_pairs'], name='catalog_document_metadata'),
        ),
        migrations.AddConstraint(
            model_name='packagefeature',
            constraint=models.UniqueConstraint(fields=('package', 'feature'), name='catalog_packagefeature_once', violation_error_code='duplicate', violation_error_message='The package has this feature already; a feature stands in it once.'),
        ),
        migrations.AddConstraint(
            model_name='packagefeature',
            constraint=models.CheckConstraint(condition=models.Q(('limit_value__gt', 0), ('limit_value__lte', 9007199254740991)), name='catalog_packagefeature_limit_positive'),
        ),
        migrations.AddConstraint(
            model_name='packagefeature',
            constraint=models.CheckConstraint(condition=models.Q(('unlimited', False), ('limit_value__isnull', True), _connector='OR'), name='catalog_packagefeature_limit_or_unlimited'),
        ),
        migrations.AddConstraint(
            model_name='packagefeature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['limit', 'allowance']), _negated=True), ('limit_value__isnull', False), ('unlimited', True), _connector='OR'), name='catalog_packagefeature_value_given'),
        ),
        migrations.AddConstraint(
            model_name='packagefeature',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['limit', 'allowance']), models.Q(('kind__in', ['switch', 'usage']), ('limit_value__isnull', True), ('unlimited', False)), _connector='OR'), name='catalog_packagefeature_value_fits_kind'),
        ),
        migrations.AddConstraint(
            model_name='packagefeature',
            constraint=models.CheckConstraint(condition=models.Q(('unit_price__gte', 0), ('unit_price__lte', 999999999999999)), name='catalog_packagefeature_unit_price_range'),
        ),
        migrations.AddConstraint(
            model_name='packagefeature',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['allowance', 'usage']), ('unit_price__isnull', True), _connector='OR'), name='catalog_packagefeature_unit_price_fits_kind'),
        ),
        migrations.AddConstraint(
            model_name='packagefeature',
            constraint=catalog.models.composite_key.CompositeForeignKey(columns=('feature_code', 'kind'), name='catalog_packagefeature_kind_of_feature', to_columns=('code', 'kind'), to_table='features_feature'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='packagefeature',
            trigger=pgtrigger.compiler.Trigger(name='copy_kind', sql=pgtrigger.compiler.UpsertTriggerSql(func="NEW.kind = COALESCE((SELECT kind FROM features_feature WHERE code = NEW.feature_code), NEW.kind, ''); RETURN NEW;", hash='db574450280dd3be6afafffb397ff707abfd1c63', operation='INSERT OR UPDATE', pgid='pgtrigger_copy_kind_33513', table='catalog_packagefeature', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='packageprovider',
            constraint=models.UniqueConstraint(fields=('package', 'provider'), name='catalog_packageprovider_once', violation_error_code='duplicate', violation_error_message='The package has this provider already; attach it once.'),
        ),
        migrations.AddConstraint(
            model_name='packageprovider',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('default', True)), deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[(models.F('package'), '=')], name='catalog_packageprovider_one_default', violation_error_code='two_defaults', violation_error_message='Only one provider of a package can be its default.'),
        ),
        migrations.AddConstraint(
            model_name='packageprovider',
            constraint=models.CheckConstraint(condition=models.Q(('default', False), ('active', True), _connector='OR'), name='catalog_packageprovider_default_is_active'),
        ),
        migrations.AddConstraint(
            model_name='packageprovider',
            constraint=catalog.models.composite_key.CompositeForeignKey(columns=('package_id', 'service_type'), name='catalog_packageprovider_service_type_of_package', to_columns=('uuid', 'service_type'), to_table='catalog_package'),
        ),
        migrations.AddConstraint(
            model_name='packageprovider',
            constraint=catalog.models.composite_key.CompositeForeignKey(columns=('provider_id', 'service_type'), name='catalog_packageprovider_service_type_of_provider', to_columns=('uuid', 'service_type'), to_table='providers_provider'),
        ),
        migrations.AddConstraint(
            model_name='packageprovider',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(models.Func(models.F('settings'), function='jsonb_typeof', output_field=models.TextField()), models.Value('object')), name='catalog_packageprovider_settings_object', violation_error_code='wrong_type', violation_error_message='Give an object: keys and values.'),
        ),
        migrations.AddConstraint(
            model_name='packageprovider',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(models.Func(models.F('metadata'), function='jsonb_typeof', output_field=models.TextField()), models.Value('object')), name='catalog_packageprovider_metadata_object', violation_error_code='wrong_type', violation_error_message='Give an object: keys and values.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='packageprovider',
            trigger=pgtrigger.compiler.Trigger(name='copy_service_type', sql=pgtrigger.compiler.UpsertTriggerSql(func="NEW.service_type = COALESCE((SELECT service_type FROM catalog_package WHERE uuid = NEW.package_id), NEW.service_type, ''); RETURN NEW;", hash='5b97e9c58ac214134116641db580343b86821003', operation='INSERT OR UPDATE', pgid='pgtrigger_copy_service_type_c40bf', table='catalog_packageprovider', when='BEFORE')),
        ),
    ]
