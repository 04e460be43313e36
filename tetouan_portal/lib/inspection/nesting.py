"""How deep the elements of an XML part lie in each other: a reader keeps every one that is open in memory."""

from tetouan_portal.lib.inspection import markup
from tetouan_portal.lib.inspection.limits import MAX_DEPTH
from tetouan_portal.lib.inspection.refused import Refused

SMALL = 200_000  # bytes that are counted element by element
PIECE = 1 << 14


def check(content: bytes | bytearray) -> None:
    """Raises Refused (`bomb`)."""
    are_tags_alone = content.count(b"<") == content.count(b">")  # programs write these signs in texts as &lt; and &gt;
    if len(content) <= SMALL or b"<!" in content or not are_tags_alone:
        Depth().read(content)
        return
    depth = 0
    for begin in range(0, len(content) - 2, PIECE):
        end = begin + PIECE
        # A mark of two characters that lies over the edge belongs to the piece in which it begins.
        ends, empty = content.count(b"</", begin, end + 1), content.count(b"/>", begin, end + 1)
        depth += content.count(b"<", begin, end) - content.count(b"<?", begin, end + 1) - 2 * ends - empty
        if depth > MAX_DEPTH:
            raise Refused("bomb")


class Depth:
    def __init__(self) -> None:
        self.depth = 0

    def read(self, content: bytes | bytearray) -> None:
        markup.read(content, self.start, end=self.end)

    def start(self, _name: str, _attributes: list[str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Refused("bomb")

    def end(self, _name: str) -> None:
        self.depth -= 1
