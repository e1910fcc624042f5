"""BigBlueButton: web meetings. Parameters are those of its API's `create` call (versions 2.6 to 3.0)."""

from features.service_types import ServiceType
from providers.types.declaration import (
    Limit,
    Listed,
    ProviderType,
    Switch,
    Writing,
    host_url,
    property_schema,
    secret,
)

HONOURS: dict[str, Writing] = {
    "max_duration": Limit("duration", unlimited="0"),
    "max_participants": Limit("maxParticipants", unlimited="0"),
    "max_cameras_meeting": Limit("meetingCameraCap", unlimited="0"),
    "max_cameras_user": Limit("userCameraCap", unlimited="0"),
    "recording": Switch("record"),
    "public_chat": Switch("lockSettingsDisablePublicChat", on="false", off="true"),
    "private_chat": Listed("disabledFeatures", "privateChat"),
    "screen_sharing": Listed("disabledFeatures", "screenshare"),
    "breakout_rooms": Listed("disabledFeatures", "breakoutRooms"),
    "polls": Listed("disabledFeatures", "polls"),
    "shared_notes": Listed("disabledFeatures", "sharedNotes"),
    "captions": Listed("disabledFeatures", "captions"),
    "live_transcription": Listed("disabledFeatures", "liveTranscription"),
    "virtual_backgrounds": Listed("disabledFeatures", "virtualBackgrounds"),
    "learning_dashboard": Listed("disabledFeatures", "learningDashboard"),
    "external_videos": Listed("disabledFeatures", "externalVideos"),
}

CALLER_ENFORCES = {
    "max_accounts": "The server knows meetings, not the accounts of a customer.",
    "max_rooms": "The server knows meetings that run, not the rooms of a customer.",
    "max_participants": "The limit holds for each meeting; add up the meetings that a customer runs at once.",
    "public_chat": "The setting locks viewers; moderators can still write, and can lift the lock.",
    "max_webinar_attendees": "The server counts everybody in a meeting and attendees not apart.",
    "max_storage": "The server does not account for storage by customer.",
    "max_recordings": "The server keeps every recording until it is told to delete one.",
    "record_expiration": "The server keeps recordings until it is told to delete them.",
    "live_transcription": "It is switched on or off for a meeting; the server does not count its minutes.",
    "dial_in": "Phone numbers are set up on the server, for all of its meetings.",
    "dial_in_minutes": "The server does not count the minutes of phone participants.",
    "participant_minutes": "The server does not add up the time of participants; count joins and leaves.",
    "export_minutes": "The server does not count the minutes that are composed.",
    "custom_branding": "Send the customer's `logo`, `bannerText` and `bannerColor` if it is included.",
    "max_seats": "The server does not know the same person in two meetings.",
}

TYPE = ProviderType(
    code="bbb",
    name="BigBlueButton",
    description="A BigBlueButton server, reached through its API with a shared secret.",
    service_types=(ServiceType.MEET, ServiceType.WEBINAR),
    schema=property_schema(
        {
            "host_url": host_url(
                "Host URL",
                "The address of the server, as bbb-conf --secret prints it.",
                "https://bbb.example.com/bigbluebutton/",
            ),
            "secret": secret("Secret", "The shared secret that signs calls; bbb-conf --secret prints it."),
        },
        required=("host_url", "secret"),
    ),
    honours=HONOURS,
    caller_enforces=CALLER_ENFORCES,
)
