from __future__ import annotations

import pytest
from django.db import OperationalError, connection

pytestmark = pytest.mark.django_db


def test_a_healthy_site_says_so_without_a_log_in(client):
    response = client.get("/health/")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_a_site_without_its_database_says_so(client):
    def unreachable(*args):
        raise OperationalError("the server is gone")

    with connection.execute_wrapper(unreachable):
        response = client.get("/health/")
    assert (response.status_code, response.json()) == (503, {"status": "unavailable"})
