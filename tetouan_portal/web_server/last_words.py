"""Answers for which nobody is asked: where the language is not known yet, and where the application fails."""

PAGE = """<!doctype html>
<html lang="ar">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{status}</title>
</head>
<body>
<p dir="rtl">{ar}</p>
<p lang="fr" dir="ltr">{fr}</p>
<p lang="es" dir="ltr">{es}</p>
</body>
</html>
"""
HEAD = """HTTP/1.1 {status} {reason}\r
Connection: close\r
Content-Type: text/html; charset=utf-8\r
Content-Length: {length}\r
Cache-Control: no-store\r
Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r
X-Content-Type-Options: nosniff\r
\r
"""


def answer(status: int, reason: str, **sentences: str) -> bytes:
    body = PAGE.format(status=status, **sentences).encode()
    return HEAD.format(status=status, reason=reason, length=len(body)).encode() + body


TOO_SLOW = answer(
    408,
    "Request Timeout",
    ar="وصل طلبكم ببطء شديد أو انقطع الاتصال، ولم يُقرأ منه شيء. افتحوا الصفحة من جديد.",
    fr="Votre demande est arrivée trop lentement ou la connexion a été coupée : rien n’en a été lu. "
    "Ouvrez la page de nouveau.",
    es="Su petición ha llegado demasiado despacio o se ha cortado la conexión: no se ha leído nada de ella. "
    "Abra la página de nuevo.",
)
FAILED = answer(
    500,
    "Internal Server Error",
    ar="حدث خطأ من جهتنا، وهو مسجَّل. أعيدوا المحاولة بعد بضع دقائق.",
    fr="Une erreur s’est produite de notre côté et elle est enregistrée. Réessayez dans quelques minutes.",
    es="Algo ha fallado por nuestra parte y ha quedado registrado. Vuelva a intentarlo dentro de unos minutos.",
)
