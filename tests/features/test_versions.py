import pytest

from features.versions import parse_version


def test_compares_versions_as_numbers() -> None:
    assert parse_version("1.10") > parse_version("1.9")


@pytest.mark.parametrize("text", ["2", "2.0", "2.0.0"])
def test_reads_missing_numbers_as_zero(text: str) -> None:
    assert parse_version(text) == (2, 0, 0)


@pytest.mark.parametrize(
    "text", ["", "2.", "v2", "2.0.0.0", "02.0", "2.0\n", "2.-1", "٢.0", "2.0-rc1", "12345"]
)
def test_refuses_what_is_no_version(text: str) -> None:
    with pytest.raises(ValueError, match="is not a version"):
        parse_version(text)
