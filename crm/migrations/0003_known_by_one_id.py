from django.db import migrations, models

import crm.models.customers


class Migration(migrations.Migration):

    dependencies = [
        ('crm', '0002_views_of_what_counts'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='customer', name='crm_customer_smartmoving_id'),
        migrations.AddField(model_name='customer', name='listed_as', field=models.TextField(null=True)),
        migrations.RunSQL(
            "ALTER TABLE crm_customer NO FORCE ROW LEVEL SECURITY;"
            " UPDATE crm_customer SET listed_as = coalesce(smartmoving_id, regexp_replace(nullif(made_from, ''), '^booking ', 'quote '), 'own ' || id)",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveField(model_name='customer', name='made_from'),
        migrations.RemoveField(model_name='customer', name='smartmoving_id'),
        migrations.AlterField(
            model_name='customer',
            name='listed_as',
            field=models.TextField(default=crm.models.customers.own_id, editable=False, help_text="What files know it by: SmartMoving's id, or the quote or job that it was made from.", verbose_name='known as'),
        ),
        migrations.AddField(
            model_name='customer',
            name='smartmoving_id',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(listed_as__regex='^(quote|job|own) ', then=None), default='listed_as'), output_field=models.TextField(null=True), verbose_name='SmartMoving id'),
        ),
        migrations.AddConstraint(model_name='customer', constraint=models.UniqueConstraint(fields=('org', 'listed_as'), name='crm_customer_listed_as')),
    ]
