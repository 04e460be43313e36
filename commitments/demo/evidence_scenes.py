"""Drawings that stand for photos in the demonstration: nobody could take one for a photograph.

Each takes a seed, which chooses its colours, and returns an image of SIZE.
"""

from PIL import Image, ImageDraw

SIZE = WIDTH, HEIGHT = 1800, 1200  # drawn larger than shown: scaling down smooths the edges
COATS = ("#2f6f73", "#b5562f", "#44598c", "#7a4b80", "#3f7d4e", "#a8862c", "#8c3b4a")
SKINS = ("#e0b48c", "#c68f63", "#a8704a", "#f0caa6")
SKIES = (("#8fc7e8", "#f4ead6"), ("#7fb2d9", "#fbe3c4"), ("#a9d3e6", "#f8f1e1"))
WALLS = ("#efe6d8", "#e4ebe6", "#f1e3da")


def medina(seed):
    """White houses in front of the mountains."""
    image, draw = gradient(*SKIES[seed % len(SKIES)])
    draw.polygon(
        [(0, 620), (320, 330), (620, 560), (980, 260), (1380, 540), (1800, 350), (1800, 900), (0, 900)], "#8aa0a8"
    )
    draw.polygon([(0, 720), (420, 520), (900, 700), (1400, 500), (1800, 640), (1800, 900), (0, 900)], "#6f8a7d")
    draw.rectangle([(0, 1020), (WIDTH, HEIGHT)], "#cdbb9c")
    for place in range(9):
        left, top = place * 205 - 30, 560 + (place * 97 + seed * 31) % 210
        house(draw, left, top, 225, "#ffffff" if place % 2 else "#f3f1ea", door=(place + seed) % 3 == 0)
    return image


def house(draw, left, top, width, wall, *, door):
    draw.rectangle([(left, top), (left + width, 1030)], wall, outline="#d8d4c8", width=3)
    draw.rectangle([(left, top), (left + width, top + 22)], "#3e8467")
    for row in range(2):
        for column in range(2):
            x, y = left + 45 + column * 85, top + 70 + row * 120
            draw.rounded_rectangle([(x, y), (x + 44, y + 66)], 20, "#4f7d9c", outline="#2e5a76", width=4)
    if door:
        draw.pieslice([(left + 70, 840), (left + 160, 930)], 180, 360, "#8a5a2b")
        draw.rectangle([(left + 70, 885), (left + 160, 1030)], "#8a5a2b")


def workshop(seed):
    """Six people around a table with papers."""
    image, draw = room(seed)
    draw.rounded_rectangle([(1150, 120), (1600, 420)], 10, "#bcdff0", outline="#7d8b90", width=14)
    for place in range(3):
        person(draw, 480 + place * 400, 470, 1.0, seed + place)
    draw.ellipse([(230, 640), (1570, 1060)], "#9c6b3f")
    draw.ellipse([(250, 640), (1550, 1020)], "#c0894f")
    for place in range(6):
        x, y = 480 + place % 3 * 300, 720 + place // 3 * 130
        draw.polygon([(x, y), (x + 130, y - 14), (x + 150, y + 62), (x + 16, y + 76)], "#ffffff", outline="#b9b9b9")
        draw.line([(x + 28, y + 20), (x + 122, y + 10)], "#9fb0b6", 6)
        draw.line([(x + 32, y + 42), (x + 108, y + 34)], "#9fb0b6", 6)
    for place in range(3):
        person(draw, 420 + place * 470, 880, 1.15, seed + place + 3, from_behind=True)
    return image


def meeting(seed):
    """An audience in front of a screen with a bar chart."""
    image, draw = room(seed)
    draw.rounded_rectangle([(480, 110), (1320, 600)], 12, "#ffffff", outline="#5b6a70", width=14)
    for place, height in enumerate((120, 190, 165, 260, 320)):
        left = 600 + place * 130
        draw.rectangle([(left, 540 - height), (left + 80, 540)], COATS[(seed + place) % len(COATS)])
    draw.line([(570, 542), (1250, 542)], "#5b6a70", 6)
    person(draw, 330, 420, 1.05, seed, legs=True)
    for row in range(2):
        for place in range(5 + row):
            person(
                draw,
                230 + place * (330 - row * 60),
                760 + row * 170,
                0.95 + row * 0.15,
                seed + place * 2 + row,
                from_behind=True,
            )
    return image


def counter(seed):
    """An agent behind a counter receives two people."""
    image, draw = room(seed)
    draw.rectangle([(180, 130), (780, 400)], "#dfe9ea", outline="#8fa3a8", width=10)
    for row in range(4):
        draw.line([(230, 190 + row * 52), (730 - row % 2 * 120, 190 + row * 52)], "#7c979d", 14)
    person(draw, 1180, 430, 1.2, seed)
    draw.rectangle([(1330, 520), (1560, 690)], "#39474d")
    draw.rectangle([(1430, 690), (1462, 740)], "#39474d")
    draw.rectangle([(760, 740), (1800, 800)], "#a87443")
    draw.rectangle([(800, 800), (1800, 1200)], "#c89460")
    person(draw, 330, 560, 1.35, seed + 2, legs=True)
    person(draw, 600, 600, 1.3, seed + 4, legs=True)
    return image


def screen(seed):
    """A computer that shows a list of documents."""
    image, draw = room(seed)
    draw.rectangle([(0, 960), (WIDTH, HEIGHT)], "#b98a5c")
    draw.rounded_rectangle([(330, 110), (1470, 860)], 26, "#2b363b")
    draw.rectangle([(370, 150), (1430, 800)], "#ffffff")
    draw.rectangle([(370, 150), (1430, 240)], COATS[seed % len(COATS)])
    for row in range(6):
        y = 290 + row * 84
        draw.rounded_rectangle([(420, y), (472, y + 58)], 6, "#e7eef0", outline="#8fa3a8", width=4)
        draw.line([(510, y + 16), (1180 - row * 67 % 240, y + 16)], "#52666d", 14)
        draw.line([(510, y + 44), (880 - row * 41 % 130, y + 44)], "#b4c1c5", 10)
        draw.rounded_rectangle([(1270, y + 8), (1390, y + 50)], 20, "#3f7d4e" if row % 4 else "#c9a227")
    draw.polygon([(820, 860), (980, 860), (1040, 980), (760, 980)], "#3a464b")
    draw.rounded_rectangle([(520, 1020), (1280, 1110)], 18, "#dfe3e4", outline="#a5afb2", width=5)
    return image


def playground(seed):
    """Children play with a ball on a small pitch."""
    image, draw = gradient(*SKIES[(seed + 1) % len(SKIES)])
    for place in range(7):
        house(draw, place * 270 - 40, 380 + (place * 71 + seed * 13) % 120, 230, "#ffffff", door=False)
    draw.rectangle([(0, 700), (WIDTH, HEIGHT)], "#6aa06a")
    draw.rectangle([(0, 690), (WIDTH, 716)], "#557f55")
    draw.ellipse([(640, 820), (1160, 1060)], outline="#eaf3ea", width=10)
    draw.line([(900, 716), (900, HEIGHT)], "#eaf3ea", 10)
    draw.rectangle([(1480, 560), (1760, 800)], outline="#ffffff", width=16)
    for column in range(5):
        draw.line([(1480 + column * 56, 560), (1480 + column * 56, 800)], "#f3f3f3", 3)
    for place, (x, y) in enumerate(((260, 640), (560, 760), (1080, 640), (1330, 790))):
        person(draw, x, y, 0.8, seed + place, legs=True)
    draw.ellipse([(800, 990), (880, 1070)], "#ffffff", outline="#333333", width=6)
    return image


def gradient(above, below):
    image = Image.linear_gradient("L").resize(SIZE, Image.Resampling.BILINEAR)
    image = Image.composite(Image.new("RGB", SIZE, below), Image.new("RGB", SIZE, above), image)
    return image, ImageDraw.Draw(image)


def room(seed):
    image, draw = gradient(WALLS[seed % len(WALLS)], "#fbf8f2")
    draw.rectangle([(0, 900), (WIDTH, HEIGHT)], "#cdb79a")
    draw.rectangle([(0, 884), (WIDTH, 902)], "#a98f6d")
    return image, draw


def person(draw, x, top, scale, seed, *, from_behind=False, legs=False):
    """A round head on round shoulders, without a face."""

    def size(units):
        return round(units * scale)

    coat, skin = COATS[seed % len(COATS)], SKINS[seed % len(SKINS)]
    hair = ("#3b2a20", "#20242a", "#5b4632", coat)[seed % 4]  # the last one wears a scarf
    if legs:
        for side in (-34, 14):
            draw.rectangle([(x + size(side), top + size(260)), (x + size(side + 24), top + size(400))], "#39474d")
    draw.rounded_rectangle([(x - size(90), top + size(112)), (x + size(90), top + size(330))], size(70), coat)
    draw.rectangle([(x - size(22), top + size(90)), (x + size(22), top + size(130))], skin)
    draw.ellipse([(x - size(58), top - size(8)), (x + size(58), top + size(118))], hair)
    if not from_behind:
        draw.ellipse([(x - size(44), top + size(18)), (x + size(44), top + size(116))], skin)


SCENES = {scene.__name__: scene for scene in (medina, workshop, meeting, counter, screen, playground)}
