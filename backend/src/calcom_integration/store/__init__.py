"""The integration's own collections: the only package of the integration that names the driver."""

from calcom_integration.store.arrivals import ArrivalStore
from calcom_integration.store.bodies import Bodies
from calcom_integration.store.deliveries import DeliveryStore
from calcom_integration.store.embed import EmbedStore
from calcom_integration.store.keeping import Keeping
from calcom_integration.store.mapping import MappingStore
from calcom_integration.store.papers import DeliveryPapers
from calcom_integration.store.provisioning import ProvisioningStore
from calcom_integration.store.resealing import Resealing
from calcom_integration.store.runs import RunStore

__all__ = [
    "ArrivalStore",
    "Bodies",
    "DeliveryPapers",
    "DeliveryStore",
    "EmbedStore",
    "Keeping",
    "MappingStore",
    "ProvisioningStore",
    "Resealing",
    "RunStore",
]
