"""What a request, a line or a file can cost at most: each bound with the number that the code uses, and its test.

`tests/house/test_bounds.py` walks this table: no number is retyped, no test is missing, and every address that takes a
stranger's post, or looks into what it is sent, is under a bound.
"""

from tetouan_portal.bounds.bound import Bound
from tetouan_portal.bounds.files import FILES
from tetouan_portal.bounds.lines import LINES
from tetouan_portal.bounds.requests import REQUESTS

BOUNDS: tuple[Bound, ...] = (*REQUESTS, *LINES, *FILES)
