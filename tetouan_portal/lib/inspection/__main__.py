"""The inside of the cell: files come in; for each one line of JSON and perhaps a picture go out.

They are examined, or, once they were let in, their words are read: with other limits, for nobody waits.
"""

import json
import sys
import time
from typing import Any

from tetouan_portal.lib.inspection.contents import examine
from tetouan_portal.lib.inspection.frames import contents_in
from tetouan_portal.lib.inspection.limits import READING, READING_MEMORY, READING_PROCESSOR, confine
from tetouan_portal.lib.inspection.refused import Refused


def main() -> None:
    task, more = sys.argv[1:]
    if task == READING:
        confine(memory=READING_MEMORY, processor=READING_PROCESSOR)
    else:
        confine(processor=float(more))
    for content in contents_in(sys.stdin.buffer):
        answer, picture = answer_for(content, task, more)
        answer |= {"seconds": time.process_time(), "bytes": len(picture)}
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + picture)
        sys.stdout.buffer.flush()  # whatever becomes of the next


def answer_for(content: bytes, task: str, more: str) -> tuple[dict[str, Any], bytes]:
    try:
        if task == READING:
            return read(content, more), b""
        found = examine(content, max_side=int(task))
        answer = {"type": found.content_type, "ending": found.ending, "pages": found.pages, "size": found.size}
        return answer | {"anew": bool(found.content), "hidden": found.hidden}, found.content or b""
    except Refused as refused:
        return {"refused": refused.code, "params": refused.params}, b""
    except (MemoryError, RecursionError):
        return {"refused": "too_heavy", "params": {}}, b""
    except Exception as error:  # noqa: BLE001 -- whatever a hostile file brings about
        return {"refused": "damaged", "params": {}, "unforeseen": type(error).__name__}, b""


def read(content: bytes, content_type: str) -> dict[str, Any]:
    from tetouan_portal.lib import file_texts  # noqa: PLC0415 -- which most files' processes do not need

    try:
        return {"pages": file_texts.pages_of(content, content_type)}
    except file_texts.NoText:
        return {"pages": []}


if __name__ == "__main__":
    main()
