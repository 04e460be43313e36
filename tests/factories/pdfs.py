"""A page of PDF with words on it."""

import io

import pikepdf


def pdf(words=""):
    file, out = pikepdf.new(), io.BytesIO()
    page = file.add_blank_page()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.obj.Contents = file.make_stream(f"BT /F1 12 Tf 50 700 Td ({words}) Tj ET".encode() if words else b"")
    file.save(out)
    return out.getvalue()
