"""Jitsi Meet with token authentication: what a room may do stands in the token's `context.features`."""

from features.service_types import ServiceType
from providers.types.declaration import ProviderType, Switch, host_url, property_schema, secret, text

TYPE = ProviderType(
    code="jitsi",
    name="Jitsi Meet",
    description="A Jitsi Meet server that lets in those who bring a signed token.",
    service_types=(ServiceType.MEET,),
    schema=property_schema(
        {
            "host_url": host_url("Host URL", "The address of the server.", "https://meet.example.com"),
            "app_id": text("App ID", "The application that the server trusts (app_id)."),
            "secret": secret("Secret", "The secret that signs tokens (app_secret)."),
        },
        required=("host_url", "app_id", "secret"),
    ),
    honours={
        "recording": Switch("context.features.recording"),
        "screen_sharing": Switch("context.features.screen-sharing"),
        "public_chat": Switch("context.features.send-groupchat"),
        "polls": Switch("context.features.create-polls"),
        "live_transcription": Switch("context.features.transcription"),
        "dial_in": Switch("context.features.inbound-call"),
    },
    caller_enforces={
        "max_rooms": "A room exists while people are in it; the server knows no customer.",
        "max_participants": "The ceiling of occupants is set on the server, for all rooms.",
        "max_duration": "A token that ends keeps people out, but does not end a conference.",
        "max_recordings": "The server does not count recordings by customer.",
        "record_expiration": "The server keeps recordings until they are deleted.",
        "max_storage": "The server does not account for storage by customer.",
        "live_transcription": "It is switched on or off for a room; the server does not count its minutes.",
        "dial_in_minutes": "The server does not count the minutes of phone participants.",
        "participant_minutes": "The server does not add up the time of participants.",
        "max_seats": "The server does not know the same person in two rooms.",
    },
)
