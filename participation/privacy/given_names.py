"""A person named without any title: a usual given name with a word behind it."""

import re
from collections.abc import Iterator

from participation.privacy.names_alike import WORD, fold

LATIN = (
    "abdelaziz abdelhak abdelilah abdelkader abdellah abdelmalek abderrahim abderrahman abdessalam "
    "abdeslam adil ahmed aicha ali amina amine anas asmae ayoub aziza badr bilal bouchra brahim chaimae "
    "driss fadwa farid fatima fouad ghizlane habiba hafida hajar hakim halima hamid hamza hanane hasna "
    "hassan hicham hind houda houria hussein ibrahim ikram ilham ilyas imad imane ismail jalal jamal "
    "jamila kaoutar karim karima kenza khadija khalid lamia latifa leila loubna mariam maryam mehdi "
    "meryem mohamed mohammed mhamed mounir mourad mouna mustapha mostafa nabil nadia naima najat nawal "
    "nisrine noureddine omar othmane rachid rachida rajae redouan redouane saad said saida salma samir "
    "samira sanae siham soufiane soukaina tarik touria wafae yahya yasmine yassine yassir younes youness "
    "youssef zahra zakaria zaynab zineb "
)
ARABIC = (
    "عبدالعزيز عبدالحق عبدالاله عبدالقادر عبدالله عبدالمالك عبدالرحيم عبدالرحمن عبدالسلام عادل احمد عايشه "
    "عائشه امينه امين انس اسماء ايوب عزيزه بلال بشري ادريس فدوي فريد فاطمه فؤاد غزلان حبيبه حفيظه هاجر "
    "حليمه حميد حمزه حنان حسناء حسن هشام هند هدي حوريه حسين ابراهيم الهام الياس عماد ايمان اسماعيل جمال "
    "جميله كوثر كريمه كنزه خديجه خالد لمياء لطيفه ليلي لبني مريم محمد امحمد منير مني مصطفي نبيل ناديه "
    "نعيمه نجاه نوال نسرين نورالدين عمر عثمان رشيد رشيده رجاء رضوان سعيده سلمي سمير سميره سناء سهام سفيان "
    "سكينه طارق ثريا وفاء ياسمين ياسين ياسر يونس يوسف زهراء زكرياء زكريا زينب "
)
GIVEN = {fold(name) for name in f"{LATIN}{ARABIC}".split()}
SERVANT = fold("عبد")
NAMED_AFTER = {  # a street or a school with somebody's name
    fold(word)
    for word in (
        *(
            "rue",
            "avenue",
            "av",
            "bd",
            "boulevard",
            "place",
            "école",
            "ecole",
            "collège",
            "lycée",
            "mosquée",
            "hôpital",
        ),
        *("quartier", "hay", "salle", "jardin", "calle", "avenida", "plaza", "colegio", "instituto", "barrio"),
        *("شارع", "زنقة", "ساحة", "مدرسة", "ثانوية", "إعدادية", "مسجد", "مستشفى", "حي", "قاعة", "حديقة", "ملعب"),
    )
}
PARTICLES = re.compile(r"^(?:el|al|ben|bin|ait|ou|بن|ابن|ايت|بنت)$", re.IGNORECASE)


def persons_named(text: str) -> Iterator[str]:
    words = list(WORD.finditer(text))
    for place, word in enumerate(words[:-1]):
        before = fold(words[place - 1][0]) if place else ""
        rest = following(words, place, text)
        if rest and before not in NAMED_AFTER and is_given(words, place):
            yield text[word.start() : rest.end()]


def is_given(words: list[re.Match[str]], place: int) -> bool:
    word, after = words[place][0], words[place + 1][0]
    if fold(word) == SERVANT:
        return fold(word + after) in GIVEN or after == "الله"
    is_written_as_name = not word[0].isascii() or word[0].isupper()
    return is_written_as_name and fold(word) in GIVEN


def following(words: list[re.Match[str]], place: int, text: str) -> re.Match[str] | None:
    """The family name: in Latin letters with a capital, with nothing but a space before it."""
    end = place
    first = 1 + (fold(words[place][0]) == SERVANT)
    for step in range(first, first + 2):
        if place + step >= len(words):
            return None
        one, before = words[place + step], words[place + step - 1]
        if text[before.end() : one.start()].strip(" \u00a0'’-") or one.start() - before.end() > 1:
            return None
        end = place + step
        if not PARTICLES.match(fold(one[0])):
            return one if not one[0].isascii() or one[0][0].isupper() else None
    return words[end]
