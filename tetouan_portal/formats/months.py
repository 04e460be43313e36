"""The months that Morocco names otherwise than Django's Arabic: ماي، يوليوز، غشت، شتنبر، نونبر، دجنبر.

Named here so that `make messages` keeps them in `locale/ar`, which overrides Django's own.
"""

from django.utils.translation import gettext_noop, pgettext_lazy

NAMES = [
    gettext_noop("May"),
    gettext_noop("July"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("November"),
    gettext_noop("December"),
]
IN_DATES = [
    pgettext_lazy("alt. month", "May"),
    pgettext_lazy("alt. month", "July"),
    pgettext_lazy("alt. month", "August"),
    pgettext_lazy("alt. month", "September"),
    pgettext_lazy("alt. month", "November"),
    pgettext_lazy("alt. month", "December"),
]
SHORT = [
    pgettext_lazy("abbrev. month", "May"),
    pgettext_lazy("abbrev. month", "July"),
    pgettext_lazy("abbrev. month", "Aug."),
    pgettext_lazy("abbrev. month", "Sept."),
    pgettext_lazy("abbrev. month", "Nov."),
    pgettext_lazy("abbrev. month", "Dec."),
]
