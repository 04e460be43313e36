import pickle
import threading
import traceback

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection, connections, models
from django.db.migrations.writer import MigrationWriter
from django.test.utils import isolate_apps

from tetouan_portal.lib import encryption
from tetouan_portal.lib.encryption import EncryptedTextField, Rotation, UnreadableError, reencrypt

OLD, NEW, STRANGE = (Fernet.generate_key().decode() for _ in range(3))
NAME = "فاطمة الزهراء Benali <f.benali@example.org>"


@pytest.fixture
def sealed():
    with isolate_apps("tetouan_portal"):

        class Sealed(models.Model):
            text = EncryptedTextField(blank=True)
            maybe = EncryptedTextField(null=True)

            class Meta:
                app_label = "tetouan_portal"
                db_table = "test_sealed"

    return Sealed


@pytest.fixture
def keys(settings):
    settings.DATA_KEYS = [OLD]
    return settings


@pytest.fixture
def table(db, sealed, keys):
    with connection.schema_editor() as editor:
        editor.create_model(sealed)
    return sealed


def stored(column="text"):
    with connection.cursor() as cursor:
        cursor.execute(f"select {column} from test_sealed order by id")
        return [value for (value,) in cursor]


def open_with(key, token):
    return Fernet(key).decrypt(token.encode()).decode()


# --- what is stored, what is read -------------------------------------------------------


def test_the_database_holds_a_token_and_python_sees_the_text(table):
    table.objects.create(text=NAME)
    (token,) = stored()
    assert "Benali" not in token
    assert open_with(OLD, token) == NAME
    assert table.objects.get().text == NAME
    assert list(table.objects.values_list("text", flat=True)) == [NAME]


def test_equal_texts_have_different_tokens(table):
    table.objects.bulk_create([table(text=NAME), table(text=NAME)])
    assert len(set(stored())) == 2


def test_nothing_stays_nothing(table):
    table.objects.create(text="", maybe=None)
    assert (stored(), stored("maybe")) == ([""], [None])
    row = table.objects.get()
    assert (row.text, row.maybe) == ("", None)


def test_updates_encrypt_too(table):
    row = table.objects.create(text="first")
    table.objects.update(text=NAME)
    assert open_with(OLD, stored()[0]) == NAME
    row.text = "third"
    table.objects.bulk_update([row], ["text"])
    assert open_with(OLD, stored()[0]) == "third"


def test_a_row_saved_twice_is_encrypted_once(table):
    table.objects.create(text=NAME)
    table.objects.get().save()
    assert open_with(OLD, stored()[0]) == NAME


# --- no looking up ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "lookup",
    [
        {"text": NAME},
        {"text__exact": NAME},
        {"text__iexact": NAME},
        {"text__in": [NAME]},
        {"text__icontains": "Benali"},
        {"text__startswith": "gAAAA"},
        {"text__regex": "."},
        {"text__gt": "g"},
        {"text__length": 3},
        {"text__unaccent__contains": "x"},
        {"text": models.F("maybe")},
    ],
)
def test_nobody_searches_in_it(table, lookup):
    with pytest.raises(FieldError, match="text is encrypted: it cannot be searched"):
        table.objects.filter(**lookup).exists()


def test_empty_ones_are_found(table):
    filled, empty = table.objects.create(text=NAME, maybe="x"), table.objects.create()
    assert table.objects.get(text="") == empty
    assert table.objects.exclude(text="").get() == filled
    assert table.objects.get(maybe__isnull=True) == empty
    assert table.objects.get(maybe=None) == empty


def test_an_index_on_it_is_an_error(sealed):
    assert sealed._meta.get_field("text").check() == []
    field = EncryptedTextField(unique=True)
    field.set_attributes_from_name("code")
    assert "tetouan_portal.E002" in [message.id for message in field.check()]


def test_migrations_name_the_field_and_nothing_of_the_keys(sealed, keys):
    text, imports = MigrationWriter.serialize(sealed._meta.get_field("text"))
    assert text == "tetouan_portal.lib.encryption.EncryptedTextField(blank=True)"
    assert imports == {"import tetouan_portal.lib.encryption"}
    assert isinstance(sealed._meta.get_field("text").clone(), EncryptedTextField)


# --- wrong keys, damaged tokens ----------------------------------------------------------


@pytest.mark.parametrize("damage", ["wrong key", "cut", "no token", "not ascii"])
def test_what_no_key_opens_raises_and_tells_nothing(table, keys, damage):
    table.objects.create(text=NAME)
    (token,) = stored()
    if damage == "wrong key":
        keys.DATA_KEYS = [STRANGE]
    else:
        token = {"cut": token[:-9], "no token": "secret-words", "not ascii": "اسم السيدة"}[damage]
        with connection.cursor() as cursor:
            cursor.execute("update test_sealed set text = %s", [token])
    row = table.objects.get()
    with pytest.raises(UnreadableError) as failure:
        row.text  # noqa: B018 -- reading it is what is asked
    told = "".join(traceback.format_exception(failure.value)) + repr(failure.value) + str(pickle.dumps(failure.value))
    assert not [word for word in (token, "Benali", OLD, STRANGE, "secret-words") if word in told]
    assert str(failure.value) == "A stored text cannot be read with the keys at hand (DATA_KEYS)."


# --- new keys ----------------------------------------------------------------------------


def test_a_new_key_in_front_encrypts_and_old_texts_stay_readable(table, keys):
    table.objects.create(text="old")
    keys.DATA_KEYS = [NEW, OLD]
    table.objects.create(text="new")
    assert [row.text for row in table.objects.order_by("id")] == ["old", "new"]
    assert open_with(NEW, stored()[1]) == "new"


def test_rotating_rewrites_everything_once_and_the_old_key_may_go(table, keys, monkeypatch):
    monkeypatch.setattr(encryption, "BATCH", 3)
    table.objects.bulk_create([table(text=f"{number}", maybe=None if number % 2 else "x") for number in range(10)])
    table.objects.create()
    keys.DATA_KEYS = [NEW, OLD]
    assert reencrypt(table) == Rotation(rewritten=15)
    tokens = stored()
    assert reencrypt(table) == Rotation(current=15)
    assert stored() == tokens
    keys.DATA_KEYS = [NEW]
    assert [row.text for row in table.objects.order_by("id")] == [*map(str, range(10)), ""]


def test_rotating_leaves_what_it_cannot_read_and_names_it(table, keys):
    keys.DATA_KEYS = [STRANGE]
    lost = table.objects.create(text="lost")
    keys.DATA_KEYS = [OLD]
    table.objects.create(text="kept")
    keys.DATA_KEYS = [NEW, OLD]
    before = stored()[0]
    assert reencrypt(table) == Rotation(rewritten=1, unreadable=(f"text of {lost.pk}",))
    assert stored()[0] == before


def test_rotating_leaves_no_row_out_that_a_manager_hides(table, keys):
    table.objects.create(text=NAME)
    table.add_to_class("shown", Nothing())
    table._meta.default_manager_name = "shown"
    table._meta._expire_cache()
    assert not table._default_manager.exists()
    keys.DATA_KEYS = [NEW, OLD]
    assert reencrypt(table) == Rotation(rewritten=1)


class Nothing(models.Manager):
    def get_queryset(self):
        return super().get_queryset().none()


def test_a_text_written_while_rotating_is_not_lost(table, keys, monkeypatch):
    row = table.objects.create(text="before")
    keys.DATA_KEYS = [NEW, OLD]
    read = encryption.tokens

    def read_and_be_overtaken(*arguments):
        for pk, token in read(*arguments):
            table.objects.filter(pk=row.pk).update(text="meanwhile")
            yield pk, token

    monkeypatch.setattr(encryption, "tokens", read_and_be_overtaken)
    assert reencrypt(table).rewritten == 0
    assert table.objects.get().text == "meanwhile"


@pytest.fixture
def lasting_table(transactional_db, sealed, keys):
    with connection.schema_editor() as editor:
        editor.create_model(sealed)
    yield sealed
    with connection.schema_editor() as editor:
        editor.delete_model(sealed)


def test_two_rotations_and_a_writer_at_once_lose_nothing(lasting_table, keys):
    table = lasting_table
    rows = table.objects.bulk_create([table(text=f"{number} at first") for number in range(60)])
    keys.DATA_KEYS = [NEW, OLD]
    failures = []

    def run(work):
        try:
            work()
        except Exception as error:  # noqa: BLE001
            failures.append(error)
        finally:
            connections.close_all()

    def write():
        for row in rows:
            table.objects.filter(pk=row.pk).update(text=f"{row.pk} at last")

    threads = [threading.Thread(target=run, args=[work]) for work in (lambda: reencrypt(table), write) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    keys.DATA_KEYS = [NEW]
    assert [row.text for row in table.objects.order_by("id")] == [f"{row.pk} at last" for row in rows]


# --- the command -------------------------------------------------------------------------


@pytest.fixture
def installed(table, keys):
    apps.all_models["tetouan_portal"]["sealed"] = table
    apps.clear_cache()
    yield table
    del apps.all_models["tetouan_portal"]["sealed"]
    apps.clear_cache()


def test_the_command_rotates_every_installed_model_and_counts(installed, keys, capsys):
    installed.objects.create(text=NAME)
    keys.DATA_KEYS = [NEW, OLD]
    call_command("rotate_keys")
    line = "tetouan_portal.Sealed: 1 rewritten, 0 under the newest key already\n"
    assert line in capsys.readouterr().out
    assert open_with(NEW, stored()[0]) == NAME


def test_the_command_fails_with_the_places_it_could_not_read_and_no_text(installed, keys):
    row = installed.objects.create(text=NAME)
    keys.DATA_KEYS = [NEW]
    with pytest.raises(CommandError) as failure:
        call_command("rotate_keys", verbosity=0)
    assert f"opens 1 texts, left as they are: tetouan_portal.Sealed.text of {row.pk}. Put" in str(failure.value)
