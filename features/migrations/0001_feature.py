# The feature matrix: one table, its rules, and guards that keep every code.

import config.json_rules
import django.contrib.postgres.fields
import django.db.models.expressions
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Feature',
            fields=[
                ('code', models.CharField(db_collation='C', max_length=63, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('description', models.TextField(blank=True)),
                ('aggregation_type', models.CharField(choices=[('count_agg', 'Count'), ('sum_agg', 'Sum'), ('max_agg', 'Maximum'), ('unique_count_agg', 'Unique count')], max_length=16, verbose_name='aggregation')),
                ('field_suffix', models.CharField(blank=True, help_text='The unit of measure, and the suffix of the event property.', max_length=63, verbose_name='unit')),
                ('consumable', models.BooleanField(default=False, help_text='Use of the resource draws it down.')),
                ('quota', models.BooleanField(default=False, help_text='Use of the resource is limited.')),
                ('kind', models.GeneratedField(choices=[('switch', 'Switch'), ('limit', 'Limit'), ('allowance', 'Allowance'), ('usage', 'Usage')], db_persist=True, expression=models.Case(models.When(consumable=False, quota=False, then=models.Value('switch')), models.When(consumable=False, quota=True, then=models.Value('limit')), models.When(consumable=True, quota=True, then=models.Value('allowance')), default=models.Value('usage')), output_field=models.CharField(max_length=9), serialize=False)),
                ('periodicity_type', models.CharField(choices=[('daily', 'Daily'), ('weekly', 'Weekly'), ('monthly', 'Monthly')], default='monthly', max_length=7)),
                ('periodicity', models.IntegerField(default=0, help_text='0 = never resets.')),
                ('service_types', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('meet', 'Web Meeting'), ('live', 'Live Streaming'), ('video', 'On Demand Video'), ('webinar', 'Webinar'), ('webcast', 'Webcast'), ('simulcast', 'Simulcast'), ('phone', 'Phone Conference'), ('audio', 'Audio Conference'), ('audcast', 'Audio Broadcast')], max_length=9), blank=True, default=list, help_text='Empty = all of them.', size=None)),
                ('since', models.CharField(help_text='The platform version that introduced it.', max_length=14)),
                ('licenses', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('community', 'Community'), ('standard', 'Standard'), ('enterprise', 'Enterprise')], max_length=10), blank=True, default=list, help_text='Empty = all of them.', size=None)),
                ('deprecated', models.BooleanField(default=False, help_text='No longer offered for new use; packages that have it keep it.')),
                ('group', models.CharField(choices=[('capacity', 'Capacity'), ('conversation', 'Conversation'), ('recording', 'Recording'), ('delivery', 'Delivery'), ('brand', 'Brand'), ('access', 'Access')], max_length=12)),
                ('position', models.IntegerField(default=0)),
                ('place', models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(models.Case(models.When(group='capacity', then=models.Value(0)), models.When(group='conversation', then=models.Value(10000)), models.When(group='recording', then=models.Value(20000)), models.When(group='delivery', then=models.Value(30000)), models.When(group='brand', then=models.Value(40000)), models.When(group='access', then=models.Value(50000)), default=models.Value(990000), output_field=models.IntegerField()), '+', models.F('position')), output_field=models.IntegerField(), serialize=False)),
                ('feature_settings', models.JSONField(blank=True, default=dict, validators=[config.json_rules.validate_object])),
                ('feature_metadata', models.JSONField(blank=True, default=dict, validators=[config.json_rules.validate_object])),
                ('release', models.CharField(blank=True, help_text='The release of the matrix that last wrote this row.', max_length=14)),
            ],
            options={
                'ordering': ['place', 'code'],
                'default_permissions': ('view',),
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z][a-z0-9_]{1,62}\\Z')), name='features_feature_code_format'), models.CheckConstraint(condition=models.Q(('name__regex', '[^\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]')), name='features_feature_name_given'), models.CheckConstraint(condition=models.Q(('aggregation_type__in', ['count_agg', 'sum_agg', 'max_agg', 'unique_count_agg'])), name='features_feature_aggregation_type'), models.CheckConstraint(condition=models.Q(('field_suffix__regex', '^([a-z][a-z0-9_]*)?\\Z')), name='features_feature_field_suffix_format'), models.CheckConstraint(condition=models.Q(('aggregation_type', 'count_agg'), models.Q(('field_suffix', ''), _negated=True), _connector='OR'), name='features_feature_field_suffix_given'), models.CheckConstraint(condition=models.Q(('periodicity_type__in', ['daily', 'weekly', 'monthly'])), name='features_feature_periodicity_type'), models.CheckConstraint(condition=models.Q(('periodicity__gte', 0)), name='features_feature_periodicity_not_negative'), models.CheckConstraint(condition=models.Q(('since__regex', '^(0|[1-9][0-9]{0,3})(\\.(0|[1-9][0-9]{0,3})){0,2}\\Z')), name='features_feature_since_version'), models.CheckConstraint(condition=models.Q(('release', ''), ('release__regex', '^(0|[1-9][0-9]{0,3})(\\.(0|[1-9][0-9]{0,3})){0,2}\\Z'), _connector='OR'), name='features_feature_release_version'), models.CheckConstraint(condition=models.Q(('group__in', ['capacity', 'conversation', 'recording', 'delivery', 'brand', 'access'])), name='features_feature_group'), models.CheckConstraint(condition=models.Q(('position__gte', 0), ('position__lte', 9999)), name='features_feature_position_range'), models.CheckConstraint(condition=models.Q(('service_types__contained_by', ['meet', 'live', 'video', 'webinar', 'webcast', 'simulcast', 'phone', 'audio', 'audcast'])), name='features_feature_service_types_known', violation_error_code='invalid_choice', violation_error_message='Use service types among meet, live, video, webinar, webcast, simulcast, phone, audio, audcast.'), models.CheckConstraint(condition=models.Q(('licenses__contained_by', ['community', 'standard', 'enterprise'])), name='features_feature_licenses_known', violation_error_code='invalid_choice', violation_error_message='Use licence types among community, standard, enterprise.'), models.CheckConstraint(condition=django.db.models.lookups.Exact(models.Func(models.F('feature_settings'), function='jsonb_typeof', output_field=models.TextField()), 'object'), name='features_feature_settings_object', violation_error_code='wrong_type', violation_error_message='Give the settings as an object: keys and values in braces.'), models.CheckConstraint(condition=django.db.models.lookups.Exact(models.Func(models.F('feature_metadata'), function='jsonb_typeof', output_field=models.TextField()), 'object'), name='features_feature_metadata_object', violation_error_code='wrong_type', violation_error_message='Give the metadata as an object: keys and values in braces.'), models.UniqueConstraint(fields=('code', 'kind'), name='features_feature_code_kind')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feature',
            trigger=pgtrigger.compiler.Trigger(name='features_feature_keep', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9912ad6d5960874fd44d62b2be0d04e6420e7f79', operation='DELETE', pgid='pgtrigger_features_feature_keep_1e732', table='features_feature', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feature',
            trigger=pgtrigger.compiler.Trigger(name='features_feature_keep_code', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='61b8248f9f9a31cfc75030cce2718eb0fc10ea4f', operation='UPDATE', pgid='pgtrigger_features_feature_keep_code_4bb25', table='features_feature', when='BEFORE')),
        ),
    ]
