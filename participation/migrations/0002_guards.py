"""What happened to a case is never rewritten, cases are not deleted; personal words are not recorded."""

from django.db import migrations

from tetouan_portal.audit.tracking import track

FUNCTIONS = """
create function participation_event_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.is_demo then
      return old;
    end if;
  elsif (to_jsonb(new) - array['text', 'words_erased', 'officer_id', 'is_demo'])
      = (to_jsonb(old) - array['text', 'words_erased', 'officer_id', 'is_demo'])
    and (new.is_demo or not old.is_demo)
    and (new.officer_id is null or new.officer_id = old.officer_id)
    and (new.text = old.text and new.words_erased = old.words_erased or new.text = '' and new.words_erased)
  then
    return new;
  end if;
  raise exception '%: history is not rewritten; words are erased, nothing else', tg_table_name
    using errcode = 'restrict_violation';
end $$;
create function participation_case_kept() returns trigger language plpgsql as $$
begin
  if old.is_demo then
    return old;
  end if;
  raise exception '%: a case is erased, never deleted: the counts need it', tg_table_name
    using errcode = 'restrict_violation';
end $$;
"""
FORGET = "drop function participation_event_stands(); drop function participation_case_kept();"

RECORDED = {  # table: columns that only copy a translation
    "category": "name",
    "district": "name",
    "otherbody": "name",
    "answertemplate": "title text",
    "holiday": "name",
    "term": "",
    "refusalground": "name",
}
PERSONAL = {  # table: columns whose changes are recorded without their values
    "case": "subject text place national_reference tracking_hash fingerprint",
    "contact": "name email phone postal_address",
    "photo": "alternative_text",
    # the desk's own words, but a name may have slipped through: what is erased must not live on here
    "publishedcase": " ".join(f"{text}_{code}" for text in ("title", "text", "answer") for code in ("ar", "fr", "es")),
}
COPIES = {"publishedcase": "title text answer search"}


def trigger(name, when, table, call):
    return migrations.RunSQL(
        f"create trigger {name} {when} on participation_{table} for each row execute function {call}",
        f"drop trigger {name} on participation_{table}",
    )


class Migration(migrations.Migration):
    dependencies = [("participation", "0001_initial"), ("tetouan_portal", "0010_letters_about_due_dates")]
    operations = [
        migrations.RunSQL(FUNCTIONS, FORGET),
        trigger("event_stands", "before update or delete", "caseevent", "participation_event_stands()"),
        trigger("case_kept", "before delete", "case", "participation_case_kept()"),
        *(track(f"participation_{table}", leave_out=columns.split()) for table, columns in RECORDED.items()),
        *(
            track(f"participation_{table}", mask=columns.split(), leave_out=COPIES.get(table, "").split())
            for table, columns in PERSONAL.items()
        ),
    ]
