"""The inside of the cell: a file comes in, one line of JSON and perhaps a picture go out."""

import json
import sys
from typing import Any

from tetouan_portal.lib.inspection.contents import examine
from tetouan_portal.lib.inspection.limits import confine
from tetouan_portal.lib.inspection.refused import Refused


def main() -> None:
    confine()
    content = sys.stdin.buffer.read()
    picture = b""
    answer: dict[str, Any]
    try:
        found = examine(content, max_side=int(sys.argv[1]))
        picture = found.content or b""
        answer = {"type": found.content_type, "ending": found.ending, "pages": found.pages, "anew": bool(picture)}
        answer["size"] = found.size
        answer["hidden"] = found.hidden
    except Refused as refused:
        answer = {"refused": refused.code, "params": refused.params}
    except (MemoryError, RecursionError):
        answer = {"refused": "too_heavy", "params": {}}
    except Exception as error:  # noqa: BLE001 -- whatever a hostile file brings about
        answer = {"refused": "damaged", "params": {}, "unforeseen": type(error).__name__}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + picture)


if __name__ == "__main__":
    main()
