"""Many packages in one transaction: all of them, or none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog.actions.delete import delete_package
from catalog.actions.save import Expected
from catalog.actions.save_many import ManyRefused, PackageWrite, save_packages
from catalog.changes import FeatureChange, PackageChanges
from catalog.models import Package, PackageRevision
from config.identity import uuid7
from tests.catalog.writes import BY, document
from tests.factories.feature import FeatureFactory
from tests.factories.package import PackageFactory, sellable

pytestmark = pytest.mark.django_db


def test_each_changed_package_gets_one_revision() -> None:
    first, second = sellable(), sellable()

    saved = save_packages(
        [
            PackageWrite(PackageChanges({"price": Decimal(7)}), key=first.pk),
            PackageWrite(PackageChanges({"name": second.name}), key=second.pk),
            PackageWrite(PackageChanges({"name": "New", "service_type": "meet"})),
        ],
        by=BY,
        reason="Spring prices",
    )

    assert [one.changed for one in saved] == [True, False, True]
    reasons = PackageRevision.objects.filter(reason="Spring prices").values_list("package_uuid", flat=True)
    assert set(reasons) == {first.pk, saved[2].document.package_id}


def test_everything_wrong_with_any_is_told_and_nothing_is_stored() -> None:
    first, second = sellable(), sellable()
    feature = FeatureFactory.create(consumable=False, quota=True)
    limit = FeatureChange(value=-1)

    with pytest.raises(ManyRefused) as refused:
        save_packages(
            [
                PackageWrite(PackageChanges({"price": Decimal(7)}), key=first.pk),
                PackageWrite(PackageChanges({"name": ""}, features={feature.pk: limit}), key=second.pk),
            ],
            by=BY,
        )

    assert list(refused.value.problems) == [1]
    assert {problem.pointer for problem in refused.value.problems[1]} == {
        "/name",
        f"/features/{feature.pk}/value",
    }
    assert document(first)["price"] != 7


def test_a_package_that_was_changed_meanwhile_is_handed_back() -> None:
    first, second = sellable(), sellable()
    save_packages([PackageWrite(PackageChanges({"tier": "20"}), key=second.pk)], by=BY)

    with pytest.raises(ManyRefused) as refused:
        save_packages(
            [
                PackageWrite(PackageChanges({"tier": "30"}), key=first.pk, expected=Expected(revision=1)),
                PackageWrite(PackageChanges({"tier": "30"}), key=second.pk, expected=Expected(revision=1)),
            ],
            by=BY,
        )

    assert {place: found.revision for place, found in refused.value.stale.items()} == {1: 2}
    assert document(first)["tier"] != "30"


def test_a_package_that_is_gone_is_told() -> None:
    package = PackageFactory.create()
    key = package.pk
    package.delete()

    with pytest.raises(ManyRefused) as refused:
        save_packages([PackageWrite(PackageChanges({"tier": "30"}), key=key)], by=BY)

    assert refused.value.gone == {0}


def test_two_writes_for_one_package_are_a_mistake_of_the_caller() -> None:
    package = PackageFactory.create()
    write = PackageWrite(PackageChanges({"tier": "30"}), key=package.pk)

    with pytest.raises(ValueError, match="Two writes"):
        save_packages([write, write], by=BY)

    assert Package.objects.get().tier != "30"


def test_a_new_package_with_a_key_is_made_once() -> None:
    write = PackageWrite(PackageChanges({"name": "New", "service_type": "meet"}), new_key=uuid7())

    first, again = (save_packages([write], by=BY)[0] for _ in range(2))

    assert (first.changed, again.changed) == (True, False)
    assert Package.objects.get().pk == write.new_key == again.document.package_id


def test_a_key_of_a_package_that_is_there_overwrites_nothing() -> None:
    package = sellable(name="There")
    changes = PackageChanges({"name": "New", "service_type": "meet"})

    (saved,) = save_packages([PackageWrite(changes, new_key=package.pk)], by=BY)

    assert not saved.changed
    assert document(package)["name"] == "There"


def test_a_package_that_was_made_with_its_key_and_deleted_since_is_not_made_again() -> None:
    write = PackageWrite(PackageChanges({"name": "New", "service_type": "meet"}), new_key=uuid7())
    save_packages([write], by=BY)
    delete_package(key=Package.objects.get().pk, by=BY)

    with pytest.raises(ManyRefused) as refused:
        save_packages([write], by=BY)

    assert [problem.code for problem in refused.value.problems[0]] == ["made_before"]


def test_one_key_for_two_new_packages_is_a_mistake_of_the_caller() -> None:
    write = PackageWrite(PackageChanges({"name": "New", "service_type": "meet"}), new_key=uuid7())

    with pytest.raises(ValueError, match="Two writes"):
        save_packages([write, write], by=BY)
