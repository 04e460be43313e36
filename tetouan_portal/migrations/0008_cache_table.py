"""Where Django's database cache keeps what processes share: how often signing in failed, codes already used."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tetouan_portal", "0007_audit_of_accounts")]
    operations = [
        migrations.RunSQL(
            """
            create table portal_cache (cache_key varchar(255) primary key, value text not null,
                                       expires timestamptz not null);
            create index portal_cache_expires on portal_cache (expires);
            """,
            "drop table portal_cache;",
        )
    ]
