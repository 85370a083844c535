"""What can be booked, over the real sandbox API and a real database."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from calcom_integration.mapping import EventType
from calcom_integration.provisioning.offers import Offers
from calcom_sandbox.gate import ApiFaults
from entrypoints.core import Core
from tests.provisioned import Shop, prepared_core, shop_over
from tests.sandbox_api import HEADERS, office_for_tests
from tests.sandbox_client import client_of
from tests.serving import settings_of

TYPES = HEADERS | {"cal-api-version": "2024-06-14"}


@pytest.fixture
async def core(mongodb_url: str, database_name: str) -> AsyncIterator[Core]:
    async with prepared_core(settings_of(mongodb_url, database_name, "redis://localhost:1/0")) as core:
        yield core


@pytest.fixture
async def shop(core: Core) -> AsyncIterator[Shop]:
    async with office_for_tests() as office, client_of(office) as client:
        yield await shop_over(core, office, client)


async def rename(shop: Shop, title: str) -> None:
    await shop.office.data("PATCH", "/v2/event-types/2", headers=TYPES, json={"title": title})


async def titles(offers: Offers) -> list[str]:
    return [offer.title for offer in await offers.now()]


async def test_cal_coms_words_are_kept_for_two_minutes_and_while_it_is_away(shop: Shop) -> None:
    async with client_of(shop.office) as client:
        offers = Offers(client, "", shop.mappings, shop.clock)
        assert "Coleta domiciliar Moema" in await titles(offers)
        await rename(shop, "Moema, em casa")
        shop.clock.advance(timedelta(minutes=2))
        assert "Moema, em casa" not in await titles(offers)
        shop.clock.advance(timedelta(seconds=1))
        assert "Moema, em casa" in await titles(offers)

        await rename(shop, "Outro nome")
        shop.office.box.gate.set_faults(ApiFaults(fail=1), shop.office.box.now())
        shop.clock.advance(timedelta(hours=1))
        assert "Moema, em casa" in await titles(offers)


async def test_a_page_somebody_named_is_offered_though_cal_com_knows_nothing_of_it(shop: Shop) -> None:
    async with client_of(shop.office) as client:
        offers = await Offers(client, "/team/clinica/", shop.mappings, shop.clock).now()
    assert offers[0].link == "team/clinica/coleta-paulista"
    assert (offers[0].id, offers[0].slug) == (None, "coleta-paulista")
    assert (offers[0].title, offers[0].questions) == ("Coleta paulista", None)


async def test_an_event_type_known_by_id_alone_gets_its_page_from_cal_com(shop: Shop) -> None:
    mapping = await shop.mappings.newest()
    unit_id = mapping.event_types[0].unidade_id
    await shop.mappings.save(mapping.version, [EventType(4, None, unit_id)], {}, "Gil")
    async with client_of(shop.office) as client:
        (offer,) = await Offers(client, "", shop.mappings, shop.clock).now()
    assert (offer.link, offer.unit.nome_unidade) == ("clinica-demo/coleta-manaus", "Paulista")
    assert await Offers(None, "clinica-demo", shop.mappings, shop.clock).now() == ()
