"""PDF files that nobody should be able to publish: name → (what builds it, code of the refusal)."""

import zlib
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Encryption, Name, ObjectStreamMode, Permissions, StreamDecodeLevel, String

from tests.factories.documents import zipped

OLD = Permissions(accessibility=False)
ALERT = String("app.alert(1)")
HTML = b"<html><script>alert(document.cookie)</script></html>"


def pdf(change=None, **options):
    """A PDF of one page, after `change(document, page)`."""
    out = BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page()
        if change:
            change(document, page)
        document.save(out, **options)
    return out.getvalue()


def at_root(key, value):
    return lambda: pdf(lambda document, page: document.Root.__setitem__(key, value))


def at_page(key, value):
    return lambda: pdf(lambda document, page: page.obj.__setitem__(key, value))


def annotation(**entries):
    """A page with one annotation."""

    def add(document, page):
        box = Array([0, 0, 50, 50])
        page.obj.Annots = Array([document.make_indirect(Dictionary(Type=Name.Annot, Rect=box, **entries))])

    return lambda: pdf(add)


def action(kind, **entries):
    return Dictionary(S=Name(f"/{kind}"), **entries)


def link(kind, **entries):
    return annotation(Subtype=Name.Link, A=action(kind, **entries))


def attached():
    def attach(document, page):
        document.attachments["virus.exe"] = pikepdf.AttachedFileSpec(document, b"MZ", filename="virus.exe")

    return pdf(attach)


def attached_script():
    """Text, but one that a double click runs."""

    def attach(document, page):
        document.attachments["facture.js"] = pikepdf.AttachedFileSpec(document, b"alert(1)", filename="facture.js")

    return pdf(attach)


def program_in_a_list():
    """Named by a list that is an object of its own."""

    def attach(document, page):
        inside = document.make_stream(b"MZ", Type=Name.EmbeddedFile)
        file = Dictionary(Type=Name.Filespec, F=String("a.exe"), EF=Dictionary(F=inside))
        names = document.make_indirect(Array([String("a.exe"), file]))
        document.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=names))

    return pdf(attach)


def data_that_some_readers_save_as_a_script():
    def attach(document, page):
        inside = document.make_stream(b"alert(1)", Type=Name.EmbeddedFile)
        names = {"UF": String("a.json"), "F": String("a.js")}
        file = document.make_indirect(Dictionary(Type=Name.Filespec, EF=Dictionary(F=inside), **names))
        document.Root.AF = Array([file])

    return pdf(attach)


def program_beside_a_file():
    def attach(document, page):
        data = document.make_stream(b"{}", Type=Name.EmbeddedFile)
        program = document.make_stream(b"MZ", Type=Name.EmbeddedFile)
        related = Dictionary(F=Array([String("a.exe"), program]))
        file = Dictionary(Type=Name.Filespec, F=String("a.json"), EF=Dictionary(F=data), RF=related)
        document.Root.AF = Array([document.make_indirect(file)])

    return pdf(attach)


def in_each_other():
    def attach(document, page):
        inside = attached_data("données.json")
        document.attachments["a.pdf"] = pikepdf.AttachedFileSpec(document, inside, filename="a.pdf")

    return pdf(attach)


def attached_data(name, content=b'{"nom": "Benali"}'):
    def attach(document, page):
        document.attachments[name] = pikepdf.AttachedFileSpec(document, content, filename=name)

    return pdf(attach)


def pinned():
    """A file attached to a place on the page."""

    def pin(document, page):
        inside = document.make_stream(b"MZ", Type=Name.EmbeddedFile)
        file = Dictionary(Type=Name.Filespec, F=String("a.exe"), EF=Dictionary(F=inside))
        page.obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], FS=file)])

    return pdf(pin)


def in_an_object_stream():
    def hide(document, page):
        document.Root.OpenAction = document.make_indirect(action("JavaScript", JS=ALERT))

    hidden = pdf(hide, object_stream_mode=ObjectStreamMode.generate)
    assert b"JavaScript" not in hidden
    return hidden


def spelled_otherwise():
    plain = at_root("/OpenAction", action("JavaScript", JS=ALERT))()
    assert b"/JavaScript" in plain
    return plain.replace(b"/JavaScript", b"/J#61va#53cript").replace(b"/JS ", b"/#4aS ")


def removed_later():
    """An earlier version of the file has the script; the last one does not name it any more."""
    before = at_root("/OpenAction", action("JavaScript", JS=ALERT))()
    return before.replace(b"/OpenAction ", b"/OpenAktion ")


def orphaned():
    return pdf().replace(b"\nxref\n", b"\n99 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\nxref\n")


def with_stream(content, **entries):
    return lambda: pdf(
        lambda document, page: page.obj.__setitem__("/Contents", raw(document, content(), **entries)),
        stream_decode_level=StreamDecodeLevel.none,  # as it was packed
    )


def raw(document, content, **entries):
    return document.make_stream(content, **{"Filter": Name.FlateDecode, **entries})


def packed_often():
    content = b"<</Length 1/Filter[" + b"/FlateDecode" * 20 + b"]>>\nstream\nx\nendstream"
    return written([b"<</Type/Catalog/Pages 2 0 R/X 4 0 R>>", *blank_tree(), content])


def zeros(size=400_000_000):
    """Zlib makes a thousandth of zeros."""
    deflate = zlib.compressobj(9)
    return b"".join([*(deflate.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)), deflate.flush()])


def lzw_zeros(codes=300_000):
    """Each code stands for a run one longer than the last, until the table is full."""
    bits = f"{256:09b}{0:09b}"
    for table in range(258, 258 + codes):
        width = min(12, (table + 1).bit_length())
        bits += f"{min(table, 4095):0{width}b}"
    size = -(-len(bits) // 8)
    return int(bits.ljust(size * 8, "0"), 2).to_bytes(size, "big")


def in_structure():
    """The table of objects itself is what grows."""
    table = zeros()
    pages = b"2 0 obj\n<</Type/Pages/Kids[4 0 R]/Count 1>>\nendobj\n4 0 obj\n<</Type/Page/Parent 2 0 R>>\nendobj\n"
    start = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n" + pages
    head = b"3 0 obj\n<</Type/XRef/Size 4/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>\nstream\n" % len(table)
    return start + head + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(start)


def many_pages(count=1200):
    return pdf(lambda document, page: [document.add_blank_page() for _ in range(count)])


def family_of_pages(depth=30):
    """Each branch of the tree of pages names the next twice: a thousand million leaves."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    objects += [b"<</Type/Pages/Count 2/Kids[%d 0 R %d 0 R]>>" % (n, n) for n in range(3, depth + 3)]
    objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"]
    return written(objects)


def written(objects):
    """A file of these objects with a right table."""
    out, places = b"%PDF-1.7\n", []
    for number, item in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def nested(depth=100_000):
    return written([b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * depth + b"]" * depth + b">>", *blank_tree()])


def blank_tree():
    return [b"<</Type/Pages/Count 1/Kids[3 0 R]>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"]


def locked(**allowed):
    return lambda: pdf(encryption=Encryption(owner="o", user="", allow=Permissions(**allowed)))


def picture_of(width, height):
    def draw(document, page):
        page.obj.Resources = Dictionary(
            XObject=Dictionary(
                I=document.make_stream(
                    zlib.compress(b"\0"),
                    Type=Name.XObject,
                    Subtype=Name.Image,
                    Width=width,
                    Height=height,
                    BitsPerComponent=8,
                    ColorSpace=Name.DeviceRGB,
                )
            )
        )

    return lambda: pdf(draw)


def script_names():
    return Dictionary(JavaScript=Dictionary(Names=Array([String("a"), action("JavaScript", JS=ALERT)])))


def kind_elsewhere():
    """The word that names the kind is an object of its own."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</a 4 0 R>>>>>>"
    program = b"<</Length 1/Subtype 5 0 R>>\nstream\nx\nendstream"
    return written([b"<</Type/Catalog/Pages 2 0 R>>", blank_tree()[0], page, program, b"/PS"])


def second_action():
    """A harmless link that goes on to a program."""
    return link("URI", URI=String("https://www.example.org"), Next=Array([action("Launch", F=String("cmd.exe"))]))()


def field_trigger():
    field = Dictionary(FT=Name.Tx, T=String("a"), AA=Dictionary(K=action("JavaScript", JS=ALERT)))
    return at_root("/AcroForm", Dictionary(Fields=Array([field])))()


FILES = {
    "PDF: script when opened": (at_root("/OpenAction", action("JavaScript", JS=ALERT)), "active"),
    "PDF: script by name": (at_root("/Names", script_names()), "active"),
    "PDF: script in an object stream": (in_an_object_stream, "active"),
    "PDF: script, its name spelled otherwise": (spelled_otherwise, "active"),
    "PDF: script of an earlier version": (removed_later, "active"),
    "PDF: script in an orphaned object": (orphaned, "active"),
    "PDF: script behind a field": (field_trigger, "active"),
    "PDF: action of a page": (at_page("/AA", Dictionary(O=action("Named", N=Name.Print))), "active"),
    "PDF: prints when opened": (at_root("/OpenAction", action("Named", N=Name.Print)), "active"),
    "PDF: opens a page of the web at once": (at_root("/OpenAction", action("URI", URI=String("http://x"))), "active"),
    "PDF: starts a program": (link("Launch", F=String("cmd.exe")), "action"),
    "PDF: starts a program after a link": (second_action, "action"),
    "PDF: sends a form": (link("SubmitForm", F=String("https://www.example.org")), "active"),
    "PDF: reads data in": (link("ImportData", F=String("a.fdf")), "active"),
    "PDF: form of the second kind (XFA)": (at_root("/AcroForm", Dictionary(XFA=String("<xdp/>"))), "active"),
    "PDF: film": (annotation(Subtype=Name.Movie), "active"),
    "PDF: Flash": (annotation(Subtype=Name.RichMedia, RichMediaContent=Dictionary()), "active"),
    "PDF: model in three dimensions": (annotation(Subtype=Name("/3D")), "active"),
    "PDF: PostScript": (with_stream(lambda: zlib.compress(b"x"), Subtype=Name.PS), "active"),
    "PDF: PostScript, said elsewhere": (kind_elsewhere, "active"),
    "PDF: script, said elsewhere": (
        lambda: written([b"<</Type/Catalog/Pages 2 0 R/X<</S 4 0 R>>>>", *blank_tree(), b"/Java#53cript"]),
        "active",
    ),
    "PDF: attached program": (attached, "embedded"),
    "PDF: attached script": (attached_script, "embedded"),
    "PDF: one in another with data": (in_each_other, "embedded"),
    "PDF: program in a list of its own": (program_in_a_list, "embedded"),
    "PDF: data by one name, a script by another": (data_that_some_readers_save_as_a_script, "embedded"),
    "PDF: program beside a file": (program_beside_a_file, "embedded"),
    "PDF: program pinned to a page": (pinned, "embedded"),
    "PDF: portfolio": (at_root("/Collection", Dictionary(View=Name.D)), "embedded"),
    "PDF: goes to a file on a network share": (link("GoToR", F=String("\\\\198.51.100.7\\a.pdf")), "action"),
    "PDF: goes to a file inside a file": (link("GoToE", T=Dictionary(R=Name.C)), "action"),
    "PDF: link to a network share": (link("URI", URI=String("\\\\198.51.100.7\\share")), "link"),
    "PDF: link that is a script": (link("URI", URI=String("javascript:alert(1)")), "link"),
    "PDF: link to a file": (link("URI", URI=String("file:///etc/passwd")), "link"),
    "PDF: content from another file": (with_stream(lambda: b"", F=String("http://x/a")), "external"),
    "PDF: asks for a password": (lambda: pdf(encryption=Encryption(owner="a", user="b")), "encrypted"),
    "PDF: forbids to copy": (locked(extract=False), "restricted"),
    "PDF: forbids to read aloud, encrypted in the old way": (
        lambda: pdf(encryption=Encryption(owner="o", user="", R=3, aes=False, metadata=False, allow=OLD)),
        "restricted",
    ),
    "PDF: 1,201 pages": (many_pages, "too_many_pages"),
    "PDF: a tree of pages without end": (family_of_pages, "damaged"),
    "PDF: a hundred thousand brackets": (nested, "damaged"),
    "PDF: page of zeros": (with_stream(zeros), "bomb"),
    "PDF: zeros packed twice": (
        with_stream(lambda: zlib.compress(zeros(), 9), Filter=Array([Name.FlateDecode, Name.FlateDecode])),
        "bomb",
    ),
    "PDF: zeros packed by LZW": (with_stream(lzw_zeros, Filter=Name.LZWDecode), "bomb"),
    "PDF: packed twenty times": (packed_often, "bomb"),
    "PDF: table of zeros": (in_structure, "bomb"),
    "PDF: picture of 10,000 million pixels": (picture_of(100_000, 100_000), "bomb"),
    "PDF and web page": (lambda: b"%PDF-1.7\n" + HTML + pdf()[9:], "disguised"),
    "PDF with a web page behind it": (lambda: pdf() + HTML, "disguised"),
    "PDF and archive": (lambda: pdf() + zipped({"a.txt": "x"}), "disguised"),
    "PDF and archive, its end covered": (
        lambda: pdf() + zipped({"a": "x"}, comment=b"%%EOF"),
        "disguised",
    ),
    "PDF behind a web page": (lambda: HTML + pdf(), "web_page"),
    "PDF behind four spaces": (lambda: b"    " + pdf(), "disguised"),
    "PDF cut in half": (lambda: pdf()[:60], "damaged"),
    "PDF without a page": (lambda: b"%PDF-1.7\n%%EOF", "damaged"),
    "PDF whose first line is all": (lambda: b"%PDF-1.7\n" + HTML, "disguised"),
}
