"""Hostile bytes are read in a process of their own, with little memory, little time and no secrets."""

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tetouan_portal.lib.inspection.contents import Examined
from tetouan_portal.lib.inspection.frames import framed
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


def examine_apart(
    content: bytes, *, max_side: int = MAX_SIDE, processor: float = PROCESSOR, tell: Told = nobody
) -> Examined:
    """As `contents.examine`. Also raises Refused with `too_heavy`, and `unchecked` when no process could start.

    `processor`: the seconds it may take. `tell` is told those that it took, whatever was found.
    """
    (found,) = examine_all_apart([content], max_side=max_side, processor=processor, tell=tell)
    if isinstance(found, Refused):
        raise found
    return found


def examine_all_apart(
    contents: list[bytes], *, max_side: int = MAX_SIDE, processor: float = PROCESSOR, tell: Told = nobody
) -> list[Examined | Refused]:
    """One after the other in one process; `too_heavy` is also what stands behind one that took all there was."""
    answers = ask([str(max_side), str(processor)], contents, WAIT, tell, processor)
    return [one if isinstance(one, Refused) else understood(*one) for one in answers]


def read_apart(content: bytes, content_type: str) -> list[Any]:
    """What `file_texts.pages_of` finds; [] for a file without text. Raises Refused as above, and `damaged`."""
    (answer,) = ask([READING, content_type], [content], READING_WAIT)
    if isinstance(answer, Refused):
        raise answer
    return answer[0]["pages"]


def ask(
    arguments: list[str], contents: list[bytes], wait: int, tell: Told = nobody, processor: float = PROCESSOR
) -> list[tuple[dict[str, Any], bytes] | Refused]:
    """For each content what the process said and the bytes that it made; `unchecked` where none could start."""
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    try:
        ended = subprocess.run(  # noqa: S603 -- our own module, nothing of the file in its arguments
            [*COMMAND, *arguments],
            cwd=ROOT,
            env=environment,
            input=b"".join(framed(content) for content in contents),
            capture_output=True,
            timeout=wait,
            check=False,
        )
        status, said = ended.returncode, ended.stdout
    except subprocess.TimeoutExpired as error:
        status, said = -signal.SIGKILL, error.stdout or b""
    except OSError:
        logger.exception("No process for an uploaded file")
        return [Refused("unchecked") for _one in contents]
    answers = [*answers_in(said)][: len(contents)]
    missing = len(contents) - len(answers)
    was_ended = status < 0  # by the system: too much time or memory
    if missing and not was_ended:
        logger.error("Looking into an uploaded file ended with status %s", status)
    if was_ended:
        tell(processor)
    elif answers:
        tell(answers[-1][0]["seconds"])
    return [*map(told, answers), *(Refused("too_heavy" if was_ended else "unchecked") for _one in range(missing))]


def answers_in(said: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Those that came whole: a line of JSON, and as many bytes of a picture as it names."""
    while said.startswith(b"{"):
        line, end, said = said.partition(b"\n")
        if not end:
            return
        answer = json.loads(line)
        size = answer.get("bytes", 0)
        if len(said) < size:
            return
        yield answer, said[:size]
        said = said[size:]


def told(said: tuple[dict[str, Any], bytes]) -> tuple[dict[str, Any], bytes] | Refused:
    answer, _content = said
    if "unforeseen" in answer:
        logger.error("Looking into an uploaded file met %s", answer["unforeseen"])
    return Refused(answer["refused"], **answer["params"]) if "refused" in answer else said


def understood(answer: dict[str, Any], content: bytes) -> Examined:
    kept = content if answer["anew"] else None
    size = answer["size"]
    drawn = size and (int(size[0]), int(size[1]))
    hidden = tuple(Hidden(*one) for one in answer["hidden"])
    return Examined(answer["type"], answer["ending"], answer["pages"], kept, drawn, hidden)
