"""The people's pages of the admin, and who was told of what was done there."""

from tetouan_portal.accounts.models import Letter, LetterKind

LIST = "/fr/admin/auth/user/"


def do(client, user, verb, **more):
    return client.post(f"{LIST}{user.pk}/do/{verb}/", **more)


def told(what):
    """Whoever was told of it, by their address."""
    letters = Letter.objects.filter(kind=LetterKind.NOTICE, details__what=what)
    return sorted(letter.details["to"] for letter in letters)
