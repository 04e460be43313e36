"""What an attack would leave behind: signing in, factors, roles, files refused, floods.

Told by `events.record` from anywhere (from `lib`, which knows no rooms, through `lib.security_events`); `alarms` says
from which number on administrators hear of it.

One row is one kind of thing in one hour, for one account, from one pseudonymous address: a flood is a number, not a
million rows. Never a password, never a typed name that is no account's, never a network address. The pseudonym is a
keyed hash whose key changes with the month, so that an incident can be followed for that long and no longer; whoever
has the portal's signing key beside this table could find the addresses by trying them all.

Rows only count further, and go after ninety days: a trigger keeps them (`migrations/0021_security_events.py`).
It knows of accounts and no app.
"""
