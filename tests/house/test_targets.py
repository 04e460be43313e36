"""Each target of the Makefile begins: what nobody runs every day is run as far as its first step by some test."""

import os
import re
import shutil
import subprocess
import tomllib

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TARGETS = re.search(r"^\.PHONY: (.*)$", (settings.BASE_DIR / "Makefile").read_text(), re.MULTILINE)[1].split()
HERE = "house/test_targets.py"
FIRST_STEPS = {  # which test runs it: the set-up, the data, one item
    "help": (HERE, "test_the_help_names_what_a_developer_may_want"),
    "run": ("tetouan_portal/embedded/test_portal.py", "test_the_whole_portal_starts_answers_goes_on_and_ends"),
    "test": (HERE, "test_all_tests_come_after_the_checks_and_some_tests_at_once"),
    "check": ("house/test_floors.py", "test_no_floor_imports_the_one_above"),
    "drills": (HERE, "test_what_is_left_out_of_make_test_is_found"),
    "audit": ("browser/test_axe.py", "test_axe_finds_nothing_wrong_in_what_readers_see"),  # a share of its pages
    "reset": ("tetouan_portal/embedded/test_main.py", "test_reset_forgets_the_data"),
    "demo-remove": ("commitments/demo/test_demonstration.py", "test_removing_deletes_the_files_once_it_is_committed"),
    "benchmark": ("benchmarks/test_first_steps.py", "test_staffs_lists_are_measured_once"),
    "flood": ("benchmarks/test_flood.py", "test_three_posts_are_sent_as_in_the_flood"),
    "lighthouse": ("benchmarks/test_first_steps.py", "test_the_pages_that_are_measured_answer"),
    "screenshots": ("browser/test_style_guide_pictures.py", "test_the_components_look_as_they_did"),
    "messages": ("house/test_translations.py", "test_the_catalogues_hold_exactly_the_texts_of_the_code"),
    "requirements": (HERE, "test_the_requirements_hold_what_the_project_asks_for"),
    "advisories": (HERE, "test_every_requirement_is_compared_with_what_is_known_to_be_vulnerable"),
    "format": (HERE, "test_code_and_templates_are_formatted"),
    "shell": ("tetouan_portal/embedded/test_main.py", "test_data_survive_a_killed_supervisor"),  # exec --keep
}


def make(*arguments):
    """What it says, whatever the make around these tests was told."""
    alone = {name: text for name, text in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "PYTEST"))}
    command = ["make", "--no-print-directory", *arguments]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=alone, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def commands(target, *variables):
    return make("-n", target, *variables).splitlines()


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_has_a_test_that_runs_its_first_step(target):
    file, name = FIRST_STEPS[target]
    assert f"\ndef {name}(" in (settings.BASE_DIR / "tests" / file).read_text()
    assert commands(target)


def test_no_first_step_is_told_of_a_target_that_is_gone():
    assert set(FIRST_STEPS) == set(TARGETS)


def test_the_help_names_what_a_developer_may_want():
    assert set(re.findall(r"^  make ([\w-]+)", make("help"), re.MULTILINE)) == set(TARGETS) - {"check"}


def test_all_tests_come_after_the_checks_and_some_tests_at_once():
    set_up, *checks, tests = commands("test")
    assert ".venv/bin/mypy --no-error-summary" in checks
    assert commands("test", "PYTEST=tests/house")[0] == set_up
    in_one_process = tests.rstrip().replace("-n 2", "-n 0")  # there is nothing to wait for
    assert commands("test", "PYTEST=tests/house")[1:] == [f"{in_one_process} tests/house"]


@pytest.mark.parametrize(
    ("target", "file"),
    [
        ("drills", "tests/tetouan_portal/embedded/test_main.py"),
        ("audit", "tests/browser/test_axe.py"),
    ],
)
def test_what_is_left_out_of_make_test_is_found(target, file):
    """pytest ends with another status when it collects nothing."""
    command = commands(target)[-1].partition(" exec -- ")[2]  # beside no servers: nothing is run
    command = ["sh", "-c", f"{command} --collect-only {file}"]
    subprocess.run(command, cwd=settings.BASE_DIR, check=True, capture_output=True)


def test_the_pictures_that_are_kept_are_those_that_are_compared():
    file, name = FIRST_STEPS["screenshots"]
    (wanted,) = re.findall(rf"pytest -q tests/{file} -k (\w+)$", commands("screenshots")[-1])
    assert wanted in name


def test_every_requirement_is_compared_with_what_is_known_to_be_vulnerable():
    """Whom it asks, and what they know, is theirs: here it says only what it would ask for."""
    command = f"{commands('advisories')[-1]} --dry-run"
    done = subprocess.run(command, shell=True, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    (asked,) = re.findall(r"would have audited (\d+) packages", done.stderr)
    files = ("requirements.txt", "requirements-embedded.txt", "requirements-dev.txt")
    lines = "\n".join((settings.BASE_DIR / file).read_text() for file in files)
    named = [Requirement(line) for line in re.findall(r"^([\w.-]+==[^\\\n]+)", lines, re.MULTILINE)]
    assert int(asked) == len({one.name for one in named if not one.marker or one.marker.evaluate()})


def test_the_requirements_hold_what_the_project_asks_for():
    asked = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    held = (settings.BASE_DIR / "requirements-dev.txt").read_text()
    pinned = dict(re.findall(r"^([\w.-]+)(?:\[.*\])?==([\w.]+)", held, re.MULTILINE))
    for line in (*asked["project"]["dependencies"], *asked["dependency-groups"]["embedded"]):
        wanted = Requirement(line)
        assert pinned[canonicalize_name(wanted.name)] in wanted.specifier, line


def test_code_and_templates_are_formatted(tmp_path):
    (tmp_path / ".venv").symlink_to(settings.BASE_DIR / ".venv")
    shutil.copy(settings.BASE_DIR / "pyproject.toml", tmp_path)
    (tmp_path / "templates").mkdir()
    code, template = tmp_path / "code.py", tmp_path / "templates" / "page.html"
    code.write_text("import os\nprice = 'x'\n")
    template.write_text("{{text}}")
    for command in commands("format"):
        subprocess.run(["sh", "-c", command], cwd=tmp_path, check=False, capture_output=True)
    assert (code.read_text(), template.read_text()) == ('price = "x"\n', "{{ text }}\n")
