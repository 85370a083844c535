"""Whether what Cal.com sent has arrived: all of it, once."""

from collections.abc import Sequence
from hashlib import sha256

from tests.chains import visit
from tests.clinic import Clinic
from tests.generated_deliveries import GeneratedChain, Visit
from tests.serving import eventually


def bodies_of(chains: Sequence[GeneratedChain]) -> list[bytes]:
    """Every delivery, chain after chain."""
    return [body for chain in chains for body in chain.bodies]


async def assert_all_arrived_once(clinic: Clinic, chains: Sequence[GeneratedChain]) -> None:
    """Waits until nothing is left to do. What else is booked at Cal.com is another test's."""
    await eventually(clinic.is_finished)
    sent = {sha256(body).hexdigest() for body in bodies_of(chains)}
    states = [each["state"] for each in (await clinic.deliveries()).values() if each["digest"] in sent]
    assert states == ["done"] * len(sent)
    assert await visits_of(clinic, chains) == sorted(chain.end for chain in chains)


async def visits_of(clinic: Clinic, chains: Sequence[GeneratedChain]) -> list[Visit]:
    """What has become of them here, as lines of `chains.ENDS`."""
    uids = {chain.uid for chain in chains}
    return sorted(
        visit(each) for each in await clinic.appointments() if uids.intersection(each.side.chain.uids)
    )
