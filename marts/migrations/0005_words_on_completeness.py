"""Who vouched that files are complete, through which day, as decisions on record; the column that nobody could write goes."""

import aiop.audit.models
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('marts', '0004_results_of_tie_outs'),
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.RemoveField(model_name='buildmark', name='vouched_through'),
        migrations.CreateModel(
            name='Vouched',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_in', models.BigIntegerField(db_default=aiop.audit.models.CurrentChangeSet(), editable=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                ('through', models.DateField(help_text='The last day of which everything has come in.', verbose_name='complete through')),
                ('reason', models.TextField(blank=True, db_default='', default='', verbose_name='why')),
                ('vouched_by', models.TextField(help_text='As text: the record outlives the account.', verbose_name='by')),
                ('vouched_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('org', models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.org', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'word on completeness',
                'verbose_name_plural': 'words on completeness',
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='vouched',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['added_in'], name='marts_vouched_added', pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='vouched',
            index=models.Index(fields=['org', '-id'], name='marts_vouched_latest'),
        ),
    ]
