"""What the public journal tells of this app's rows."""

from commitments.journal import promises, sources

SUBJECTS = sources.SUBJECTS | promises.SUBJECTS
