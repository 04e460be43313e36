"""Accounts, groups and what they may do; of persons nothing but that they changed."""

from django.db import migrations

from tetouan_portal.audit.tracking import track

PERSON = ["password", "username", "first_name", "last_name", "email"]


class Migration(migrations.Migration):
    dependencies = [
        ("tetouan_portal", "0005_audit"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [
        track("auth_user", leave_out=["last_login"], mask=PERSON),
        track("auth_user_groups", key="user_id"),
        track("auth_user_user_permissions", key="user_id"),
        track("auth_group"),
        track("auth_group_permissions", key="group_id"),
    ]
