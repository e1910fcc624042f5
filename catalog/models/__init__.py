from catalog.models.document import PackageDocument
from catalog.models.feed_entry import FeedEntry, FeedHead, FeedKind
from catalog.models.package import Interval, Package, Status, TrialMode
from catalog.models.package_feature import PackageFeature
from catalog.models.package_provider import PackageProvider
from catalog.models.revision import PackageRevision
from catalog.models.visit import Visit

__all__ = [
    "FeedEntry",
    "FeedHead",
    "FeedKind",
    "Interval",
    "Package",
    "PackageDocument",
    "PackageFeature",
    "PackageProvider",
    "PackageRevision",
    "Status",
    "TrialMode",
    "Visit",
]
