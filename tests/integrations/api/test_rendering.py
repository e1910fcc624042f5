"""JSON out."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.utils.translation import gettext_lazy

from integrations.api.rendering import json_response, render_page, to_json


def test_writes_decimals_with_the_digits_they_have() -> None:
    values = [Decimal("14.990"), Decimal("1E+3"), Decimal("0.10"), Decimal("-1E-7")]

    assert to_json(values) == b"[14.990,1000,0.10,-0.0000001]"


def test_writes_times_in_utc_with_a_z() -> None:
    assert to_json(datetime(2026, 1, 31, 12, tzinfo=UTC)) == b'"2026-01-31T12:00:00Z"'


def test_writes_keys_sets_and_translations() -> None:
    assert to_json([UUID(int=0), frozenset("ba"), gettext_lazy("x")]) == (
        b'["00000000-0000-0000-0000-000000000000",["a","b"],"x"]'
    )


def test_refuses_what_is_no_json() -> None:
    with pytest.raises(TypeError):
        to_json(object())


def test_puts_documents_that_are_json_into_a_page() -> None:
    body = render_page([b'{"a":1.10}', b"2"], next="http://x/?cursor=y", previous=None)

    assert body == b'{"next":"http://x/?cursor=y","previous":null,"results":[{"a":1.10},2]}'
    assert render_page([], next=None, previous=None) == b'{"next":null,"previous":null,"results":[]}'


def test_answers_with_bytes_that_are_json() -> None:
    response = json_response(b"{}", status=201, headers={"ETag": '"x"'})

    assert (response.status_code, response["Content-Type"], response["ETag"]) == (
        201,
        "application/json",
        '"x"',
    )
