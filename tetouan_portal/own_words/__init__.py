"""Nobody publishes what they wrote themselves, unless their side has set it so, which the public pages then say.

Who wrote is what the record of changes says: whoever saved content of the row, or of a row that is published with it,
by whatever door. `writers` refuses with a sentence; the database refuses what reaches it otherwise. Clocks, commands
and workers are nobody: what becomes public by them was decided before.
"""
