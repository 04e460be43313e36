"""Time limits become records.

A mark "confirmed" that names neither the person nor the day goes: such a limit is to be confirmed until staff write who
has read the article, and when. No date of a case moves.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0007_contact_edited'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='term',
            name='term_use_is_known',
        ),
        migrations.AddField(
            model_name='term',
            name='article',
            field=models.CharField(blank=True, max_length=120, verbose_name='article'),
        ),
        migrations.AddField(
            model_name='term',
            name='checked_on',
            field=models.DateField(blank=True, null=True, verbose_name='read there on'),
        ),
        migrations.AddField(
            model_name='term',
            name='confirmed_by',
            field=models.CharField(blank=True, max_length=120, verbose_name='confirmed by'),
        ),
        migrations.AddField(
            model_name='term',
            name='confirmed_on',
            field=models.DateField(blank=True, null=True, verbose_name='confirmed on'),
        ),
        migrations.AddField(
            model_name='term',
            name='rolls',
            field=models.CharField(choices=[('unknown', 'not known: it stays on that day, and the page says so'), ('stays', 'it stays on that day'), ('next', 'the next working day'), ('previous', 'the working day before')], default='unknown', max_length=8, verbose_name='where it ends on a closed day'),
        ),
        migrations.AddField(
            model_name='term',
            name='stated_at',
            field=models.URLField(blank=True, max_length=300, verbose_name='official page that states it'),
        ),
        migrations.AlterField(
            model_name='term',
            name='use',
            field=models.CharField(choices=[('submission', 'answer to a submission'), ('question', 'answer to a question without identity'), ('request', 'answer to a request for information'), ('extension', 'extension of a request'), ('urgent', 'answer to an urgent request'), ('urgent_extension', 'extension of an urgent request'), ('remedy_head', 'complaint to the head of the body'), ('head_answers', 'answer of the head of the body to a complaint'), ('remedy_cdai', 'complaint to the commission (CDAI)'), ('remedy_court', 'appeal to the administrative court'), ('reopening', 'saying that it is not solved'), ('keep_contact', 'contact data kept after closing'), ('keep_text', 'texts and photos of submissions kept after closing'), ('keep_request', 'texts of requests kept after closing')], max_length=16, unique=True, verbose_name='time limit'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.CheckConstraint(condition=models.Q(('use__in', ['submission', 'question', 'request', 'extension', 'urgent', 'urgent_extension', 'remedy_head', 'head_answers', 'remedy_cdai', 'remedy_court', 'reopening', 'keep_contact', 'keep_text', 'keep_request'])), name='term_use_is_known'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.CheckConstraint(condition=models.Q(('rolls__in', ['unknown', 'stays', 'next', 'previous'])), name='term_roll_is_known'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_on__isnull', True), ('stated_at', '')), models.Q(models.Q(('stated_at', ''), _negated=True), ('checked_on__isnull', False)), _connector='OR'), name='term_page_was_read_on_a_day', violation_error_message='Write the address of the official page and the day on which it was read.'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_by', ''), ('confirmed_on__isnull', True)), models.Q(models.Q(('confirmed_by', ''), _negated=True), ('confirmed_on__isnull', False)), _connector='OR'), name='term_confirmed_by_somebody_on_a_day', violation_error_message='Write who read the article, and on which day.'),
        ),
        migrations.RemoveField(
            model_name='term',
            name='is_confirmed',
        ),
    ]
