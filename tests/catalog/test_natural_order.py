import pytest

from catalog.natural_order import folded, natural_key


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2", "10"),
        ("9", "10 plus"),
        ("Plan 2", "Plan 10"),
        ("a", "B"),
        ("é", "f"),
        ("Zürich 2", "Zurich 10"),
        ("1.9", "1.10"),
        ("", "1"),
    ],
)
def test_orders_as_people_expect(first: str, second: str) -> None:
    assert natural_key(first) < natural_key(second)


def test_leading_zeros_do_not_matter() -> None:
    assert natural_key("007") == natural_key("7")


def test_folds_accents_and_case_away() -> None:
    assert folded("São PAULO Straße") == "sao paulo strasse"
