"""The list of mails to staff is told from that of mails to authors."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('tetouan_portal', '0016_files_deleted_with_their_record'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='letter',
            options={'permissions': [('view_work', 'Can see how the work outside the pages stands')], 'verbose_name': 'mail to staff', 'verbose_name_plural': 'mails to staff'},
        ),
    ]
