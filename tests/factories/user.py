"""Operators, who log in to the admin."""

from __future__ import annotations

from django.contrib.auth.models import User
from factory.declarations import Sequence, Trait
from factory.django import DjangoModelFactory


class UserFactory(DjangoModelFactory[User]):
    """May see the admin and, without `superuser=True`, nothing in it."""

    class Meta:
        model = User

    class Params:
        superuser = Trait(is_superuser=True)

    username = Sequence(lambda n: f"operator{n}")
    is_staff = True
