"""Small pictures of one colour, and what telephones write into theirs."""

import io

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base


def picture(kind="JPEG", size=(40, 20), mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, (200, 30, 30)).save(out, kind, **options)
    return out.getvalue()


def telephone_exif(orientation=6):
    """As a telephone writes it: where, when, with what, by whom."""
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    exif[Base.Make], exif[Base.Model], exif[Base.Artist] = "Marque", "Telephone 3000", "Fatima Benali"
    exif[Base.DateTime] = "2026:06:15 12:00:00"
    place = exif.get_ifd(IFD.GPSInfo)
    place[GPS.GPSLatitudeRef], place[GPS.GPSLatitude] = "N", (35.0, 34.0, 20.0)
    place[GPS.GPSLongitudeRef], place[GPS.GPSLongitude] = "W", (5.0, 22.0, 6.0)
    return exif
