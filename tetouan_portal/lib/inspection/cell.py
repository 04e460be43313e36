"""Hostile bytes are read in a process of their own, with little memory, little time and no secrets."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tetouan_portal.lib.inspection.contents import Examined
from tetouan_portal.lib.inspection.hiding.tally import Hidden
from tetouan_portal.lib.inspection.limits import MAX_SIDE, PROCESSOR, READING, READING_WAIT, WAIT
from tetouan_portal.lib.inspection.refused import Refused

logger = logging.getLogger(__name__)
PASSED_ON = ("PATH", "LANG", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH")  # what Python needs to start; no secret
ROOT = Path(__file__).resolve().parents[3]
COMMAND = [sys.executable, "-B", "-s", "-m", "tetouan_portal.lib.inspection"]


type Told = Callable[[float], object]


def nobody(_seconds: float) -> None:
    """Is told what looking into a file has cost."""


def examine_apart(content: bytes, *, max_side: int = MAX_SIDE, tell: Told = nobody) -> Examined:
    """As `contents.examine`. Also raises Refused with `too_heavy`, and `unchecked` when no process could start.

    `tell` is told the seconds of a processor, whatever was found.
    """
    return understood(*run([str(max_side)], content, WAIT, tell))


def read_apart(content: bytes, content_type: str) -> list[Any]:
    """What `file_texts.pages_of` finds; [] for a file without text. Raises Refused as above, and `damaged`."""
    return run([READING, content_type], content, READING_WAIT)[0]["pages"]


def run(arguments: list[str], content: bytes, wait: int, tell: Told = nobody) -> tuple[dict[str, Any], bytes]:
    """What the process said, and the bytes that it made."""
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    try:
        ended = subprocess.run(  # noqa: S603 -- our own module, nothing of the file in its arguments
            [*COMMAND, *arguments],
            cwd=ROOT,
            env=environment,
            input=content,
            capture_output=True,
            timeout=wait,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        tell(PROCESSOR)
        raise Refused("too_heavy") from error
    except OSError as error:
        logger.exception("No process for an uploaded file")
        raise Refused("unchecked") from error
    return answered(ended.returncode, ended.stdout, tell)


def answered(status: int, said: bytes, tell: Told) -> tuple[dict[str, Any], bytes]:
    line, _end, content = said.partition(b"\n")
    if status < 0:  # ended by the system: too much time or memory
        tell(PROCESSOR)
        raise Refused("too_heavy")
    if status or not line.startswith(b"{"):
        logger.error("Looking into an uploaded file ended with status %s", status)
        raise Refused("unchecked")
    answer = json.loads(line)
    tell(answer["seconds"])
    if "unforeseen" in answer:
        logger.error("Looking into an uploaded file met %s", answer["unforeseen"])
    if "refused" in answer:
        raise Refused(answer["refused"], **answer["params"])
    return answer, content


def understood(answer: dict[str, Any], content: bytes) -> Examined:
    kept = content if answer["anew"] else None
    size = answer["size"]
    drawn = size and (int(size[0]), int(size[1]))
    hidden = tuple(Hidden(*one) for one in answer["hidden"])
    return Examined(answer["type"], answer["ending"], answer["pages"], kept, drawn, hidden)
