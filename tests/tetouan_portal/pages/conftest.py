import datetime

import pytest
import time_machine


@pytest.fixture(autouse=True)
def _on_the_day_of_the_tests(today):
    with time_machine.travel(datetime.datetime.combine(today, datetime.time(12), datetime.UTC), tick=False):
        yield
