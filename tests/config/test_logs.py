"""Log lines."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import structlog

from config.logs import configured


def lines(*, readable: bool) -> tuple[logging.Logger, StringIO]:
    settings: dict[str, Any] = configured(readable=readable)
    formatter = dict(settings["formatters"]["lines"])
    made = formatter.pop("()")(**formatter)
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(made)
    logger = logging.Logger("test")
    logger.addHandler(handler)
    return logger, out


@pytest.fixture(autouse=True)
def _in_a_request() -> Iterator[None]:
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        yield


def test_is_one_json_object_a_line_with_the_id_of_the_request() -> None:
    logger, out = lines(readable=False)

    logger.warning("It is %s", "late")

    line = json.loads(out.getvalue())
    assert (line["event"], line["request_id"], line["level"]) == ("It is late", "r-1", "warning")
    assert line["timestamp"].endswith("Z")


def test_is_readable_in_the_trial() -> None:
    logger, out = lines(readable=True)

    logger.warning("It is late")

    assert "It is late" in out.getvalue()
    assert "request_id=r-1" in out.getvalue()


@pytest.mark.parametrize("readable", [True, False])
def test_shows_where_an_error_came_from_but_no_local_variables(readable: bool) -> None:
    logger, out = lines(readable=readable)
    secret = "".join(["hun", "ter2"])

    try:
        raise RuntimeError("gone wrong") from ValueError(len(secret))
    except RuntimeError:
        logger.exception("Failed")

    assert "gone wrong" in out.getvalue()
    assert "test_logs.py" in out.getvalue()
    assert "hunter2" not in out.getvalue()
