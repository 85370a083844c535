"""A client over laid-out answers."""

import pytest

from tests.calcom_api import CalComDouble


@pytest.fixture
def cal() -> CalComDouble:
    return CalComDouble()
