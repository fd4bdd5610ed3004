"""The clock of these tests: a Friday morning in Brussels."""

import pytest
import time_machine

from tests.factories import NOW


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(NOW, tick=False):
        yield
