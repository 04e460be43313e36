"""Requests as programs and strangers make them: any bytes anywhere a web server lets them through."""

import pkgutil
import re
from encodings import __path__ as codec_folder
from encodings.aliases import aliases
from typing import NamedTuple
from urllib.parse import quote_from_bytes

from hypothesis import strategies as st

from tests.addresses import everywhere
from tetouan_portal.accounts.device_answers import BECOME_BYTES

CODECS = sorted({*aliases, *aliases.values(), *(module.name for module in pkgutil.iter_modules(codec_folder))})
SECRET = "a1B2" * 8  # of the form's origin, in cookie and form alike
NAMES = [
    "_do",
    "_save",
    "_selected_action",
    "_read",
    "action",
    "answer",
    "category",
    "code",
    "credential",
    "csrfmiddlewaretoken",
    "district",
    "email",
    "evidence-TOTAL_FORMS",
    "evidence-INITIAL_FORMS",
    "file",
    "files",
    "index",
    "language",
    "level",
    "login",
    "name",
    "next",
    "password",
    "photos",
    "proof",
    "q",
    "remove",
    "select_across",
    "subject",
    "summary",
    "text",
    "title_ar",
    "title_fr",
    "version",
    "website",
    "year",
]
QUERY_NAMES = [
    "q",
    "page",
    "p",
    "o",
    "e",
    "year",
    "kind",
    "state",
    "axis",
    "declared",
    "compare",
    "about",
    "sha256",
    "v",
    "next",
    "missing",
    "_changelist_filters",
]

# What a header, a cookie or a word of a form may be.
bytes_of_any_kind = st.one_of(
    st.binary(max_size=40),
    st.text(max_size=30).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from(
        [b"\x00", b"\xed\xa0\x80", b"\r\n", b"'\";--", b"../" * 9, b"%s%n", b"{{1}}", b"9" * 5000, b"[" * 900]
    ),
    st.integers(-(10**40), 10**40).map(lambda number: str(number).encode()),
)
header_text = bytes_of_any_kind.map(lambda value: re.sub(rb"[\x00\r\n]", b"", value).decode("latin-1"))
codec = st.sampled_from(CODECS)
content_type = st.one_of(
    st.sampled_from(["multipart/form-data; boundary=X", "application/x-www-form-urlencoded"]),
    st.builds("{}; charset={}".format, st.sampled_from(["multipart/form-data; boundary=X", "text/plain"]), codec),
    st.builds("multipart/form-data; boundary*={}''X".format, codec),
    st.builds("multipart/form-data; boundary={}".format, header_text),
    st.sampled_from(["application/json", "application/x-www-form-urlencoded; charset=utf-8"]),
    header_text,
)
cookie = st.one_of(
    header_text,
    st.builds(
        "{}={}".format,
        st.sampled_from(["sessionid", "csrftoken", "draft", "messages", "django_language", "case-fr", "case-ar"]),
        st.one_of(header_text, st.text("ab1:.-_", max_size=64), st.just('"\\000\\001"')),
    ),
)
asked_range = st.one_of(
    header_text,
    st.builds("bytes={}-{}".format, st.integers(0, 10**30), st.one_of(st.just(""), st.integers(0, 10**30))),
    st.just("bytes=" + ",".join(["0-0"] * 900)),
)
HEADERS = {
    "CONTENT_TYPE": content_type,
    "HTTP_COOKIE": cookie,
    "HTTP_RANGE": asked_range,
    "HTTP_ACCEPT": header_text,
    "HTTP_ACCEPT_ENCODING": st.one_of(header_text, st.sampled_from(["gzip;q=x", "br, gzip", "*;q=9e9999"])),
    "HTTP_ACCEPT_LANGUAGE": st.one_of(header_text, st.sampled_from(["fr;q=9e9999", "ar-" * 200, "*", ",,,;q="])),
    "HTTP_HOST": header_text,
    "HTTP_IF_MODIFIED_SINCE": st.one_of(header_text, st.just("Sun, 99 Nov 99999999999 99:99:99 GMT")),
    "HTTP_IF_NONE_MATCH": header_text,
    "HTTP_IF_RANGE": header_text,
    "HTTP_ORIGIN": header_text,
    "HTTP_REFERER": header_text,
    "HTTP_TRANSFER_ENCODING": st.sampled_from(["chunked", "gzip, chunked", "x"]),
    "HTTP_USER_AGENT": header_text,
    "HTTP_X_FORWARDED_FOR": header_text,
    "HTTP_X_FORWARDED_PROTO": header_text,
    "HTTP_X_REQUESTED_WITH": st.sampled_from(["XMLHttpRequest", "é"]),
}
headers = st.lists(st.sampled_from(sorted(HEADERS)), max_size=3, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: HEADERS[name] for name in names})
)

# Addresses: one of the portal's, spoilt or not.
spoilt = st.builds(
    lambda path, wrong, place: "/".join(
        part if number != place % len(path.split("/")) else wrong for number, part in enumerate(path.split("/"))
    ),
    st.deferred(lambda: st.sampled_from(everywhere())),
    bytes_of_any_kind.map(quote_from_bytes),
    st.integers(0, 9),
).map(lambda path: path if path.startswith("/") else f"/{path}")
address = st.one_of(st.deferred(lambda: st.sampled_from(everywhere())), spoilt)
query = st.one_of(
    st.just(""),
    st.lists(
        st.builds("{}={}".format, st.sampled_from(QUERY_NAMES), bytes_of_any_kind.map(quote_from_bytes)), max_size=3
    ).map("&".join),
    st.sampled_from(["&" * 1500, "a&" * 1100, "%", "%zz=%", "=&=", "a=%ff"]),
    header_text,
)

# Forms.
words = st.lists(st.tuples(st.sampled_from(NAMES), bytes_of_any_kind), max_size=5)
urlencoded = words.map(
    lambda pairs: b"&".join(name.encode() + b"=" + quote_from_bytes(v).encode() for name, v in pairs)
)
part_header = st.one_of(
    st.builds("Content-Disposition: form-data; name={}".format, st.sampled_from(NAMES)),
    st.builds('Content-Disposition: form-data; name={}; filename="{}"'.format, st.sampled_from(NAMES), header_text),
    st.builds("Content-Disposition: form-data; name={}; filename*={}''%ff%00".format, st.sampled_from(NAMES), codec),
    st.builds("Content-Disposition: form-data; name*={}''text".format, codec),
    st.builds(
        "Content-Transfer-Encoding: {}".format, st.one_of(st.sampled_from(["base64", "quoted-printable"]), codec)
    ),
    st.builds("Content-Type: text/plain; charset={}".format, codec),
    st.builds("Content-Length: {}".format, header_text),
    header_text,
)
part = st.builds(
    lambda heads, value: b"--X\r\n" + "\r\n".join(heads).encode("latin-1") + b"\r\n\r\n" + value + b"\r\n",
    st.lists(part_header, min_size=1, max_size=3),
    bytes_of_any_kind,
)
TOKEN = b'--X\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n' + SECRET.encode() + b"\r\n"
multipart = st.lists(part, max_size=4).map(lambda parts: TOKEN + b"".join(parts) + b"--X--\r\n")
json_text = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.floats()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["id", "rawId", "type", "response", *BECOME_BYTES]), inner, max_size=4),
    ),
    max_leaves=8,
)


class Form(NamedTuple):
    content_type: str
    body: bytes


form = st.one_of(
    urlencoded.map(
        lambda body: Form("application/x-www-form-urlencoded", b"csrfmiddlewaretoken=" + SECRET.encode() + b"&" + body)
    ),
    multipart.map(lambda body: Form("multipart/form-data; boundary=X", body)),
    st.builds(Form, content_type, bytes_of_any_kind),
)
method = st.sampled_from(["GET", "GET", "POST", "POST", "POST", "HEAD", "OPTIONS", "PUT", "BREW"])
