"""A form that a person sends easily and a program a thousand times only dearly, without cookies or strangers.

Whoever runs our script proves a little work (`proof`); without scripts a question is answered (`question`). Each is
good for one post (`once`), and both grow with what came lately from the address and to the whole site (`demand`).
"""

from tetouan_portal.lib.challenge.form import ChallengedForm

__all__ = ["ChallengedForm"]
