"""From a file to a preview, and from a preview to packages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.conf import settings as project
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.grid.columns import MOST_SHOWN
from catalog.models import Package, PackageRevision
from tests.catalog.admin.exchange.calls import (
    IMPORT,
    applied,
    changes,
    exported,
    previewed,
    problems,
    sent,
)
from tests.catalog.admin.typed import fields_of, page, texts
from tests.catalog.exchange.files import edited, workbook
from tests.catalog.writes import document, numbers, update
from tests.factories.package import PackageFactory, sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]


@pytest.fixture
def basic() -> Package:
    return sellable(name="Basic", tier="10", features={"max_rooms": 5, "polls": True})


def table(*rows: tuple[object, ...]) -> bytes:
    return workbook(*((key, "", "", *cells) for key, *cells in rows))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_that_nobody_touched_changes_nothing(operator: Client, basic: Package, kind: str) -> None:
    PackageFactory.create(
        name='=Odd, "quoted"; \'-1', price=None, currency="", features={"max_storage": True}
    )

    response = sent(operator, exported(operator, kind))

    assert "There is nothing to change" in response.content.decode()
    assert changes(response) == []
    assert problems(response) == {}
    assert b"_apply" not in response.content


def test_a_changed_cell_is_previewed_and_then_applied(operator: Client, basic: Package) -> None:
    data = edited(exported(operator), D5="17.90")

    response = sent(operator, data)
    assert changes(response) == [("D5", "Price", "14.99 EUR", "17.90 EUR")]
    assert numbers(basic) == [1]
    done = applied(operator, previewed(operator, data), reason="Spring")

    assert "1 package saved" in texts(done)
    assert document(basic)["price"] == 17.9
    assert PackageRevision.objects.get(package_uuid=basic.pk, number=2).reason == "Spring"


def test_features_are_put_in_changed_and_taken_out(operator: Client, basic: Package) -> None:
    data = table(
        ("id", basic.id), ("max_rooms", "unlimited"), ("polls", None), ("recording", True), ("revision", 1)
    )

    applied(operator, previewed(operator, data))

    features = {feature["code"]: feature["value"] for feature in document(basic)["features"]}
    assert features == {"max_rooms": True, "recording": True}


def test_rows_that_the_file_does_not_have_stay_as_they_are(operator: Client, basic: Package) -> None:
    response = sent(operator, table(("tier", "20"), ("id", basic.id), ("revision", 1)))

    assert changes(response) == [("D1", "Tier", "10", "20")]


def test_columns_may_stand_in_any_order(operator: Client, basic: Package) -> None:
    team = PackageFactory.create(name="Team", tier="20")

    response = sent(operator, table(("id", team.id, basic.id), ("revision", 1, 1), ("tier", "21", "11")))

    assert changes(response) == [("D3", "Tier", "20", "21"), ("E3", "Tier", "10", "11")]


def test_a_column_without_an_id_becomes_a_draft(operator: Client, basic: Package) -> None:
    data = table(
        ("id", basic.id, None), ("revision", 1, None), ("name", "Basic", "Plus"), ("currency", "EUR", "JPY")
    )

    response = sent(operator, data)
    assert changes(response) == [("E3", "Name", "", "Plus"), ("E4", "Currency", "", "JPY")]
    done = applied(operator, previewed(operator, data))

    assert "1 package made as drafts" in texts(done)
    assert Package.objects.get(name="Plus").status == "draft"
    assert numbers(basic) == [1]


def test_new_packages_are_of_the_type_of_the_others_or_of_the_one_that_was_chosen(operator: Client) -> None:
    live = PackageFactory.create(service_type="live", name="Live")

    applied(operator, previewed(operator, table(("id", live.id, None), ("name", "Live", "Beside"))))
    applied(operator, previewed(operator, table(("id", None), ("name", "Alone")), service_type="webinar"))

    assert Package.objects.get(name="Beside").service_type == "live"
    assert Package.objects.get(name="Alone").service_type == "webinar"


def test_what_is_wrong_is_told_by_cell_and_keeps_all_of_it_from_being_applied(
    operator: Client, basic: Package
) -> None:
    data = table(
        ("id", basic.id, "pkg_nothing", basic.id, None, "pkg_01kaj00000000000000000000z"),
        ("revision", "x", 1, 1, None, 1),
        ("price", "dear", 1, 1, None, 1),
        ("max_rooms", "=1+1", 1, 1, 7, 1),
        ("max_rums", 5, 5, 5, 5, 5),
        ("price", 1, 1, 1, 1, 1),
        (None, 1, 1, 1, 1, 1),
        ("tier", "20", "", "", "", ""),
    )

    response = sent(operator, data)

    found = problems(response)
    assert set(found) == {"D2", "D3", "D4", "A5", "A6", "A7", "E1", "F1", "G", "H1"}
    assert "like 14.99" in found["D3"]
    assert "Has a formula" in found["D4"]
    assert "stands in D1 already" in found["F1"]
    assert "stands in line 3 already" in found["A6"]
    assert found["G"] == "Give the package a name."
    assert "no such package any more" in found["H1"]
    assert b"_apply" not in response.content
    assert ("D8", "Tier", "10", "20") in changes(response)


def test_what_can_not_be_read_can_be_mended_in_the_grid(operator: Client, basic: Package) -> None:
    fields = previewed(operator, edited(exported(operator), D4="20", D5="dear"))

    response = operator.post("/admin/catalog/package/grid/", {**fields, "_edit": "1"})

    typed = fields_of(response.content.decode(), "grid")
    place = fields["column"][0].split()[0]
    assert (typed[f"{place}/tier"], typed[f"{place}/price"]) == (["20"], ["dear"])
    assert numbers(basic) == [1]


def test_a_preview_that_was_tampered_with_is_judged_like_any_other(operator: Client, basic: Package) -> None:
    fields = previewed(operator, edited(exported(operator), D5="17.90"))
    place = fields["column"][0].split()[0]

    response = applied(operator, {**fields, f"{place}/price": ["dear"], f"{place}/status": ["active"]})

    assert problems(response)["D5"].startswith("Give an amount")
    assert numbers(basic) == [1]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"column": "x", "line": "y"},
        {"column": ["4", "5"], "4/name": "\0"},
        {"column": "0", "0/price": "x"},
    ],
)
def test_what_no_page_of_ours_sends_is_no_failure(operator: Client, fields: dict[str, str]) -> None:
    assert operator.post(IMPORT, {**fields, "_apply": "1"}).status_code == 200
    assert Package.objects.count() == 0


# --- Others, meanwhile ---------------------------------------------------------------------------------


def test_what_others_changed_since_the_export_stays(operator: Client, basic: Package) -> None:
    data = edited(exported(operator), D5="17.90")
    update(basic, tier="15")

    response = sent(operator, data)
    assert "olivia" in response.content.decode()
    assert response.context["packages"][0].moved == (("Tier", "10", "15"),)
    applied(operator, previewed(operator, data))

    assert (document(basic)["price"], document(basic)["tier"]) == (17.9, "15")


@pytest.mark.parametrize(("pick", "price"), [("mine", 17.9), ("theirs", 16)])
def test_a_cell_that_two_people_changed_is_chosen(
    operator: Client, basic: Package, pick: str, price: float
) -> None:
    data = edited(exported(operator), D4="12", D5="17.90")
    update(basic, price=Decimal(16))
    fields = previewed(operator, data)

    undecided = applied(operator, fields)
    assert "Both of you changed it" in undecided.content.decode()
    assert numbers(basic) == [1, 2]
    applied(operator, {**fields, f"pick/{fields['asked'][0]}": [pick]})

    assert (document(basic)["price"], document(basic)["tier"]) == (price, "12")


def test_a_save_between_preview_and_apply_is_shown_before_anything_is_stored(
    operator: Client, basic: Package
) -> None:
    fields = previewed(operator, edited(exported(operator), D5="17.90"))
    update(basic, tier="15")

    response = applied(operator, fields)
    assert "Nothing was applied" in response.content.decode()
    assert numbers(basic) == [1, 2]
    applied(operator, fields_of(response.content.decode(), "import-preview"))

    assert (document(basic)["price"], document(basic)["tier"]) == (17.9, "15")


def test_what_only_others_changed_is_not_counted_as_applied(operator: Client, basic: Package) -> None:
    PackageFactory.create(name="Team", tier="20")
    data = edited(exported(operator), E4="25")
    update(basic, tier="15")

    response = sent(operator, data)

    assert [package.name for package in response.context["packages"]] == ["Basic", "Team"]
    assert "Apply to 1 package\n" in response.content.decode()


def test_a_package_that_was_deleted_meanwhile_is_told(operator: Client) -> None:
    package = PackageFactory.create()
    data = edited(exported(operator), D4="20")
    operator.post(f"/admin/catalog/package/{package.pk}/delete/", {"post": "yes"})

    assert "no such package any more" in problems(sent(operator, data))["D1"]


def test_without_a_revision_the_file_is_compared_with_what_is_there(operator: Client, basic: Package) -> None:
    update(basic, tier="15")

    assert changes(sent(operator, table(("id", basic.id), ("tier", "15"), ("price", 20)))) == [
        ("D3", "Price", "14.99 EUR", "20.00 EUR")
    ]


# --- What is no file to import ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty"),
        (b"\x89PNG\r\n\x1a\n\x00", "neither an XLSX file"),
        (b"name,price\r\nBasic,5\r\n", "no price list of the grid"),
        (b"id,pkg_01kaj00000000000000000000z\r\nname,x", "first three columns"),
        (b"id,,," + b"".join(b"," for _ in range(5)) + b"\r\n", "nothing to change"),
        (("id,,,\r\nname,,," + ",".join(f"P{n}" for n in range(51))).encode(), "at most 50"),
    ],
)
def test_a_file_that_is_no_price_list_is_answered_with_a_sentence(
    operator: Client, data: bytes, sentence: str
) -> None:
    assert sentence in sent(operator, data, "prices.csv").content.decode()


def test_a_file_that_is_too_large_is_not_kept_anywhere(operator: Client) -> None:
    data = b"x" * (project.FILE_UPLOAD_MAX_MEMORY_SIZE + 1)

    assert "larger than 1 MB" in sent(operator, data).content.decode()


def test_no_file_at_all_is_answered_with_a_sentence(operator: Client) -> None:
    assert "Choose the file first" in operator.post(IMPORT, {"_preview": "1"}).content.decode()


# --- Who, and at what cost -------------------------------------------------------------------------------


def test_who_may_not_change_packages_may_not_import(viewer: Client) -> None:
    assert viewer.get(IMPORT).status_code == 403
    assert viewer.post(IMPORT, {"_apply": "1"}).status_code == 403


def test_who_may_not_add_packages_is_told_and_can_not(client: Client, basic: Package) -> None:
    user = User.objects.create_user("changer", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=["view_package", "change_package"]))
    client.force_login(user)
    data = table(("id", basic.id, None), ("revision", 1, None), ("name", "Basic", "New"))

    response = sent(client, data)

    assert "not add any" in response.content.decode()
    assert b"_apply" not in response.content
    assert client.post(IMPORT, {**previewed(client, data), "_apply": "1"}).status_code == 403
    assert Package.objects.count() == 1


def test_the_upload_page_says_how_a_file_is_read(operator: Client) -> None:
    content = page(operator, f"{IMPORT}?service_type=live")

    assert "How a file is read" in content
    assert fields_of(content, "import")["service_type"] == ["live"]


def test_a_preview_costs_the_same_for_one_package_and_for_a_screen_full(operator: Client) -> None:
    PackageFactory.create(tier="1", features={"max_rooms": 5})
    sent(operator, exported(operator))
    costs = []
    for many in (0, MOST_SHOWN - 1):
        for number in range(many):
            PackageFactory.create(tier=str(number), features={"max_rooms": 5, "polls": True})
        data = exported(operator)
        with CaptureQueriesContext(connection) as captured:
            sent(operator, data)
        costs.append(len(captured))

    assert costs[0] == costs[1]
    assert costs[1] <= 8
