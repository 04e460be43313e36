"""Files that must go, go; files that must be there are missed when they are not.

Whoever lets go of a stored file says so in the transaction that takes its row away (`destroying.doom`); what staff
delete or replace on the pages of the admin passes `letting_go`, with all that a deletion takes along. A task destroys
it after the commit, again and again until the storage does it, and tells administrators when that takes long. Once a
day `sweeping` compares every file field of every model with what the storage holds: what no row needs is doomed, what a
row needs and the storage lacks is told. Knows no app: models say where their files lie (`folders.in_folder`) and which
of their rows need none any more (`needs_no_file`).
"""
