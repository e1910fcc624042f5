# Providers: one table, its rules, and a guard that keeps secrets which a write does not mention.

import config.identity
import config.json_rules
import django.db.models.expressions
import django.db.models.functions.text
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
            name='Provider',
            fields=[
                ('uuid', models.UUIDField(default=config.identity.uuid7, editable=False, primary_key=True, serialize=False, verbose_name='UUID')),
                ('provider_name', models.CharField(max_length=200, verbose_name='name')),
                ('active', models.BooleanField(default=True, help_text="One that is switched off can't be the default of a package.")),
                ('provider_type', models.CharField(max_length=63, verbose_name='type')),
                ('service_type', models.CharField(choices=[('meet', 'Web Meeting'), ('live', 'Live Streaming'), ('video', 'On Demand Video'), ('webinar', 'Webinar'), ('webcast', 'Webcast'), ('simulcast', 'Simulcast'), ('phone', 'Phone Conference'), ('audio', 'Audio Conference'), ('audcast', 'Audio Broadcast')], max_length=20)),
                ('properties', models.JSONField(blank=True, default=dict, validators=[config.json_rules.validate_object])),
                ('secrets', models.JSONField(blank=True, default=dict, editable=False, serialize=False)),
                ('settings', models.JSONField(blank=True, default=dict, validators=[config.json_rules.validate_object])),
                ('metadata', models.JSONField(blank=True, default=dict, validators=[config.json_rules.validate_object])),
                ('created_at', models.DateTimeField(default=config.identity.moment, editable=False)),
                ('updated_at', models.DateTimeField(default=config.identity.moment, editable=False)),
            ],
            options={
                'ordering': ['provider_name', 'uuid'],
                'indexes': [models.Index(fields=['created_at', 'uuid'], name='providers_provider_created'), models.Index(fields=['updated_at', 'uuid'], name='providers_provider_updated'), models.Index(fields=['provider_name', 'uuid'], name='providers_provider_by_name')],
                'constraints': [models.CheckConstraint(condition=models.Q(('uuid__regex', '^.{14}7.{4}[89ab]')), name='providers_provider_uuid7'), models.CheckConstraint(condition=models.Q(('provider_name__regex', '[^\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]')), name='providers_provider_name_given'), models.CheckConstraint(condition=models.Q(('service_type__in', ['meet', 'live', 'video', 'webinar', 'webcast', 'simulcast', 'phone', 'audio', 'audcast'])), name='providers_provider_service_type_known'), models.CheckConstraint(condition=models.Q(('provider_type__regex', '^[a-z][a-z0-9_]{1,62}\\Z')), name='providers_provider_type_format'), models.CheckConstraint(condition=django.db.models.lookups.Exact(models.Func(models.F('properties'), function='jsonb_typeof', output_field=models.TextField()), models.Value('object')), name='providers_provider_properties_object', violation_error_code='wrong_type', violation_error_message='Give an object: keys and values in braces.'), models.CheckConstraint(condition=django.db.models.lookups.Exact(models.Func(models.F('secrets'), function='jsonb_typeof', output_field=models.TextField()), models.Value('object')), name='providers_provider_secrets_object', violation_error_code='wrong_type', violation_error_message='Give an object: keys and values in braces.'), models.CheckConstraint(condition=django.db.models.lookups.Exact(models.Func(models.F('settings'), function='jsonb_typeof', output_field=models.TextField()), models.Value('object')), name='providers_provider_settings_object', violation_error_code='wrong_type', violation_error_message='Give an object: keys and values in braces.'), models.CheckConstraint(condition=django.db.models.lookups.Exact(models.Func(models.F('metadata'), function='jsonb_typeof', output_field=models.TextField()), models.Value('object')), name='providers_provider_metadata_object', violation_error_code='wrong_type', violation_error_message='Give an object: keys and values in braces.'), models.CheckConstraint(condition=models.Q(('properties__has_any_keys', ['secret', 'password', 'passphrase', 'token', 'access_token', 'api_key', 'api_secret', 'client_secret', 'private_key']), _negated=True), name='providers_provider_properties_hold_no_secret', violation_error_code='secret_in_the_open', violation_error_message="A secret can't stand among the readable properties."), models.CheckConstraint(condition=django.db.models.expressions.NegatedExpression(django.db.models.lookups.Exact(models.Func(models.F('secrets'), output_field=models.BooleanField(), template='jsonb_path_exists(%(expressions)s, \'$.* ? (@ != null && !(exists(@.token ? (@ like_regex "^gAAAA[A-Za-z0-9_-]+=*$"))))\')'), models.Value(True))), name='providers_provider_secrets_sealed', violation_error_code='secret_in_the_open', violation_error_message='Secrets are stored encrypted.'), models.UniqueConstraint(django.db.models.functions.text.Lower('provider_name'), name='providers_provider_name_once'), models.UniqueConstraint(fields=('uuid', 'service_type'), name='providers_provider_uuid_service_type')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='provider',
            trigger=pgtrigger.compiler.Trigger(name='keep_secrets', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'UPDATE' THEN NEW.secrets = OLD.secrets || NEW.secrets; NEW.created_at = OLD.created_at; END IF; NEW.secrets = jsonb_strip_nulls(NEW.secrets); RETURN NEW;", hash='4762f77890a3de2a2f5f38bca6b305ef9df8d4f7', operation='INSERT OR UPDATE', pgid='pgtrigger_keep_secrets_24172', table='providers_provider', when='BEFORE')),
        ),
    ]
