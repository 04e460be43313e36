import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from tetouan_portal.embedded import portal
from tetouan_portal.embedded.processes import Children, Trouble, dies_with_parent
from tetouan_portal.embedded.servers import Servers, forget

DATA_DIR = Path(os.environ.get("DATA_DIR") or ".local").resolve()
USAGE = "usage: python -m tetouan_portal.embedded run | reset | exec [--keep] -- COMMAND…"


def execute(command, data_dir):
    """Run `command` beside the servers of `data_dir`; its exit status is ours."""
    children = Children()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        servers = Servers(data_dir, children)
        servers.start()
        environment = {**os.environ, "DATA_DIR": str(data_dir), **servers.environment}
        with subprocess.Popen(command, env=environment, preexec_fn=dies_with_parent(signal.SIGTERM)) as process:  # noqa: PLW1509
            try:
                return process.wait()
            except (KeyboardInterrupt, SystemExit):
                process.terminate()
                raise
    finally:
        children.end()


def main(words):
    match words:
        case ["run"]:
            portal.run(DATA_DIR)
        case ["reset"]:
            forget(DATA_DIR)
            portal.say(f"The data of {DATA_DIR} are gone; make run starts over.")
        case ["exec", "--keep", "--", *command] if command:
            return execute(command, DATA_DIR)
        case ["exec", "--", *command] if command:
            with tempfile.TemporaryDirectory(prefix="portal-") as directory:
                Path(directory).chmod(0o711)
                return execute(command, directory)
        case _:
            raise Trouble(USAGE)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        sys.exit(str(trouble))
    except KeyboardInterrupt:
        sys.exit(130)
