"""Addresses that were there before confirming was: which of them go on getting mails.

Their authors were promised that they would be told by mail, some of them the law's answers, and did nothing that they
were asked to do and left undone. So an address counts as confirmed, from the day of this migration, where mails went to
it and the newest one did not come back: either a mail that was sent is still on record, or the case is so old (30 days)
that the record of its mails had its time. It does not count where nothing was ever sent (cases held back in a flood, a
text that had gone to the same address that day) or where the newest mail came back or could not be sent: those authors
find on the page of their case that they can have the mail with the link sent.
"""

from django.db import migrations

CONFIRM = """
update participation_contact contact set confirmed_at = now()
from participation_case c
where contact.case_id = c.id and contact.email <> '' and not c.is_held and not c.is_demo
  and (c.received_at < now() - interval '30 days' or exists (
    select from participation_caseletter letter join participation_caseevent event on event.id = letter.event_id
    where event.case_id = c.id and letter.state = 'sent'
  ))
  and coalesce((
    select letter.state from participation_caseletter letter
    join participation_caseevent event on event.id = letter.event_id
    where event.case_id = c.id order by letter.id desc limit 1
  ), '') not in ('bounced', 'failed')
"""


class Migration(migrations.Migration):
    dependencies = [("participation", "0014_confirmed_addresses")]

    operations = [migrations.RunSQL(CONFIRM, migrations.RunSQL.noop)]
