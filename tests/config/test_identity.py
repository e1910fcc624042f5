from uuid import UUID

import pytest

from config.identity import id_of, parse_identity, ulid_of, uuid7

KEY = UUID("01a1fd2a-b99d-75c2-a53c-83e575f1125a")


def test_a_new_key_is_a_uuid_of_version_7() -> None:
    key = uuid7()

    assert key.version == 7


def test_the_three_spellings_are_the_same_bits() -> None:
    assert ulid_of(KEY) == "01M7YJNECXEQ1AAF43WNTZ24JT"
    assert id_of(KEY, prefix="pkg") == "pkg_01m7yjnecxeq1aaf43wntz24jt"


@pytest.mark.parametrize(
    "spelling",
    [
        str(KEY),
        str(KEY).upper(),
        KEY.hex,
        ulid_of(KEY),
        ulid_of(KEY).lower(),
        id_of(KEY, prefix="pkg"),
        id_of(KEY, prefix="pkg").upper(),
    ],
)
def test_every_spelling_is_read(spelling: str) -> None:
    assert parse_identity(spelling, prefix="pkg") == KEY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pkg_",
        "nonsense",
        id_of(KEY, prefix="prv"),
        ulid_of(KEY)[:-1],
        ulid_of(KEY) + "0",
        "8" + ulid_of(KEY)[1:],
        "u" * 26,
        "٠" * 26,
        str(KEY) + "\n",
        "pkg_pkg_" + ulid_of(KEY),
    ],
)
def test_anything_else_is_no_key(text: str) -> None:
    assert parse_identity(text, prefix="pkg") is None
