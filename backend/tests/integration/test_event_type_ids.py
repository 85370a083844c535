"""An event type is known by its slug; an id is one Cal.com's own (issue 15, item 10). Over databases and stand-ins of both lines
that give the ids of `units.yaml` to another clinic's event types."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from calcom_integration.dto.row import BookingRow
from calcom_integration.mappings import Mappings
from calcom_integration.outbound.reservations import Reservations
from calcom_integration.provisioning.offers import Offers
from calcom_integration.reconcile.census import Census
from calcom_integration.refs import Refs
from calcom_integration.store import MappingStore, ProvisioningStore
from calcom_sandbox.catalogue import Catalogue, load_catalogue
from calcom_sandbox.gate import Limits
from calcom_sandbox.lines import LINES
from domain.booking.news import Planted
from domain.booking.push import Act, Order
from domain.pending import Pending
from domain.slots import Slot
from entrypoints.core import Core
from infrastructure.repositories.small_list_repository import UnitRepository
from tests.builders import NOW, an_appointment
from tests.deliveries import sent, shipped_table
from tests.inbound import open_desk
from tests.provisioned import SERVER, Shop, prepared_core, shop_over
from tests.sandbox_api import office_for_tests
from tests.sandbox_client import client_of
from tests.serving import settings_of

REFS = Refs("o segredo do teste")


def of_another_clinic() -> Catalogue:
    """A Cal.com with everything that the clinic wants, under other ids; the file's ids are another clinic's event types."""
    shipped = load_catalogue()
    ours = [replace(each, id=each.id + 20) for each in shipped.event_types]
    alien = [replace(each, slug=f"alheio-{each.id}", title="Alheio") for each in shipped.event_types]
    return Catalogue(shipped.organiser, (*alien, *ours))


@pytest_asyncio.fixture
async def core(mongodb_url: str, database_name: str) -> AsyncIterator[Core]:
    async with prepared_core(settings_of(mongodb_url, database_name, "redis://localhost:1/0")) as core:
        yield core


@pytest.fixture(params=LINES)
async def shop(core: Core, request: pytest.FixtureRequest) -> AsyncIterator[Shop]:
    options = {"catalogue": of_another_clinic(), "limits": Limits(limit=10_000), "line": LINES[request.param]}
    async with office_for_tests(**options) as office, client_of(office) as client:
        yield await shop_over(core, office, client)


def mappings_of(shop: Shop, core: Core, server: str) -> Mappings:
    database = core.mongo.database
    return Mappings(MappingStore(database), core.units, shop.clock, ProvisioningStore(database), server)


async def test_an_id_counts_once_a_check_has_seen_it_under_its_slug_at_this_server(
    shop: Shop, core: Core
) -> None:
    before = await shop.mappings.newest()
    assert [before.unit_by_id(number) for number in (1, 21, 4, 24)] == [None] * 4

    await shop.provisioning.check()

    after = await shop.mappings.newest()
    assert [after.unit_by_id(number) for number in (1, 4)] == [None, None]
    assert after.unit_by_id(24) == after.unit_by_slug("coleta-manaus") is not None
    assert after.unit_of_type(24, "alheio-4") is None
    assert (await mappings_of(shop, core, SERVER).newest()).unit_by_id(24) == after.unit_by_id(24)
    assert (await mappings_of(shop, core, "https://outro.example.com/v2").newest()).unit_by_id(24) is None


async def test_another_server_is_looked_at_at_once(shop: Shop, core: Core) -> None:
    await shop.provisioning.check_daily()
    first = await shop.store.newest()
    await shop.store.keep({**(first or {}), "server": "https://outro.example.com/v2"})
    assert (await shop.mappings.newest()).seen == {}

    await shop.provisioning.check_daily()

    assert (await shop.mappings.newest()).seen["coletamanaus"] == 24


async def test_a_look_of_the_release_before_says_no_server_and_counts_for_nothing(shop: Shop) -> None:
    await shop.provisioning.check()
    look = dict(await shop.store.newest() or {})
    del look["server"]
    await shop.store.keep(look)

    assert (await shop.mappings.newest()).seen == {}
    latest = await shop.provisioning.recall()
    assert (latest and latest.server, latest and latest.event_types["coleta-manaus"]) == ("", 24)


async def test_the_widget_offers_the_pages_of_our_own_slugs(shop: Shop) -> None:
    async with client_of(shop.office) as client:
        offers = await Offers(client, "", shop.mappings, shop.clock).now()
    ids = {each.link: each.id for each in offers}
    assert ids["clinica-demo/coleta-moema"] == 22
    assert not [link for link in ids if "alheio" in link]


@pytest.mark.parametrize("is_seen", [True, False])
async def test_an_hour_is_held_at_our_own_event_type(shop: Shop, *, is_seen: bool) -> None:
    if is_seen:
        await shop.provisioning.check()
    visit = an_appointment(
        nome_unidade="Moema",
        nome_marca="Laboratório Aurora",
        cpf="52998224725",
        telefone="+5511987654321",
        email="ana@example.com",
    )
    order = Order("reserva", Act.BOOK, "", Slot(NOW, NOW + timedelta(minutes=30)))
    async with client_of(shop.office) as client:
        booking = await Reservations(client, shop.mappings, REFS, shop.clock).of(visit, order)
    assert booking.event_type_id == 22


async def test_the_proof_names_the_unit_by_the_slug(shop: Shop, core: Core) -> None:
    census = Census(core.repository.booked, core.repository, "America/Sao_Paulo")
    rows = [
        {"id": 2, "slug": "coleta-noronha", "start": "2026-12-01T01:30:00Z", "end": "2026-12-01T02:00:00Z"},
        {"id": 4, "slug": "alheio-4", "start": "2026-12-01T01:30:00Z", "end": "2026-12-01T02:00:00Z"},
    ]
    said = [
        BookingRow(
            {
                **row,
                "uid": f"uid{row['id']}",
                "status": "accepted",
                "eventTypeId": row["id"],
                "eventType": {"id": row["id"], "slug": row["slug"]},
            }
        )
        for row in rows
    ]
    census.note(said, await shop.mappings.newest())
    await census.account({}, ())
    days = {each["event_type_id"]: each for each in (census.table or {})["days"]}
    assert (days[2]["nome_unidade"], days[2]["day"]) == ("Noronha", "2026-11-30")
    assert (days[4]["nome_unidade"], days[4]["day"]) == (None, "2026-11-30")


async def test_a_delivery_of_an_id_that_the_file_gives_to_a_unit_is_no_visit_of_that_unit(
    mongodb_url: str, database_name: str
) -> None:
    """The fault that was seen: event type 4 of another Cal.com, `so-telefone`, became a visit in Manaus, an hour off."""
    desk = await open_desk(mongodb_url, database_name)
    looks = ProvisioningStore(desk.mongo.database)
    await looks.keep({"server": "", "event_types": [{"slug": "coleta-manaus", "id": 4}]})
    mappings = Mappings(MappingStore(desk.mongo.database), UnitRepository(desk.mongo), desk.clock, looks)
    only_ours = [t for t in (await mappings.newest()).event_types if t.id is not None]
    await mappings.save(1, only_ours, {}, "Gestora")
    assert (await mappings.newest()).unit_by_id(4) == shipped_table().unit_by_slug("coleta-manaus")

    await desk.receive([sent("created__phone_only_apiv2")])
    await desk.work_off()

    [found] = await desk.appointments()
    assert (found.nome_unidade, Pending.UNIDADE_NAO_MAPEADA in found.pendencias) == ("Não mapeada", True)
    await desk.mongo.close()


@pytest.mark.parametrize(
    ("event_type", "holds"), [(4, True), ("so-telefone", True), (5, False), ("outro", False)]
)
def test_a_reference_holds_for_one_event_type_by_its_id_or_by_its_slug(
    event_type: int | str, *, holds: bool
) -> None:
    ref = REFS.sign("a1", event_type, NOW)
    assert REFS.read(ref, "a1", 4, NOW, "so-telefone") == (Planted("a1") if holds else None)
    assert REFS.read(ref, "a2", 4, NOW, "so-telefone") is None
