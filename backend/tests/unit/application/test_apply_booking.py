"""News through `AppointmentService`, over the fake repository: every order gives the same appointments."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.booking.news import BookingNews
from tests.applying import told
from tests.chains import CHAINS, ENDS, visit, visits
from tests.deliveries import news
from tests.profile import examples
from tests.unit.domain.strategies import news as random_news


@pytest.mark.parametrize("name", CHAINS)
async def test_a_recorded_chain_ends_as_it_should(name: str) -> None:
    found = await told([news(each) for each in CHAINS[name]])

    assert {visit(each) for each in found} == ENDS[name]
    assert len(found) == len(ENDS[name])


@settings(
    max_examples=examples(20), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(random=st.randoms(use_true_random=False))
@pytest.mark.parametrize("name", CHAINS)
async def test_any_order_and_repetition_of_a_recorded_chain_gives_the_same(name: str, random: Random) -> None:
    pieces = [news(each) for each in CHAINS[name]]
    shuffled = [*pieces, *random.choices(pieces, k=2)]
    random.shuffle(shuffled)

    assert visits(await told(shuffled)) == visits(await told(pieces))


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(random_news(), min_size=1, max_size=8), st.randoms(use_true_random=False))
async def test_any_order_of_any_news_gives_the_same(pieces: list[BookingNews], random: Random) -> None:
    shuffled = [*pieces, *random.choices(pieces, k=2)]
    random.shuffle(shuffled)

    assert visits(await told(shuffled)) == visits(await told(pieces))
