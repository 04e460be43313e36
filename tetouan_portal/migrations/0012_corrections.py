"""What the portal took over from a corrected file: never rewritten."""

from django.db import migrations, models

GUARDED = ", ".join(
    f"'{column}'" for column in "corrected_at file subject table row_pk column was becomes reason by_person".split()
)

class Migration(migrations.Migration):

    dependencies = [
        ('tetouan_portal', '0011_synonyms'),
    ]

    operations = [
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('corrected_at', models.DateTimeField(auto_now_add=True, verbose_name='corrected on')),
                ('file', models.SlugField(verbose_name='file')),
                ('subject', models.CharField(max_length=200, verbose_name='permanent identifier')),
                ('table', models.CharField(max_length=63, verbose_name='kind of record')),
                ('row_pk', models.CharField(max_length=20, verbose_name='number of the record')),
                ('column', models.CharField(max_length=63, verbose_name='field')),
                ('was', models.TextField(blank=True, verbose_name='former value')),
                ('becomes', models.TextField(blank=True, verbose_name='new value')),
                ('reason', models.JSONField(verbose_name='reason')),
                ('by_person', models.BooleanField(default=False, verbose_name='by a member of staff')),
            ],
            options={
                'verbose_name': 'correction of what is known',
                'verbose_name_plural': 'corrections of what is known',
                'ordering': ['-corrected_at', '-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.RunSQL(
            "create trigger correction_guard before update or delete on tetouan_portal_correction"
            f" for each row execute function portal_append_only({GUARDED})",
            "drop trigger correction_guard on tetouan_portal_correction",
        ),
    ]
