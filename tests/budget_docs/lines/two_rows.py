"""A table whose headings stand in two rows, a group above what it holds."""

BOTH = ["Compte administratif"]
CODES = ["Partie", "Section", "Chapitre", "Article", "Paragraphe", "Ligne", "Intitulé"]
UPPER = [*CODES, "Crédits", None, None, "Observations"]
LOWER = [None] * 7 + ["Ouverts", "Engagés", "Mandatés", None]
ROW = [1, "0.1", 10, 10, 10, 11, "Éclairage", 900, 800, 700, "payé par virement"]
