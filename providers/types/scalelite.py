"""Scalelite: one BigBlueButton API in front of many servers, so a package is told in the same words."""

from dataclasses import replace

from providers.types import bbb
from providers.types.declaration import host_url, property_schema, secret

TYPE = replace(
    bbb.TYPE,
    code="scalelite",
    name="Scalelite",
    description="A Scalelite load balancer, which spreads meetings over BigBlueButton servers.",
    schema=property_schema(
        {
            "host_url": host_url(
                "Host URL",
                "The address of the load balancer.",
                "https://scalelite.example.com/bigbluebutton/",
            ),
            "secret": secret("Secret", "The load balancer's own shared secret (LOADBALANCER_SECRET)."),
        },
        required=("host_url", "secret"),
    ),
)
