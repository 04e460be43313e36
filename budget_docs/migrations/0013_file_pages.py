"""Texts are kept page by page: what was read before is read anew by the worker."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


def read_anew(apps, schema_editor):
    files = apps.get_model("budget_docs", "DocumentFile").objects.filter(document__withdrawn_at__isnull=True)
    files.filter(text_state__in=["ready", "none"], content_type__startswith="application/").update(
        text_state="waiting"
    )


def without_parts(apps, schema_editor):
    files = apps.get_model("budget_docs", "DocumentFile").objects
    files.filter(text_state="partly").update(text_state="ready")


class Migration(migrations.Migration):

    dependencies = [
        ('budget_docs', '0012_trust_of_invented_figures'),
    ]

    operations = [
        migrations.CreateModel(
            name='FilePage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='sheet')),
                ('text', models.TextField(verbose_name='text')),
                ('search', django.contrib.postgres.search.SearchVectorField(null=True)),
            ],
            options={
                'verbose_name': 'page of a file',
                'verbose_name_plural': 'pages of files',
                'ordering': ['file', 'number'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='documentfile',
            name='document_file_text_is_known',
        ),
        migrations.AlterField(
            model_name='documentfile',
            name='text_state',
            field=models.CharField(choices=[('waiting', 'text being read'), ('ready', 'searchable'), ('partly', 'searchable, but for scanned pages'), ('none', 'scanned pages, not searchable'), ('failed', 'text could not be read')], default='waiting', editable=False, max_length=7, verbose_name='search inside'),
        ),
        migrations.AddConstraint(
            model_name='documentfile',
            constraint=models.CheckConstraint(condition=models.Q(('text_state__in', ['waiting', 'ready', 'partly', 'none', 'failed'])), name='document_file_text_is_known'),
        ),
        migrations.AddField(
            model_name='filepage',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='budget_docs.documentfile'),
        ),
        migrations.AddIndex(
            model_name='filepage',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='file_page_words'),
        ),
        migrations.AddConstraint(
            model_name='filepage',
            constraint=models.UniqueConstraint(fields=('file', 'number'), name='file_page_number_once'),
        ),
        migrations.RunPython(read_anew, without_parts),
    ]
