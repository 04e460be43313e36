"""The test database: made once and copied, and taken back to how the migrations and the roles' table leave it."""

from django.db import connection, transaction

# What rows of everybody point to. Kept beside the database's own tables, and put back after each test that committed.
KEPT = ("django_content_type", "auth_permission", "auth_group", "auth_group_permissions", "tetouan_portal_ownwords")
TABLES = """
select quote_ident(relname) from pg_class
where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'django_migrations' order by relname
"""


def remember():
    with connection.cursor() as cursor:
        cursor.execute("drop schema if exists kept cascade")
        cursor.execute("create schema kept")
        for table in KEPT:
            cursor.execute(f"create table kept.{table} as table public.{table}")


def restore():
    """Empty what was filled and put back what is kept.

    Django's own way truncates every table, makes each permission anew and leaves a record of it: a second a test.
    Triggers and foreign keys sleep meanwhile, for which the tests' role in the database must be a superuser.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        for table in filled(cursor):
            cursor.execute(f"delete from {table}")
        for table in KEPT:
            cursor.execute(f"delete from {table}")
            cursor.execute(f"insert into {table} select * from kept.{table}")


def filled(cursor):
    cursor.execute(TABLES)
    others = [table for (table,) in cursor.fetchall() if table not in KEPT]
    cursor.execute(" union all ".join(f"(select '{table}' from {table} limit 1)" for table in others))
    return [table for (table,) in cursor.fetchall()]
