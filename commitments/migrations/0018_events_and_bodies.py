"""Dated events and public bodies with their sources; OGP's policy areas and sectors; what the plan leaves unsaid."""

import django.db.models.deletion
from django.db import migrations, models

from tetouan_portal.audit.tracking import track


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0017_gaps_of_reports'),
    ]

    operations = [
        migrations.CreateModel(
            name='Body',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True, verbose_name='permanent identifier')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('name_ar', models.CharField(max_length=200, null=True, verbose_name='name')),
                ('name_fr', models.CharField(max_length=200, null=True, verbose_name='name')),
                ('name_es', models.CharField(max_length=200, null=True, verbose_name='name')),
                ('mandate', models.TextField(blank=True, verbose_name='what it is for')),
                ('mandate_ar', models.TextField(blank=True, null=True, verbose_name='what it is for')),
                ('mandate_fr', models.TextField(blank=True, null=True, verbose_name='what it is for')),
                ('mandate_es', models.TextField(blank=True, null=True, verbose_name='what it is for')),
                ('composition', models.TextField(blank=True, verbose_name='who sits in it')),
                ('composition_ar', models.TextField(blank=True, null=True, verbose_name='who sits in it')),
                ('composition_fr', models.TextField(blank=True, null=True, verbose_name='who sits in it')),
                ('composition_es', models.TextField(blank=True, null=True, verbose_name='who sits in it')),
                ('ties', models.TextField(blank=True, verbose_name='ties to declare')),
                ('ties_ar', models.TextField(blank=True, null=True, verbose_name='ties to declare')),
                ('ties_fr', models.TextField(blank=True, null=True, verbose_name='ties to declare')),
                ('ties_es', models.TextField(blank=True, null=True, verbose_name='ties to declare')),
            ],
            options={
                'verbose_name': 'public body',
                'verbose_name_plural': 'public bodies',
                'ordering': ['position', 'slug'],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='permanent identifier')),
                ('starts_on', models.DateField(verbose_name='date')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('is_month', models.BooleanField(default=False, verbose_name='only the month is known')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('title_ar', models.CharField(max_length=300, null=True, verbose_name='title')),
                ('title_fr', models.CharField(max_length=300, null=True, verbose_name='title')),
                ('title_es', models.CharField(max_length=300, null=True, verbose_name='title')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('text_ar', models.TextField(blank=True, null=True, verbose_name='text')),
                ('text_fr', models.TextField(blank=True, null=True, verbose_name='text')),
                ('text_es', models.TextField(blank=True, null=True, verbose_name='text')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
                'ordering': ['starts_on', 'slug'],
            },
        ),
        migrations.CreateModel(
            name='PolicyArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True, verbose_name='permanent identifier')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_ar', models.CharField(max_length=120, null=True, verbose_name='name')),
                ('name_fr', models.CharField(max_length=120, null=True, verbose_name='name')),
                ('name_es', models.CharField(max_length=120, null=True, verbose_name='name')),
            ],
            options={
                'verbose_name': 'OGP policy area',
                'verbose_name_plural': 'OGP policy areas',
                'ordering': ['slug'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Sector',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True, verbose_name='permanent identifier')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_ar', models.CharField(max_length=120, null=True, verbose_name='name')),
                ('name_fr', models.CharField(max_length=120, null=True, verbose_name='name')),
                ('name_es', models.CharField(max_length=120, null=True, verbose_name='name')),
            ],
            options={
                'verbose_name': 'OGP sector',
                'verbose_name_plural': 'OGP sectors',
                'ordering': ['slug'],
                'abstract': False,
            },
        ),
        migrations.RemoveConstraint(
            model_name='cocreationfigure',
            name='figure_unit_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='responsibility',
            name='responsibility_role_is_known',
        ),
        migrations.AddField(
            model_name='endorsement',
            name='own_name',
            field=models.CharField(blank=True, max_length=200, verbose_name='the organisation’s own name'),
        ),
        migrations.AddField(
            model_name='endorsement',
            name='own_name_source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commitments.source', verbose_name='source of the own name'),
        ),
        migrations.AddField(
            model_name='planattachment',
            name='as_given',
            field=models.CharField(blank=True, max_length=200, verbose_name='title, as given'),
        ),
        migrations.AddField(
            model_name='planattachment',
            name='language',
            field=models.CharField(blank=True, max_length=2, verbose_name='language of the text'),
        ),
        migrations.AlterField(
            model_name='cocreationfigure',
            name='unit',
            field=models.CharField(choices=[('people', 'people'), ('organisations', 'organisations'), ('suggestions', 'suggestions'), ('unstated', 'not specified')], default='people', max_length=14, verbose_name='unit'),
        ),
        migrations.AlterField(
            model_name='responsibility',
            name='role',
            field=models.CharField(choices=[('lead', 'lead'), ('support', 'support'), ('involved', 'institution involved')], default='lead', max_length=8, verbose_name='role'),
        ),
        migrations.AddConstraint(
            model_name='cocreationfigure',
            constraint=models.CheckConstraint(condition=models.Q(('unit__in', ['people', 'organisations', 'suggestions', 'unstated'])), name='figure_unit_is_known'),
        ),
        migrations.AddConstraint(
            model_name='responsibility',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['lead', 'support', 'involved'])), name='responsibility_role_is_known'),
        ),
        migrations.AddField(
            model_name='body',
            name='institution',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='body', to='commitments.institution', verbose_name='institution'),
        ),
        migrations.AddField(
            model_name='body',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bodies', to='commitments.source', verbose_name='source'),
        ),
        migrations.AddField(
            model_name='body',
            name='ties_source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commitments.source', verbose_name='source of the ties'),
        ),
        migrations.AddField(
            model_name='event',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='commitments.actionplan', verbose_name='plan'),
        ),
        migrations.AddField(
            model_name='event',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='commitments.source', verbose_name='source'),
        ),
        migrations.AddConstraint(
            model_name='policyarea',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name_ar__isnull', False), models.Q(('name_ar', ''), _negated=True)), models.Q(('name_fr__isnull', False), models.Q(('name_fr', ''), _negated=True)), models.Q(('name_es__isnull', False), models.Q(('name_es', ''), _negated=True)), _connector='OR'), name='policyarea_has_a_name', violation_error_message='Write the name in at least one language.'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='policy_areas',
            field=models.ManyToManyField(blank=True, related_name='commitments', to='commitments.policyarea', verbose_name='OGP policy areas'),
        ),
        migrations.AddConstraint(
            model_name='sector',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name_ar__isnull', False), models.Q(('name_ar', ''), _negated=True)), models.Q(('name_fr__isnull', False), models.Q(('name_fr', ''), _negated=True)), models.Q(('name_es__isnull', False), models.Q(('name_es', ''), _negated=True)), _connector='OR'), name='sector_has_a_name', violation_error_message='Write the name in at least one language.'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='sectors',
            field=models.ManyToManyField(blank=True, related_name='commitments', to='commitments.sector', verbose_name='OGP sectors'),
        ),
        migrations.AddConstraint(
            model_name='body',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name_ar__isnull', False), models.Q(('name_ar', ''), _negated=True)), models.Q(('name_fr__isnull', False), models.Q(('name_fr', ''), _negated=True)), models.Q(('name_es__isnull', False), models.Q(('name_es', ''), _negated=True)), _connector='OR'), name='body_has_a_name', violation_error_message='Write the name in at least one language.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title_ar__isnull', False), models.Q(('title_ar', ''), _negated=True)), models.Q(('title_fr__isnull', False), models.Q(('title_fr', ''), _negated=True)), models.Q(('title_es__isnull', False), models.Q(('title_es', ''), _negated=True)), _connector='OR'), name='event_has_a_title', violation_error_message='Write the title in at least one language.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='event_days_in_order', violation_error_message='The last day comes after the first; of a single day leave it empty.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('is_month', False), models.Q(('ends_on__isnull', True), ('starts_on__day', 1)), _connector='OR'), name='event_month_is_its_first_day', violation_error_message='Of a month alone give its first day, and no last day.'),
        ),
        track("commitments_event", leave_out=["title", "text"]),
        track("commitments_body", leave_out=["name", "mandate", "composition", "ties"]),
        track("commitments_policyarea", leave_out=["name"]),
        track("commitments_sector", leave_out=["name"]),
        track("commitments_commitment_policy_areas", key="commitment_id"),
        track("commitments_commitment_sectors", key="commitment_id"),
    ]
