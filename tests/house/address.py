"""Arabic words that speak to one man: orders, and whatever is “yours” of one."""

import re

LETTER = "[\u0621-\u0652]"
ORDER = "(?:ها|ه|هما|هم|ني)?"  # “write it”
ONLY_AN_ORDER = (
    "اختر|اسحب|اكتب|احذف|اذكر|اترك|انظر|احسب|اسأل|اقرأ|افتح|اطرح|اضغط|انزل|انشر|اتبع|اقبل|اطلب|احفظ|انسخ|انتظر|استعمل"
    "|استبدل|استعن|اجعل|امسح|ارفع|ارجع|اربط|الصق|املأ|ابحث|ابدأ|انتقل|انقر|احتفظ|اختبر|افصل|اعرف|اتصل|دع|خذ|سمّ|ألصق"
    "|ألغ|أزل|أضف|أجب|أخبرنا|نفّذ|علل|باعد|زد|عُد|تأكد|أنت"
)
AN_ORDER_AT_THE_START = (
    "ضع|أرسل|أدخل|أرفق|أودع|أعد|أظهر|أفرغ|أغلق|أكد|أنشئ|أثبت|حدد|حدّد|صحح|صحّح|قارن|راجع|حرر|خصص|دقق|غيّر|قدّم|كرر|جرب|جرّب"
    "|حاول|حمّل|شارك|لاحظ|سجّل|شغّل|عطّل|فعّل|وقّع|ترجم|أدرج"
)
AN_OBJECT = rf" {LETTER}+(?:ا|ة)(?!{LETTER})"
ENDS_IN_KAF = re.compile(rf"{LETTER}*ك(?!{LETTER})")
ROOTS_IN_KAF = re.compile(  # words whose own last letter it is: that, bank, window, to leave, to share, to own…
    r"مسك$|شبابيك$|شرك$|دارك$|ذلك$|لك$(?<=تلك)|هنالك$|هناك$|بنك$|شباك$|ترك$|تُرك$|ُترك$|شارك$|شترك$|شتراك$|إشراك$|شريك$|سالك$|سلك$|هلك$|ستهلاك$|ملك$|مالك$"
    r"|سميك$|حرك$|حراك$|تحريك$|درك$|إدراك$|ملاك$|أسلاك$|سلوك$|بنوك$|صكوك$|شك$|شكوك$|فك$|صك$|مبارك$|امتلاك$|مملوك$|فيسبوك$|بلوك$"
)
SINGULAR = re.compile(
    rf"(?<!{LETTER})[وف]?(?:{ONLY_AN_ORDER}){ORDER}(?!{LETTER})"
    rf"|(?:^|[.:؛؟!] )(?:{AN_ORDER_AT_THE_START})(?= ال| أولا|{AN_OBJECT})"
    r"|^(?:تحقق|تابع|سجّل|واصل|جرّب)$"  # on a button
    rf"|(?:ثم|أو) (?:{AN_ORDER_AT_THE_START})(?= ال)"
)


def singular(text):
    """The words of a text that speak to one man."""
    found = [m[0] for m in SINGULAR.finditer(text)]
    return found + [word for word in ENDS_IN_KAF.findall(text) if not ROOTS_IN_KAF.search(word)]
