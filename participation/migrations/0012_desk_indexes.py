"""Indexes for the lists of the desk, in their order."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('budget_docs', '0019_work_on_files'),
        ('commitments', '0029_work_on_files'),
        ('participation', '0011_case_letters_in_the_queue'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['due_on', 'id'], include=('kind',), name='cases_by_due'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state__in', ('closed', 'withdrawn'))), fields=['-closed_at', '-id'], include=('kind', 'state'), name='cases_that_ended'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('erased_at__isnull', True), ('may_be_published', True), ('state', 'closed')), fields=['-closed_at', '-id'], include=('kind',), name='cases_to_decide_on'),
        ),
        migrations.AddIndex(
            model_name='caseevent',
            index=models.Index(condition=models.Q(('kind__in', ('reply', 'reopened', 'question', 'answer', 'closed'))), fields=['case', '-id'], include=('kind',), name='events_by_which_one_spoke'),
        ),
        migrations.AddIndex(
            model_name='caseevent',
            index=models.Index(condition=models.Q(('details__asks_urgency', True), ('kind', 'reply')), fields=['case'], name='events_that_ask_for_urgency'),
        ),
        migrations.AddIndex(
            model_name='caseevent',
            index=models.Index(condition=models.Q(('kind', 'urgent')), fields=['case'], name='events_that_decide_urgency'),
        ),
    ]
