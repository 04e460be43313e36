import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from tetouan_portal import embedded
from tetouan_portal.embedded import portal
from tetouan_portal.embedded.places import Place
from tetouan_portal.embedded.processes import Children, Stopped, Trouble, asked, dies_with_parent, heed_signals
from tetouan_portal.embedded.servers import start_servers

DATA_DIR = os.environ.get("DATA_DIR") or ".local"


def execute(command, data_dir, *, lasting):
    """Run `command` beside the servers of `data_dir`; its exit status is ours."""
    with Place(data_dir) as place, Children(inherited=place.children_lock) as children:
        found = start_servers(place, children, lasting=lasting)
        environment = {**os.environ, "DATA_DIR": str(place.data_dir), **found}
        return wait_for(command, environment)


def wait_for(command, environment):
    """Its terminal is ours: Ctrl-C reaches it too, and its own answer to it counts."""
    with subprocess.Popen(command, env=environment, preexec_fn=dies_with_parent(signal.SIGTERM)) as process:  # noqa: PLW1509
        while process.poll() is None:
            if {signal.SIGTERM, signal.SIGHUP} & set(asked):
                process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.2)
    return 128 - process.returncode if process.returncode < 0 else process.returncode


def execute_beside_fresh_servers(command):
    with tempfile.TemporaryDirectory(prefix="portal-") as directory:
        Path(directory).chmod(0o711)  # the servers may run as another user
        try:
            return execute(command, directory, lasting=False)
        finally:
            Place(directory).forget()


def reset():
    """Forget the embedded servers and the files that their rows name."""
    if os.environ.get("DATABASE_URL"):
        raise Trouble("make reset forgets the embedded database only: DATABASE_URL names another one, empty it there.")
    with Place(DATA_DIR) as place:
        place.forget()
        for name in ("media", "static"):
            shutil.rmtree(place.data_dir / name, ignore_errors=True)
        for name in ("portal.log", "secret_key"):
            (place.data_dir / name).unlink(missing_ok=True)
    portal.say(f"The data of {place.data_dir} are gone: make run starts over.")


def main(words):
    match words:
        case ["run"]:
            portal.run(DATA_DIR)
        case ["reset"]:
            reset()
        case ["exec", "--keep", "--", *command] if command:
            return execute(command, DATA_DIR, lasting=True)
        case ["exec", "--", *command] if command:
            return execute_beside_fresh_servers(command)
        case _:
            raise Trouble(embedded.__doc__)
    return 0


if __name__ == "__main__":
    heed_signals()
    try:
        sys.exit(main(sys.argv[1:]))
    except (Trouble, ImproperlyConfigured) as trouble:
        sys.exit(str(trouble))
    except Stopped as stopped:
        sys.exit(128 + stopped.number)
