"""Whether an author's e-mail address was confirmed, and the two events of it."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0013_drafts_follow'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='caseevent',
            name='case_event_kind_is_known',
        ),
        migrations.AddField(
            model_name='contact',
            name='confirmed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='e-mail address confirmed on'),
        ),
        migrations.AlterField(
            model_name='caseevent',
            name='kind',
            field=models.CharField(choices=[('filed', 'received'), ('taken_up', 'taken up'), ('assigned', 'assigned'), ('sorted', 'sorted'), ('note', 'internal note'), ('question', 'question to the author'), ('reply', 'message from the author'), ('answer', 'answer'), ('extended', 'time extended'), ('urgent', 'urgency decided'), ('recomputed', 'due date recomputed'), ('lapsed', 'deadline passed'), ('lapse_undone', 'deadline had not passed: the record is taken back'), ('closed', 'closed'), ('reopened', 'reopened: not solved'), ('rated', 'satisfaction given'), ('withdrawn', 'withdrawn by its author'), ('published', 'published'), ('unpublished', 'taken off the public pages'), ('consent', 'agreement to publication changed'), ('new_code', 'new tracking code'), ('contact_erased', 'contact data erased'), ('contact_edited', 'contact data changed'), ('mail_asked', 'confirmation of the e-mail address asked for'), ('mail_confirmed', 'e-mail address confirmed'), ('erased', 'texts erased'), ('joined', 'another case was joined to this one'), ('released', 'checked and released')], max_length=14, verbose_name='what happened'),
        ),
        migrations.AddConstraint(
            model_name='caseevent',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['filed', 'taken_up', 'assigned', 'sorted', 'note', 'question', 'reply', 'answer', 'extended', 'urgent', 'recomputed', 'lapsed', 'lapse_undone', 'closed', 'reopened', 'rated', 'withdrawn', 'published', 'unpublished', 'consent', 'new_code', 'contact_erased', 'contact_edited', 'mail_asked', 'mail_confirmed', 'erased', 'joined', 'released'])), name='case_event_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_at__isnull', True), models.Q(('email', ''), _negated=True), _connector='OR'), name='contact_confirmed_has_an_address', violation_error_message='Only an e-mail address that is there can be confirmed.'),
        ),
    ]
