"""What drags on the portal, and what becomes of it: `make drills` prints one table of these.

A drill tells its row with the fixture `tell_drill`, after its assertions: a drag that lost something is a red test, and
a row that says so. The long drills are marked `drill`; each has a quick version here that `make test` runs.
"""
