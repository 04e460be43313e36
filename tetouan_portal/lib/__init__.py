"""The ground floor: knows Django, knows no app of ours.

A module enters when a second app (or the roof) needs it, is named by a noun of the
craft, has its own test file and stays short.
"""
