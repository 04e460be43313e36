"""A stored file may go because its record was deleted."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tetouan_portal', '0015_files_that_must_go'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='doomedfile',
            name='doomed_file_reason_is_known',
        ),
        migrations.AlterField(
            model_name='doomedfile',
            name='reason',
            field=models.CharField(choices=[('erased', 'erased at its author’s request'), ('time_over', 'its time is over'), ('taken_out', 'taken out of a draft'), ('deleted', 'deleted with its record'), ('withdrawn', 'withdrawn'), ('replaced', 'replaced'), ('infected', 'a virus was found in it'), ('abandoned', 'nobody went on with it'), ('with_picture', 'small picture of a photo that is gone'), ('demo', 'demonstration data'), ('orphan', 'no record names it')], max_length=12, verbose_name='reason'),
        ),
        migrations.AddConstraint(
            model_name='doomedfile',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['erased', 'time_over', 'taken_out', 'deleted', 'withdrawn', 'replaced', 'infected', 'abandoned', 'with_picture', 'demo', 'orphan'])), name='doomed_file_reason_is_known'),
        ),
    ]
