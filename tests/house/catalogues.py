"""The catalogues of translations, as Babel reads them."""

from babel.messages.pofile import read_po
from django.conf import settings


def catalogue(language, folder=settings.BASE_DIR / "locale"):
    with (folder / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def forms(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)
