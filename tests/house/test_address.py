"""Arabic addresses its reader in one way, the plural, as French says “vous” and Spanish “usted”."""

import pytest

from tests.house.address import singular
from tests.house.texts import arabic_texts


def test_the_reader_is_addressed_in_the_plural():
    assert [(where, text, found) for where, text in arabic_texts() if (found := singular(text))] == []


@pytest.mark.parametrize(
    "text",
    [
        *("افتح اللائحة:", "تظهر بلغتك", "وأنت، ماذا يمكنك أن تفعل؟", "أخبرنا", "أدخل اليوم والساعة."),
        *("ثم أرسل الاستمارة", "تحقق", "أرفق أولا ملف الوثيقة", "حدد التزاما واحدا", "نفّذ", "من حاسوبك", "فاكتب إلى"),
    ],
)
def test_what_speaks_to_one_man_is_recognised(text):
    assert singular(text)


@pytest.mark.parametrize(
    "text",
    [
        *("افتحوا اللائحة:", "تظهر بلغتكم", "وأنتم، ماذا يمكنكم أن تفعلوا؟", "أدخله", "أرسله", "وذلك هناك"),
        *("وحدد المرسوم أجلا", "نسيت كلمة المرور", "صوت عليها المجلس", "شارك سكان ثمانية أحياء", "يُترك فارغا"),
        *("بشباك مكتب", "وضع آجال السنة", "الفصل المشترك"),
    ],
)
def test_what_speaks_to_several_or_to_nobody_is_left_alone(text):
    assert singular(text) == []
