"""FreeSWITCH: phone and audio conferences, by the parameters of a profile of `mod_conference`."""

from features.service_types import ServiceType
from providers.types.declaration import Limit, ProviderType, host_url, property_schema, secret, text

TYPE = ProviderType(
    code="freeswitch",
    name="FreeSWITCH",
    description="A FreeSWITCH server, reached through its XML-RPC interface (mod_xml_rpc).",
    service_types=(ServiceType.PHONE, ServiceType.AUDIO),
    schema=property_schema(
        {
            "host_url": host_url("Host URL", "The address of mod_xml_rpc.", "https://voice.example.com:8080"),
            "username": text("User name", "The user of mod_xml_rpc (auth-user)."),
            "password": secret("Password", "The password of that user (auth-pass)."),
        },
        required=("host_url", "username", "password"),
    ),
    honours={"max_participants": Limit("max-members", unlimited=None)},
    caller_enforces={
        "max_rooms": "A conference exists while people are in it; the server knows no customer.",
        "max_participants": "The limit holds for each conference; add up those that a customer runs at once.",
        "max_duration": "A conference has no end of its own; hang up when the time is over.",
        "dial_in": "Phone numbers lead to a conference by the dialplan, which is set up on the server.",
        "dial_in_minutes": "The server writes call records; add up their minutes.",
        "participant_minutes": "The server writes call records; add up their minutes.",
    },
)
