"""The one list of service types, shared by packages, providers and features."""

from django.db import models


class ServiceType(models.TextChoices):
    """What kind of communication service is sold; stored and sent as the short code."""

    MEET = "meet", "Web Meeting"
    LIVE = "live", "Live Streaming"
    VIDEO = "video", "On Demand Video"
    WEBINAR = "webinar", "Webinar"
    WEBCAST = "webcast", "Webcast"
    SIMULCAST = "simulcast", "Simulcast"
    PHONE = "phone", "Phone Conference"
    AUDIO = "audio", "Audio Conference"
    AUDCAST = "audcast", "Audio Broadcast"


def service_type_label(service_type: str) -> str:
    """What people call it; what is none of the list is shown as it is."""
    return str(ServiceType(service_type).label) if service_type in ServiceType.values else service_type
