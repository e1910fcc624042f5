"""What the OpenAPI document says of dry runs and of changes in words."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_serializer

from integrations.api.fields import StrictAny, StrictBoolean, StrictList, StrictSerializer, StrictString
from integrations.api.schema import ProblemErrorSchema


@extend_schema_serializer(component_name="Change")
class ChangeSchema(StrictSerializer):
    """One difference between two states of a document."""

    path = StrictString(
        allow_blank=True,
        help_text="A JSON pointer into the document, whose lists count as objects by their keys: "
        "`/features/max_rooms/value`, `/package_metadata/color`; `/providers/default` is which is the default. "
        "The empty one is the whole document.",
    )
    before = StrictAny(help_text="What stood there; null for nothing.")
    after = StrictAny(help_text="What stands there now; null for nothing.")
    text = StrictString(help_text="The same in words: `Max rooms 10 → 20`.")


class DryRunSchema(StrictSerializer):
    """What would come of a write. Subclasses name the document."""

    dry_run = StrictBoolean(help_text="True: nothing was kept.")
    changes = StrictList(child=ChangeSchema(), help_text="Since the document of now; none for a new one.")
    errors = StrictList(  # type: ignore[assignment]
        child=ProblemErrorSchema(), help_text="Empty: what would be refused is refused in the same way."
    )
