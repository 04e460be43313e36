"""The inside of the cell: a file comes in, one line of JSON and perhaps a picture go out.

It is examined, or, once it was let in, its words are read: with other limits, for nobody waits.
"""

import json
import sys
import time
from typing import Any

from tetouan_portal.lib.inspection.contents import examine
from tetouan_portal.lib.inspection.limits import READING, READING_MEMORY, READING_PROCESSOR, confine
from tetouan_portal.lib.inspection.refused import Refused


def main() -> None:
    task, *more = sys.argv[1:]
    is_reading = task == READING
    if is_reading:
        confine(memory=READING_MEMORY, processor=READING_PROCESSOR)
    else:
        confine()
    content = sys.stdin.buffer.read()
    picture = b""
    answer: dict[str, Any]
    try:
        if is_reading:
            answer = read(content, *more)
        else:
            found = examine(content, max_side=int(task))
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
    answer["seconds"] = time.process_time()
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + picture)


def read(content: bytes, content_type: str) -> dict[str, Any]:
    from tetouan_portal.lib import file_texts  # noqa: PLC0415 -- which most files' processes do not need

    try:
        return {"pages": file_texts.pages_of(content, content_type)}
    except file_texts.NoText:
        return {"pages": []}


if __name__ == "__main__":
    main()
