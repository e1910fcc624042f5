"""Icecast: audio broadcasts, by the settings of a mount point."""

from features.service_types import ServiceType
from providers.types.declaration import Limit, ProviderType, host_url, property_schema, secret, text

TYPE = ProviderType(
    code="icecast",
    name="Icecast",
    description="An Icecast server, reached through its admin pages.",
    service_types=(ServiceType.AUDCAST,),
    schema=property_schema(
        {
            "host_url": host_url("Host URL", "The address of the server.", "https://radio.example.com:8443"),
            "username": text("User name", "The user of the admin pages; admin if empty."),
            "password": secret("Password", "The password of the admin pages (admin-password)."),
        },
        required=("host_url", "password"),
    ),
    honours={"max_viewers": Limit("max-listeners", unlimited=None)},
    caller_enforces={
        "bandwidth": "The server writes an access log; add up the bytes of its sessions.",
        "listener_hours": "The server writes an access log; add up the hours of its sessions.",
    },
)
