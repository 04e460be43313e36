"""Morocco's civil holidays, on the same day every year, and the names of the religious ones, which are announced.

The library `holidays` knows since when each is one. It computes the religious days too: an estimate, never taken as
a date, only used to notice that none has been entered around it.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from holidays import Morocco

Names = Mapping[str, str]  # {"ar": …, "fr": …, "es": …}


def names(ar: str, fr: str, es: str) -> Names:
    return {"ar": ar, "fr": fr, "es": es}


FIXED = {  # by the library's name
    "New Year's Day": names("رأس السنة الميلادية", "Nouvel An", "Año Nuevo"),
    "Proclamation of Independence Day": names(
        "ذكرى تقديم وثيقة الاستقلال",
        "Anniversaire de la présentation du Manifeste de l’Indépendance",
        "Aniversario de la presentación del Manifiesto de la Independencia",
    ),
    "Amazigh New Year": names("رأس السنة الأمازيغية", "Nouvel An amazigh", "Año Nuevo amazig"),
    "Labor Day": names("عيد العمال", "Fête du Travail", "Fiesta del Trabajo"),
    "Throne Day": names("عيد العرش", "Fête du Trône", "Fiesta del Trono"),
    "Oued Ed-Dahab Day": names(
        "ذكرى استرجاع إقليم وادي الذهب", "Journée de Oued Ed-Dahab", "Aniversario de la recuperación de Oued Ed-Dahab"
    ),
    "Revolution Day": names(
        "ذكرى ثورة الملك والشعب",
        "Anniversaire de la Révolution du Roi et du Peuple",
        "Aniversario de la Revolución del Rey y del Pueblo",
    ),
    "Youth Day": names("عيد الشباب", "Fête de la Jeunesse", "Fiesta de la Juventud"),
    "Unity Day": names("عيد الوحدة", "Fête de l’Unité", "Fiesta de la Unidad"),
    "Green March": names("ذكرى المسيرة الخضراء", "Anniversaire de la Marche verte", "Aniversario de la Marcha Verde"),
    "Independence Day": names("عيد الاستقلال", "Fête de l’Indépendance", "Fiesta de la Independencia"),
}
RELIGIOUS = {
    "Eid al-Fitr": names("عيد الفطر", "Aïd al-Fitr", "Aíd al-Fitr"),
    "Eid al-Adha": names("عيد الأضحى", "Aïd al-Adha", "Aíd al-Adha"),
    "Islamic New Year": names("فاتح محرم", "1er Moharram", "1 de Muharram"),
    "Prophet's Birthday": names("عيد المولد النبوي", "Aïd al-Mawlid", "Aíd al-Mawlid"),
}


class Occasion(NamedTuple):
    names: Names
    around: date  # its first day, estimated: never shown as a date
    last: date  # and its last one
    name: str  # of RELIGIOUS


@lru_cache(maxsize=64)
def fixed_in(year: int) -> Mapping[date, Names]:
    return {day: FIXED[name] for day, name in told_by_library(year) if name in FIXED}


@lru_cache(maxsize=64)
def religious_in(year: int) -> tuple[Occasion, ...]:
    """Each once, however many days it lasts; in some years one comes twice."""
    lasting: dict[tuple[str, date], date] = {}  # of each name that goes on: the day after its last one
    found: list[Occasion] = []
    for day, name in told_by_library(year):
        if name not in RELIGIOUS:
            continue
        first = lasting.pop((name, day), day)
        lasting[name, day + timedelta(days=1)] = first
    for (name, day_after), first in lasting.items():
        found.append(Occasion(RELIGIOUS[name], first, day_after - timedelta(days=1), name))
    return tuple(sorted(found, key=lambda one: one.around))


def told_by_library(year: int) -> Iterator[tuple[date, str]]:
    """By day; two that fall on one day are both there."""
    calendar = Morocco(years=year, language="en_US", islamic_show_estimated=False)
    for day in sorted(calendar):
        yield from ((day, name) for name in calendar.get_list(day))
