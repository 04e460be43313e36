"""The Sustainable Development Goals under the short names that the United Nations give them, and what serves each."""

from commitments.models import Commitment

LANGUAGES = ("ar", "fr", "es")
NAMES = {  # number: in the order of LANGUAGES
    1: ("القضاء على الفقر", "Pas de pauvreté", "Fin de la pobreza"),
    2: ("القضاء التام على الجوع", "Faim «\u00a0zéro\u00a0»", "Hambre cero"),
    3: ("الصحة الجيدة والرفاه", "Bonne santé et bien-être", "Salud y bienestar"),
    4: ("التعليم الجيد", "Éducation de qualité", "Educación de calidad"),
    5: ("المساواة بين الجنسين", "Égalité entre les sexes", "Igualdad de género"),
    6: ("المياه النظيفة والنظافة الصحية", "Eau propre et assainissement", "Agua limpia y saneamiento"),
    7: ("طاقة نظيفة وبأسعار معقولة", "Énergie propre et d’un coût abordable", "Energía asequible y no contaminante"),
    8: (
        "العمل اللائق ونمو الاقتصاد",
        "Travail décent et croissance économique",
        "Trabajo decente y crecimiento económico",
    ),
    9: (
        "الصناعة والابتكار والهياكل الأساسية",
        "Industrie, innovation et infrastructure",
        "Industria, innovación e infraestructura",
    ),
    10: ("الحد من أوجه عدم المساواة", "Inégalités réduites", "Reducción de las desigualdades"),
    11: ("مدن ومجتمعات محلية مستدامة", "Villes et communautés durables", "Ciudades y comunidades sostenibles"),
    12: (
        "الاستهلاك والإنتاج المسؤولان",
        "Consommation et production responsables",
        "Producción y consumo responsables",
    ),
    13: ("العمل المناخي", "Mesures relatives à la lutte contre les changements climatiques", "Acción por el clima"),
    14: ("الحياة تحت الماء", "Vie aquatique", "Vida submarina"),
    15: ("الحياة في البر", "Vie terrestre", "Vida de ecosistemas terrestres"),
    16: (
        "السلام والعدل والمؤسسات القوية",
        "Paix, justice et institutions efficaces",
        "Paz, justicia e instituciones sólidas",
    ),
    17: (
        "عقد الشراكات لتحقيق الأهداف",
        "Partenariats pour la réalisation des objectifs",
        "Alianzas para lograr los objetivos",
    ),
}


def goal(number: int) -> dict:
    """{"number", "name": {"ar": …}}"""
    return {"number": number, "name": dict(zip(LANGUAGES, NAMES[number], strict=True))}


def goals_served() -> list[int]:
    """The numbers of the goals that some published commitment names."""
    named = Commitment.objects.live().values_list("sdgs", flat=True)
    return sorted({number for numbers in named for number in numbers})
