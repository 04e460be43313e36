"""Who changed what, when and from where: written by the database, read in the admin.

One trigger on every table of the portal writes one table, so that forms, `.update()`, commands, tasks and
SQL by hand leave the same trace. `context` tells the database who acts, `tracking` attaches the trigger,
`difference` and `history` make entries readable.

What is kept, and for how long: entries are never changed or deleted, therefore they hold no personal data; what was
published by mistake all the same goes by an act of two people (`tetouan_portal.removal`), which leaves a mask.
People are numbers (the id of an account, whose name is looked up when somebody reads), and columns with
personal data are masked: that they changed is recorded, their values are not. Names and addresses expire
with the account's row.

What it does not prevent: the owner of the tables can drop a trigger. Entries are not chained by hashes: a
chain makes every writer wait for the one before until it commits, and whoever can drop the trigger can
recompute the chain.
"""
