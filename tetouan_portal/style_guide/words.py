"""The invented words of the examples, in the order of the portal's languages: Arabic, French, Spanish."""

PROMISE = (
    "مثال: غرس الأشجار في الحدائق العمومية",
    "Exemple : planter des arbres dans les jardins publics",
    "Ejemplo: plantar árboles en los jardines públicos",
)
LONG_PROMISE = (
    "مثال لعنوان طويل: غرس الأشجار في كل حدائق المدينة وسقيها طيلة سنتين",
    "Exemple de long titre : planter des arbres dans tous les jardins de la ville et les arroser pendant deux ans",
    "Ejemplo de título largo: plantar árboles en todos los jardines de la ciudad y regarlos durante dos años",
)
PLAN = ("مثال لخطة", "Exemple de plan", "Ejemplo de plan")
AXIS = ("مثال لمحور: المدينة الخضراء", "Exemple d’axe : la ville verte", "Ejemplo de eje: la ciudad verde")
THEME = ("البيئة", "Environnement", "Medio ambiente")
VALUE = ("المشاركة", "Participation", "Participación")
SERVICE = ("مصلحة الحدائق (مثال)", "Service des jardins (exemple)", "Servicio de jardines (ejemplo)")
MONITOR = ("هيئة للتتبع (مثال)", "Organe de suivi (exemple)", "Organismo de seguimiento (ejemplo)")
SOURCE = ("سجل الحدائق (مثال)", "Registre des jardins (exemple)", "Registro de jardines (ejemplo)")
LITTLE_SHADE = ("الظل قليل في الحدائق.", "Les jardins manquent d’ombre.", "Falta sombra en los jardines.")
PLANT_AND_WATER = (
    "غرس الأشجار وسقيها.",
    "Planter des arbres et les arroser.",
    "Plantar árboles y regarlos.",
)
PLANTED = (
    "غُرست الأشجار في حديقتين:\n\n- حديقة أولى، **480** شجرة؛\n- حديقة ثانية، 250 شجرة.",
    "Des arbres ont été plantés dans deux jardins :\n\n- un premier, **480** arbres ;\n- un second, 250 arbres.",
    "Se plantaron árboles en dos jardines:\n\n- un primero, **480** árboles;\n- un segundo, 250 árboles.",
)
LATE_DELIVERY = ("تأخر تسليم الأغراس.", "Les plants ont été livrés en retard.", "Los plantones llegaron con retraso.")
KEEP_WATERING = ("مواصلة السقي.", "Poursuivre l’arrosage.", "Seguir regando.")
DECISION = ("مثال لقرار رقم 12/2025", "Exemple de décision n° 12/2025", "Ejemplo de decisión n.º 12/2025")
RECORD = ("محضر الغرس", "Procès-verbal de plantation", "Acta de plantación")
PAGE = ("صفحة الحدائق", "Page des jardins", "Página de los jardines")
PICTURE = ("صورة الحديقة", "Photo du jardin", "Foto del jardín")
LETTER = ("رسالة", "Lettre", "Carta")
WITHDRAWN = (
    "تتضمن معطيات شخصية.",
    "Elle contenait des données personnelles.",
    "Contenía datos personales.",
)
CHOOSE = ("اختيار الحدائق", "Choisir les jardins", "Elegir los jardines")
BUY = ("شراء الأغراس", "Acheter les plants", "Comprar los plantones")
PLANT_SOME = ("غرس 50 شجرة", "Planter 50 arbres", "Plantar 50 árboles")
PLANT_ALL = ("غرس 1200 شجرة", "Planter 1200 arbres", "Plantar 1200 árboles")
WATER = ("السقي طيلة سنتين", "Arroser pendant deux ans", "Regar durante dos años")
TREES = ("الأشجار المغروسة", "Arbres plantés", "Árboles plantados")
TREE_UNIT = ("شجرة", "arbres", "árboles")
SHADE = ("الظل في الحدائق", "L’ombre dans les jardins", "La sombra en los jardines")
COUNTED = (
    "تُعد الأشجار في الحديقة.",
    "Les arbres sont comptés dans le jardin.",
    "Los árboles se cuentan en el jardín.",
)
BY_HAND = ("عدّ يدوي", "Compté à la main", "Contado a mano")
# A text that one language alone has: the others borrow it, marked.
ONLY_ARABIC = ("نص بالعربية وحدها: لائحة الأغراس", "", "")
ONLY_FRENCH = ("", "Texte en français seulement : les arbres de deux jardins ont été comptés.", "")
ONLY_SPANISH = ("", "", "Texto solo en español: informe de riego")
