"""What is measured: the portal with all that it invents to be tried."""

from django.core.management import call_command

COMMANDS = ("migrate", "load_plan", "load_budget", "load_participation", "load_demo")


def load():
    for command in COMMANDS:
        call_command(command, verbosity=0)
