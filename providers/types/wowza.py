"""Wowza Streaming Engine: live, recorded and relayed video. Its REST API has no limits of a customer."""

from features.service_types import ServiceType
from providers.types.declaration import ProviderType, host_url, property_schema, secret, text

TYPE = ProviderType(
    code="wowza",
    name="Wowza Streaming Engine",
    description="A Wowza Streaming Engine server, reached through its REST API.",
    service_types=(ServiceType.LIVE, ServiceType.VIDEO, ServiceType.WEBCAST, ServiceType.SIMULCAST),
    schema=property_schema(
        {
            "host_url": host_url(
                "Host URL", "The address of the REST API.", "https://stream.example.com:8087"
            ),
            "application": text("Application", "Where streams are published; live if empty."),
            "username": text("User name", "A user with access to the REST API."),
            "password": secret("Password", "The password of that user."),
        },
        required=("host_url", "username", "password"),
    ),
    caller_enforces={
        "max_viewers": "Connections are limited for the whole server; watch the monitoring of the stream.",
        "max_webinar_attendees": "Connections are limited for the whole server.",
        "bandwidth": "The server reports what it has sent; compare it with the allowance.",
        "delivered_minutes": "The server writes an access log; add up the minutes of its sessions.",
        "stored_minutes": "The server plays files and does not count them.",
        "max_videos": "The server plays files and does not count them.",
        "max_storage": "The server does not account for storage by customer.",
        "rtmp_destinations": "Stream targets are added one by one; add no more than the package has.",
        "export_minutes": "The server does not count the minutes that it sends to stream targets.",
    },
)
