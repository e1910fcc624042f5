import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from features.models import Feature
from features.querysets import FeatureQuerySet
from tests.factories.feature import FeatureFactory

pytestmark = pytest.mark.django_db


def codes(rows: FeatureQuerySet) -> list[str]:
    return sorted(rows.values_list("code", flat=True))


@pytest.mark.parametrize(
    ("since", "version", "there"),
    [
        ("1.9", "1.10", True),
        ("1.10", "1.9", False),
        ("2.0", "2", True),
        ("2", "2.0", True),
        ("2.0.0", "2", True),
        ("2.0.1", "2.0", False),
        ("2.0", "2.0.1", True),
    ],
)
def test_compares_versions_as_numbers(since: str, version: str, there: bool) -> None:
    feature = FeatureFactory.create(since=since)

    rows = Feature.objects.available(version=version, license="standard")

    assert rows.exists() is there
    assert feature.existed_in(version) is there


def test_available_leaves_out_what_the_licence_lacks() -> None:
    FeatureFactory.create(code="for_all", licenses=[])
    FeatureFactory.create(code="for_some", licenses=["standard", "enterprise"])
    FeatureFactory.create(code="for_one", licenses=["enterprise"])

    assert codes(Feature.objects.available(version="2.0", license="standard")) == ["for_all", "for_some"]


def test_unavailable_is_the_rest() -> None:
    FeatureFactory.create(code="there")
    FeatureFactory.create(code="later", since="3.0")
    FeatureFactory.create(code="dearer", licenses=["enterprise"])

    assert codes(Feature.objects.unavailable(version="2.0", license="standard")) == ["dearer", "later"]


def test_offered_leaves_out_what_is_deprecated() -> None:
    FeatureFactory.create(code="offered")
    FeatureFactory.create(code="old", deprecated=True)

    assert codes(Feature.objects.available(version="2.0", license="standard")) == ["offered", "old"]
    assert codes(Feature.objects.offered(version="2.0", license="standard")) == ["offered"]
    assert codes(Feature.objects.deprecated()) == ["old"]


def test_applying_to_keeps_what_is_for_every_service_type() -> None:
    for_all = FeatureFactory.create(code="for_all", service_types=[])
    meet = FeatureFactory.create(code="meetings", service_types=["meet", "webinar"])
    phone = FeatureFactory.create(code="phones", service_types=["phone"])

    assert codes(Feature.objects.applying_to("meet")) == ["for_all", "meetings"]
    assert [row.applies_to("meet") for row in (for_all, meet, phone)] == [True, True, False]


def test_quotas_are_limited() -> None:
    FeatureFactory.create(code="ceiling", limit=True)
    FeatureFactory.create(code="drawn_down", allowance=True)
    FeatureFactory.create(code="measured", usage=True)

    assert codes(Feature.objects.quotas()) == ["ceiling", "drawn_down"]


def test_reads_the_matrix_by_code_in_one_statement() -> None:
    FeatureFactory.create(code="second", position=2)
    FeatureFactory.create(code="first", position=1)

    with CaptureQueriesContext(
        connection,
    ) as statements:
        matrix = Feature.objects.by_code()

    assert list(matrix) == ["first", "second"]
    assert len(statements) == 1
