import aiop.audit.models
import aiop.orgs.create_tables
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hvac', '0001_tables'),
        ('orgs', '0001_initial'),
    ]

    operations = [
        aiop.orgs.create_tables.CreateTables(
            steps=[migrations.CreateModel(
                name='Firm',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('added_in', models.BigIntegerField(db_default=aiop.audit.models.CurrentChangeSet(), editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('merged_from_ids', models.JSONField(db_default=[], default=list, editable=False)),
                    ('merged_into', models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hvac.firm')),
                    ('is_primary_record', models.GeneratedField(db_persist=True, expression=models.Q(('merged_into__isnull', True)), output_field=models.BooleanField())),
                    ('name', models.TextField()),
                    ('key', models.TextField(editable=False, help_text='Normalised form of the name.')),
                    ('is_active', models.BooleanField(db_default=True, default=True, verbose_name='active')),
                ],
                options={
                    'verbose_name': 'supplier',
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='FirmAlias',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('added_in', models.BigIntegerField(db_default=aiop.audit.models.CurrentChangeSet(), editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('key', models.TextField()),
                ],
                options={
                    'verbose_name': 'supplier spelling',
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='KpiSnapshot',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('built_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, help_text='When a build last changed this row.')),
                    ('built_in', models.BigIntegerField(editable=False, help_text='The run that did.', null=True)),
                    ('kpi_code', models.TextField(verbose_name='key figure')),
                    ('entity_type', models.CharField(choices=[('company', 'Company'), ('location', 'Location'), ('technician', 'Technician'), ('vendor', 'Vendor'), ('campaign', 'Campaign')], max_length=40, verbose_name='of')),
                    ('entity_id', models.BigIntegerField(help_text='The row it is of; empty for the company.', null=True)),
                    ('entity_name', models.TextField(blank=True, default='', verbose_name='name')),
                    ('period_grain', models.CharField(choices=[('month', 'Month'), ('quarter', 'Quarter'), ('year', 'Year')], max_length=40, verbose_name='period')),
                    ('period_start', models.DateField(verbose_name='from')),
                    ('numerator', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                    ('denominator', models.DecimalField(decimal_places=4, help_text='Empty where the figure is a sum.', max_digits=18, null=True)),
                    ('value', models.DecimalField(decimal_places=4, help_text='In the unit of the key figure.', max_digits=18, null=True)),
                    ('state', models.CharField(choices=[('good', 'Good'), ('warn', 'Warn'), ('critical', 'Critical')], max_length=40, null=True)),
                ],
            ), migrations.CreateModel(
                name='LeadAttribution',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('built_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, help_text='When a build last changed this row.')),
                    ('built_in', models.BigIntegerField(editable=False, help_text='The run that did.', null=True)),
                    ('created_date', models.DateField(verbose_name='created')),
                    ('weight', models.DecimalField(decimal_places=6, max_digits=7)),
                    ('is_stated', models.BooleanField(help_text="The lead names the campaign; else it ran for the lead's source.")),
                ],
            ), migrations.CreateModel(
                name='TerritoryZip',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('built_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, help_text='When a build last changed this row.')),
                    ('built_in', models.BigIntegerField(editable=False, help_text='The run that did.', null=True)),
                    ('prefix', models.TextField(verbose_name='ZIP code')),
                    ('claims', models.IntegerField(help_text='Areas that list it; more than one and nobody is linked by it.')),
                    ('customers', models.IntegerField(help_text='Whose ZIP code it is, or begins with it.')),
                ],
                options={
                    'verbose_name': "territory's ZIP code",
                },
            ), migrations.CreateModel(
                name='WarrantyClaimPart',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('added_in', models.BigIntegerField(db_default=aiop.audit.models.CurrentChangeSet(), editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('number', models.IntegerField(editable=False, help_text="The row's own number in its file; other files refer to it by this.")),
                    ('source_load_id', models.BigIntegerField(editable=False, help_text='The load that last wrote this row.', null=True)),
                    ('source_line', models.IntegerField(editable=False, help_text="Line of the row in that load's file.", null=True)),
                    ('warranty_claim_ref', models.IntegerField(editable=False)),
                    ('part_ref', models.IntegerField(editable=False)),
                    ('quantity', models.IntegerField()),
                    ('failed_serial', models.TextField(blank=True, help_text='Serial number of the part that failed.', null=True)),
                    ('rma_number', models.TextField(blank=True, null=True, verbose_name='RMA number')),
                    ('returned_on', models.DateField(blank=True, null=True)),
                    ('credit_amount', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True)),
                ],
                options={
                    'verbose_name': 'claimed part',
                },
            ), migrations.AddField(
                model_name='firm',
                name='org',
                field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.org', verbose_name='organisation'),
            ), migrations.AddField(
                model_name='firmalias',
                name='org',
                field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.org', verbose_name='organisation'),
            ), migrations.AddField(
                model_name='firmalias',
                name='target',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='hvac.firm'),
            ), migrations.AddField(
                model_name='kpisnapshot',
                name='org',
                field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.org', verbose_name='organisation'),
            ), migrations.AddField(
                model_name='leadattribution',
                name='campaign',
                field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='hvac.marketingcampaign'),
            ), migrations.AddField(
                model_name='leadattribution',
                name='lead',
                field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='hvac.lead'),
            ), migrations.AddField(
                model_name='leadattribution',
                name='org',
                field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.org', verbose_name='organisation'),
            ), migrations.AddField(
                model_name='territoryzip',
                name='org',
                field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.org', verbose_name='organisation'),
            ), migrations.AddField(
                model_name='territoryzip',
                name='territory',
                field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='hvac.serviceterritory'),
            ), migrations.AddField(
                model_name='warrantyclaimpart',
                name='org',
                field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.org', verbose_name='organisation'),
            ), migrations.AddField(
                model_name='warrantyclaimpart',
                name='part',
                field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hvac.part'),
            ), migrations.AddField(
                model_name='warrantyclaimpart',
                name='warranty_claim',
                field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='hvac.warrantyclaim'),
            ), migrations.AddIndex(
                model_name='firm',
                index=django.contrib.postgres.indexes.BrinIndex(fields=['added_in'], name='hvac_firm_added', pages_per_range=32),
            ), migrations.AddConstraint(
                model_name='firm',
                constraint=models.UniqueConstraint(fields=('org', 'name'), name='hvac_firm_name'),
            ), migrations.AddConstraint(
                model_name='firm',
                constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='hvac_firm_named'),
            ), migrations.AddIndex(
                model_name='firmalias',
                index=django.contrib.postgres.indexes.BrinIndex(fields=['added_in'], name='hvac_firmalias_added', pages_per_range=32),
            ), migrations.AddConstraint(
                model_name='firmalias',
                constraint=models.UniqueConstraint(fields=('org', 'key'), name='hvac_firmalias_key'),
            ), migrations.AddIndex(
                model_name='kpisnapshot',
                index=models.Index(fields=['org', 'period_start'], name='hvac_kpisnap_period_start'),
            ), migrations.AddIndex(
                model_name='kpisnapshot',
                index=models.Index(fields=['org', 'state'], name='hvac_kpisnap_state'),
            ), migrations.AddIndex(
                model_name='kpisnapshot',
                index=models.Index(fields=['org', 'entity_type'], name='hvac_kpisnap_entity_type'),
            ), migrations.AddConstraint(
                model_name='kpisnapshot',
                constraint=models.UniqueConstraint(fields=('org', 'kpi_code', 'entity_type', 'entity_id', 'period_grain', 'period_start'), name='hvac_kpisnap_grain', nulls_distinct=False),
            ), migrations.AddIndex(
                model_name='leadattribution',
                index=models.Index(fields=['org', 'campaign'], name='hvac_leadattr_campaign'),
            ), migrations.AddIndex(
                model_name='leadattribution',
                index=models.Index(fields=['org', 'created_date'], name='hvac_leadattr_created_date'),
            ), migrations.AddConstraint(
                model_name='leadattribution',
                constraint=models.UniqueConstraint(fields=('org', 'lead', 'campaign'), name='hvac_leadattr_grain', nulls_distinct=False),
            ), migrations.AddIndex(
                model_name='territoryzip',
                index=models.Index(fields=['org', 'territory'], name='hvac_territoryzip_territory'),
            ), migrations.AddConstraint(
                model_name='territoryzip',
                constraint=models.UniqueConstraint(fields=('org', 'prefix'), name='hvac_territoryzip_grain', nulls_distinct=False),
            ), migrations.AddIndex(
                model_name='warrantyclaimpart',
                index=django.contrib.postgres.indexes.BrinIndex(fields=['added_in'], name='hvac_warrantyclaimpart_added', pages_per_range=32),
            ), migrations.AddIndex(
                model_name='warrantyclaimpart',
                index=models.Index(fields=['org', 'warranty_claim'], name='hvac_claimpart_warranty_claim'),
            ), migrations.AddIndex(
                model_name='warrantyclaimpart',
                index=models.Index(fields=['org', 'part'], name='hvac_claimpart_part'),
            ), migrations.AddIndex(
                model_name='warrantyclaimpart',
                index=models.Index(fields=['org', 'returned_on'], name='hvac_claimpart_returned_on'),
            ), migrations.AddConstraint(
                model_name='warrantyclaimpart',
                constraint=models.UniqueConstraint(fields=('org', 'number'), name='hvac_claimpart_number'),
            ), migrations.AddConstraint(
                model_name='warrantyclaimpart',
                constraint=models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='hvac_claimpart_quantity_above_0', violation_error_message='quantity must be above 0'),
            ), migrations.AddConstraint(
                model_name='warrantyclaimpart',
                constraint=models.CheckConstraint(condition=models.Q(('credit_amount__gte', 0)), name='hvac_claimpart_credit_amount_range', violation_error_message='credit amount must be 0 or more'),
            )],
        ),
        aiop.orgs.create_tables.ChangeTables(
            steps=[migrations.RemoveConstraint(
                model_name='budgetline',
                name='hvac_budget_once',
            ), migrations.AddField(
                model_name='budgetline',
                name='approved_by',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hvac.employee'),
            ), migrations.AddField(
                model_name='budgetline',
                name='approved_by_ref',
                field=models.IntegerField(blank=True, editable=False, null=True),
            ), migrations.AddField(
                model_name='budgetline',
                name='location',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hvac.location'),
            ), migrations.AddField(
                model_name='budgetline',
                name='location_ref',
                field=models.IntegerField(blank=True, editable=False, null=True),
            ), migrations.AddField(
                model_name='certification',
                name='document_url',
                field=models.TextField(blank=True, null=True, verbose_name='document'),
            ), migrations.AddField(
                model_name='communication',
                name='duration_seconds',
                field=models.IntegerField(blank=True, null=True),
            ), migrations.AddField(
                model_name='communication',
                name='invoice',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hvac.invoice'),
            ), migrations.AddField(
                model_name='communication',
                name='invoice_ref',
                field=models.IntegerField(blank=True, editable=False, null=True),
            ), migrations.AddField(
                model_name='communication',
                name='opportunity',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hvac.salesopportunity'),
            ), migrations.AddField(
                model_name='communication',
                name='opportunity_ref',
                field=models.IntegerField(blank=True, editable=False, null=True),
            ), migrations.AddField(
                model_name='customercontract',
                name='escalation_pct',
                field=models.DecimalField(blank=True, decimal_places=2, help_text='By how much it costs more each year, per cent.', max_digits=5, null=True),
            ), migrations.AddField(
                model_name='customercontract',
                name='subscription',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hvac.subscription'),
            ), migrations.AddField(
                model_name='customercontract',
                name='subscription_ref',
                field=models.IntegerField(blank=True, editable=False, null=True),
            ), migrations.AddField(
                model_name='expensereport',
                name='report_group',
                field=models.TextField(blank=True, help_text='What was handed in together.', null=True),
            ), migrations.AddField(
                model_name='quote',
                name='opportunity',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hvac.salesopportunity'),
            ), migrations.AddField(
                model_name='quote',
                name='opportunity_ref',
                field=models.IntegerField(blank=True, editable=False, null=True),
            ), migrations.AddField(
                model_name='safetyincident',
                name='illness_type',
                field=models.CharField(blank=True, choices=[('Injury', 'Injury'), ('Skin Disorder', 'Skin Disorder'), ('Respiratory', 'Respiratory'), ('Poisoning', 'Poisoning'), ('Hearing Loss', 'Hearing Loss'), ('Other', 'Other')], max_length=40, null=True),
            ), migrations.AddField(
                model_name='safetyincident',
                name='incident_time',
                field=models.TimeField(blank=True, null=True),
            ), migrations.AddField(
                model_name='safetyincident',
                name='privacy_case',
                field=models.BooleanField(blank=True, help_text='The log leaves out the name: 29 CFR 1904.29(b)(6).', null=True),
            ), migrations.AddField(
                model_name='servicecall',
                name='contract',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hvac.customercontract'),
            ), migrations.AddField(
                model_name='servicecall',
                name='contract_ref',
                field=models.IntegerField(blank=True, editable=False, null=True),
            ), migrations.AddField(
                model_name='servicecall',
                name='quote',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hvac.quote'),
            ), migrations.AddField(
                model_name='servicecall',
                name='quote_ref',
                field=models.IntegerField(blank=True, editable=False, null=True),
            ), migrations.AddField(
                model_name='servicecall',
                name='subscription',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hvac.subscription'),
            ), migrations.AddField(
                model_name='servicecall',
                name='subscription_ref',
                field=models.IntegerField(blank=True, editable=False, null=True),
            ), migrations.AddField(
                model_name='taxrecord',
                name='exemption_reason',
                field=models.TextField(blank=True, null=True),
            ), migrations.AddField(
                model_name='timeentry',
                name='location',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hvac.location'),
            ), migrations.AddField(
                model_name='timeentry',
                name='location_ref',
                field=models.IntegerField(blank=True, editable=False, null=True),
            ), migrations.AlterField(
                model_name='appointment',
                name='booked_at',
                field=models.DateTimeField(help_text='The file calls it scheduled time; on another day than the visit it is when that was booked.'),
            ), migrations.AddIndex(
                model_name='budgetline',
                index=models.Index(fields=['org', 'location'], name='hvac_budget_location'),
            ), migrations.AddIndex(
                model_name='budgetline',
                index=models.Index(fields=['org', 'approved_by'], name='hvac_budget_approved_by'),
            ), migrations.AddIndex(
                model_name='communication',
                index=models.Index(fields=['org', 'invoice'], name='hvac_comm_invoice'),
            ), migrations.AddIndex(
                model_name='communication',
                index=models.Index(fields=['org', 'opportunity'], name='hvac_comm_opportunity'),
            ), migrations.AddIndex(
                model_name='customercontract',
                index=models.Index(fields=['org', 'subscription'], name='hvac_contract_subscription'),
            ), migrations.AddIndex(
                model_name='quote',
                index=models.Index(fields=['org', 'opportunity'], name='hvac_quote_opportunity'),
            ), migrations.AddIndex(
                model_name='timeentry',
                index=models.Index(fields=['org', 'location'], name='hvac_time_location'),
            ), migrations.AddConstraint(
                model_name='budgetline',
                constraint=models.UniqueConstraint(fields=('org', 'department', 'budget_year', 'quarter', 'category', 'location_ref'), name='hvac_budget_once', nulls_distinct=False),
            ), migrations.AddConstraint(
                model_name='communication',
                constraint=models.CheckConstraint(condition=models.Q(('duration_seconds__gte', 0)), name='hvac_comm_duration_seconds_range', violation_error_message='duration seconds must be 0 or more'),
            ), migrations.AddConstraint(
                model_name='customercontract',
                constraint=models.CheckConstraint(condition=models.Q(('escalation_pct__gte', 0), ('escalation_pct__lte', 100)), name='hvac_contract_escalation_pct_range', violation_error_message='escalation pct must be from 0 to 100'),
            ), migrations.AddConstraint(
                model_name='referral',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('reward_amount__gt', 0), _negated=True), ('referral_status__in', ['Converted', 'Rewarded']), _connector='OR'), name='hvac_referral_reward_is_earned', violation_error_message='has a reward, and nobody became a customer'),
            ), migrations.AddConstraint(
                model_name='timeentry',
                constraint=models.CheckConstraint(condition=models.Q(('clock_out_time__gt', django.db.models.expressions.CombinedExpression(models.F('clock_in_time'), '+', models.Func(models.F('break_duration'), output_field=models.DurationField(), template='make_interval(mins => %(expressions)s)')))), name='hvac_time_break_is_shorter', violation_error_message='the break is as long as the whole time'),
            ), migrations.AddConstraint(
                model_name='timeentry',
                constraint=models.CheckConstraint(condition=models.Q(('clock_out_time__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('clock_in_time'), '+', models.Func(models.F('break_duration'), output_field=models.DurationField(), template='make_interval(mins => %(expressions)s)')), '+', models.Func(models.F('overtime_hours'), output_field=models.DurationField(), template='make_interval(secs => %(expressions)s * 3600 - 18)')))), name='hvac_time_overtime_is_worked', violation_error_message='overtime is more than the hours worked'),
            ), migrations.AddField(
                model_name='part',
                name='firm',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hvac.firm'),
            ), migrations.AddField(
                model_name='vendor',
                name='firm',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hvac.firm'),
            ), migrations.AddIndex(
                model_name='part',
                index=models.Index(fields=['org', 'firm'], name='hvac_part_firm'),
            ), migrations.AddIndex(
                model_name='vendor',
                index=models.Index(fields=['org', 'firm'], name='hvac_vendor_firm'),
            )],
        ),
    ]
