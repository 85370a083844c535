"""Setting Cal.com up, over the real sandbox API and a real database."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from calcom_integration.client import Final
from calcom_integration.provisioning import NotConfigured
from calcom_integration.signature import verify
from calcom_sandbox.catalogue import Catalogue, Question, load_catalogue
from calcom_sandbox.deliveries import Subscription
from calcom_sandbox.gate import Limits
from calcom_sandbox.lines import LINES
from entrypoints.core import Core
from tests.calcom_api import CalComDouble, refusal
from tests.provisioned import OLD_SECRET, OUR_SECRET, PUBLIC_URL, Shop, prepared_core, shop_over
from tests.sandbox_api import HEADERS, Office, book, office_for_tests
from tests.sandbox_client import client_of
from tests.serving import settings_of

OURS = f"{PUBLIC_URL}/api/v1/calcom/webhook"
TYPES = HEADERS | {"cal-api-version": "2024-06-14"}
# A test does in no time what takes minutes; the clock that Cal.com's limit goes by stands still.
AMPLE = Limits(limit=10_000)
OpenShop = Callable[..., AbstractAsyncContextManager[Shop]]


@pytest.fixture
async def core(mongodb_url: str, database_name: str) -> AsyncIterator[Core]:
    async with prepared_core(settings_of(mongodb_url, database_name, "redis://localhost:1/0")) as core:
        yield core


@pytest.fixture(params=LINES)
def open_shop(core: Core, request: pytest.FixtureRequest) -> OpenShop:
    """A shop over a sandbox that plays each line; `catalogue` is what that has, `over` changes what is wanted."""

    @asynccontextmanager
    async def opened(catalogue: Catalogue | None = None, **over: Any) -> AsyncIterator[Shop]:
        subscription = Subscription(OURS, OUR_SECRET) if catalogue is None else Subscription("", "")
        line = LINES[request.param]
        async with (
            office_for_tests(
                catalogue=catalogue, subscription=subscription, limits=AMPLE, line=line
            ) as office,
            client_of(office) as client,
        ):
            yield await shop_over(core, office, client, **over)

    return opened


def another_cal_com() -> Catalogue:
    """A fresh Cal.com: what a new user gets, under ids that `units.yaml` gives to others."""
    shipped = load_catalogue()
    first = replace(
        shipped.event_types[0], questions=tuple(q for q in shipped.event_types[0].questions if q.system)
    )
    alien = (
        replace(first, id=1, slug="15min", title="15 Min"),
        replace(first, id=2, slug="secret", title="Secret"),
    )
    return Catalogue(shipped.organiser, alien)


async def fields_of(office: Office, event_type_id: int) -> dict[str, Any]:
    found = await office.data("GET", f"/v2/event-types/{event_type_id}", headers=TYPES)
    return {each["slug"]: each for each in found["bookingFields"]}


async def subscription_of(shop: Shop) -> dict[str, Any]:
    (found,) = await shop.office.data("GET", "/v2/webhooks")
    return dict(found)


async def test_what_is_missing_is_added_once_and_all_else_stays(open_shop: OpenShop) -> None:
    async with open_shop() as shop:
        before = {each.slug: each for each in shop.office.box.catalogue.event_types[0].questions}
        assert set(await shop.codes()) == {"pergunta_ausente"}
        assert shop.writes() == []

        report = await shop.provisioning.setup()

        assert report.faults == ()
        assert (
            report.changes[0]
            == "Tipo de evento coleta-paulista: acrescentar unidade, acrescentar observacoes"
        )
        assert [method for method, _ in shop.writes()] == ["PATCH"] * 8
        after = {each.slug: each for each in shop.office.box.catalogue.event_types[0].questions}
        assert set(after) - set(before) == {"unidade", "observacoes"}
        kept = {slug: replace(question, api_field=None) for slug, question in after.items() if slug in before}
        assert kept == before


async def test_a_second_setup_writes_nothing(open_shop: OpenShop) -> None:
    async with open_shop() as shop:
        await shop.provisioning.setup()
        writes, version = shop.writes(), (await shop.mappings.newest()).version

        again = await shop.provisioning.setup()

        assert (again.faults, again.changes) == ((), ())
        assert (shop.writes(), (await shop.mappings.newest()).version) == (writes, version)


async def test_a_fresh_cal_com_gets_everything_and_nobody_elses_id_is_taken_for_ours(
    open_shop: OpenShop,
) -> None:
    async with open_shop(another_cal_com()) as shop:
        assert (await shop.mappings.newest()).unit_by_id(1) is None

        report = await shop.provisioning.setup()

        assert report.faults == ()
        assert len(report.changes) == 10  # the webhook, eight event types, the mapping
        table = await shop.mappings.newest()
        assert table.unit_by_id(1) is None
        assert table.unit_by_id(report.event_types["coleta-noronha"]) == table.unit_by_slug("coleta-noronha")
        assert shop.office.box.catalogue.by_slug("coleta-noronha").length == 45
        assert "cpf" not in await fields_of(shop.office, 1)
        assert (await shop.provisioning.setup()).changes == ()

        await book(shop.office, report.event_types["coleta-moema"])
        (posted,) = shop.office.inbox.requests
        assert str(posted.url) == OURS
        assert verify(posted.content, posted.headers["x-cal-signature-256"], [OUR_SECRET])


HIDDEN = {"slug": "origem-interna", "label": "Origem interna", "hidden": True}
OWN_HIDDEN = {
    "made through the API": {"type": "text", **HIDDEN},
    "with options": {"type": "select", "options": ["Site", "Balcão"], **HIDDEN},
    "in several lines": {"type": "textarea", "placeholder": "só nosso", **HIDDEN},
}


@pytest.mark.parametrize("own", OWN_HIDDEN.values(), ids=OWN_HIDDEN)
async def test_a_clinics_own_hidden_question_survives_and_nothing_is_left_to_do(
    open_shop: OpenShop, own: dict[str, Any]
) -> None:
    """Issue 15, item 1: the list hides it, and a PATCH replaces the whole list (CALCOM.md M5)."""
    async with open_shop() as shop:
        email = {"type": "email", "required": True}
        await shop.office.data(
            "PATCH", "/v2/event-types/1", headers=TYPES, json={"bookingFields": [email, own]}
        )
        before = (await fields_of(shop.office, 1))["origem-interna"]

        first = await shop.provisioning.setup()
        writes = shop.writes()
        second = await shop.provisioning.setup()
        check = await shop.provisioning.check()

        assert (await fields_of(shop.office, 1))["origem-interna"] == before
        assert first.changes
        assert (first.faults, second.faults, check.faults) == ((), (), ())
        assert (second.changes, check.changes, shop.writes()) == ((), (), writes)


async def test_a_hidden_question_made_on_cal_coms_page_survives(open_shop: OpenShop) -> None:
    shipped = load_catalogue()
    own = Question("origem", "text", "Origem", "Origem", hidden=True)
    types = [replace(each, questions=(*each.questions, own)) for each in shipped.event_types]
    async with open_shop(Catalogue(shipped.organiser, tuple(types))) as shop:
        assert (await shop.provisioning.setup()).faults == ()
        for each in shop.office.box.catalogue.event_types:
            kept = each.question("origem")
            assert kept is not None
            assert replace(kept, api_field=None) == own


async def test_an_event_type_that_setup_makes_is_at_the_units_address(open_shop: OpenShop) -> None:
    async with open_shop(another_cal_com()) as shop:
        ids = (await shop.provisioning.setup()).event_types
        places = {each.slug: each.address for each in shop.wanted.event_types}
        for slug, event_type_id in ids.items():
            made = await shop.office.data("GET", f"/v2/event-types/{event_type_id}", headers=TYPES)
            assert made["locations"] == [{"type": "address", "address": places[slug], "public": True}]


async def test_an_event_type_without_a_place_gets_the_units_address(open_shop: OpenShop) -> None:
    """Issue 15, item 13: without one Cal.com puts a video link into each booking."""
    async with open_shop() as shop:
        await shop.provisioning.setup()
        await shop.office.data("PATCH", "/v2/event-types/2", headers=TYPES, json={"locations": []})
        assert await shop.codes() == ["tipo_sem_local"]

        assert len((await shop.provisioning.setup()).changes) == 1

        assert shop.office.box.catalogue.by_id(2).location.startswith("Avenida Moema, 300")
        assert (await shop.codes(), (await shop.provisioning.setup()).changes) == ([], ())


async def test_a_rotation_of_the_secret_is_no_alarm(open_shop: OpenShop) -> None:
    async with open_shop() as shop:
        await shop.provisioning.setup()
        own = await subscription_of(shop)
        await shop.office.data("PATCH", f"/v2/webhooks/{own['id']}", json={"secret": OLD_SECRET})

        (fault,) = (await shop.provisioning.check()).faults

        assert (fault.code, fault.is_repairable) == ("webhook_segredo_anterior", True)
        assert "recusada" not in fault.text
        await shop.provisioning.setup()
        assert ((await subscription_of(shop))["secret"], await shop.codes()) == (OUR_SECRET, [])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"active": False}, "webhook_desligado"),
        ({"secret": "de-outro"}, "webhook_segredo"),
        ({"triggers": ["BOOKING_CREATED"]}, "webhook_gatilhos"),
        ({"payloadTemplate": '{"a": 1}'}, "webhook_modelo"),
    ],
)
async def test_what_somebody_did_to_the_webhook_is_said_and_undone(
    open_shop: OpenShop, change: dict[str, Any], code: str
) -> None:
    async with open_shop() as shop:
        await shop.provisioning.setup()
        right = await subscription_of(shop)
        await shop.office.data("PATCH", f"/v2/webhooks/{right['id']}", json=change)

        assert await shop.codes() == [code]
        assert len((await shop.provisioning.setup()).changes) == 1
        now = await subscription_of(shop)
        assert {**now, "triggers": set(now["triggers"])} | {"triggers": None} == right | {"triggers": None}
        assert set(now["triggers"]) >= set(shop.wanted.triggers)
        assert await shop.codes() == []


async def test_subscriptions_that_overlap_are_named_and_left_to_a_person(open_shop: OpenShop) -> None:
    async with open_shop() as shop:
        await shop.provisioning.setup()
        twin = {"active": True, "subscriberUrl": OURS + "/", "triggers": ["BOOKING_CREATED"]}
        await shop.office.data("POST", "/v2/webhooks", json=twin)
        await shop.office.data("POST", "/v2/event-types/2/webhooks", json=twin)
        writes = shop.writes()

        report = await shop.provisioning.setup()

        assert [fault.code for fault in report.faults] == ["assinatura_repetida"] * 2
        assert "coleta-moema" in report.faults[1].text
        assert shop.writes() == writes


async def test_a_new_slug_is_said_and_no_second_event_type_is_made(open_shop: OpenShop) -> None:
    async with open_shop() as shop:
        await shop.provisioning.setup()
        await shop.office.data("PATCH", "/v2/event-types/2", headers=TYPES, json={"slug": "moema-nova"})
        writes = shop.writes()

        report = await shop.provisioning.setup()

        (fault,) = report.faults
        assert (fault.code, fault.is_repairable) == ("tipo_renomeado", False)
        assert "moema-nova" in fault.text
        assert (shop.writes(), await shop.codes()) == (writes, ["tipo_renomeado"])


async def test_a_hidden_event_type_and_a_question_made_optional_are_said(open_shop: OpenShop) -> None:
    async with open_shop() as shop:
        await shop.provisioning.setup()
        lax = [{"type": "text", "slug": "cpf", "label": "CPF", "required": False}]
        body = {"hidden": True, "bookingFields": lax}
        await shop.office.data("PATCH", "/v2/event-types/3", headers=TYPES, json=body)

        assert set(await shop.codes()) == {"tipo_escondido", "pergunta_opcional", "pergunta_ausente"}
        assert [fault.code for fault in (await shop.provisioning.setup()).faults] == ["tipo_escondido"]
        assert (await fields_of(shop.office, 3))["cpf"]["required"] is True


async def test_the_clinics_own_question_for_a_field_counts(open_shop: OpenShop) -> None:
    async with open_shop() as shop:
        own = [{"type": "text", "slug": "numero-cpf", "label": "Seu CPF", "required": True}]
        await shop.office.data("PATCH", "/v2/event-types/1", headers=TYPES, json={"bookingFields": own})

        await shop.provisioning.setup()

        fields = await fields_of(shop.office, 1)
        assert "numero-cpf" in fields
        assert "cpf" not in fields


async def test_a_refused_write_is_said_and_keeps_no_other_from_being_made(open_shop: OpenShop) -> None:
    strange = [{"slug": "exames", "type": "checkbox", "label": "Exames", "options": ["Sangue"]}]
    async with open_shop(booking_questions=strange) as shop:
        (own,) = await shop.office.data("GET", "/v2/webhooks")
        await shop.office.data("PATCH", f"/v2/webhooks/{own['id']}", json={"active": False})

        report = await shop.provisioning.setup()

        codes = [fault.code for fault in report.faults]
        assert (codes.count("recusado"), codes.count("pergunta_ausente")) == (8, 8)
        assert report.changes == ("Webhook: ligar",)
        assert (await subscription_of(shop))["active"] is True


async def test_a_preview_keeps_nothing(open_shop: OpenShop) -> None:
    async with open_shop() as shop:
        assert len((await shop.provisioning.check(keep=False)).changes) == 8
        assert (shop.writes(), await shop.store.newest()) == ([], None)


async def test_the_daily_check_reads_cal_com_once_a_day(open_shop: OpenShop) -> None:
    async with open_shop() as shop:
        await shop.provisioning.check_daily()
        first = await shop.provisioning.recall()
        assert first is not None
        assert {fault.code for fault in first.faults} == {"pergunta_ausente"}

        shop.clock.advance(timedelta(hours=23))
        await shop.provisioning.check_daily()
        assert await shop.provisioning.recall() == first

        shop.clock.advance(timedelta(hours=1))
        await shop.provisioning.check_daily()
        later = await shop.provisioning.recall()
        assert later is not None
        assert later.at - first.at == timedelta(hours=24)


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        (
            refusal(401, "Invalid or missing CALCOM_LICENSE_KEY environment variable"),
            "sem_licenca",
            "licença",
        ),
        (refusal(401, "Invalid API Key"), "acesso_negado", "chave de acesso"),
        (refusal(500, "Internal server error"), "sem_resposta", "não respondeu"),
    ],
)
async def test_why_cal_com_could_not_be_read_is_said_and_tried_again(
    core: Core, answer: Any, code: str, words: str
) -> None:
    cal = CalComDouble()
    cal.answer(*[answer] * 40)
    async with office_for_tests() as office:
        shop = await shop_over(core, office, cal.client)
        await shop.provisioning.check_daily()
        report = await shop.provisioning.recall()
        assert report is not None
        assert (report.is_read, [fault.code for fault in report.faults]) == (False, [code])
        assert words in report.faults[0].text
        calls, cal.time.now = len(cal.requests), cal.time.now + 60  # the circuit is closed again
        await shop.provisioning.check_daily()
        assert len(cal.requests) > calls


async def test_a_wrong_key_is_refused_before_anything_is_compared(core: Core) -> None:
    async with office_for_tests() as office, client_of(office, key="cal_outra") as client:
        shop = await shop_over(core, office, client)
        with pytest.raises(Final) as refused:
            await shop.provisioning.setup()
        assert "chave de acesso" in refused.value.detail
        assert shop.writes() == []


async def test_without_an_api_there_is_nothing_to_check(core: Core) -> None:
    async with office_for_tests() as office:
        shop = await shop_over(core, office, None)
        await shop.provisioning.check_daily()
        with pytest.raises(NotConfigured):
            await shop.provisioning.check()
        assert await shop.store.newest() is None


async def test_without_a_secret_no_subscription_is_touched(core: Core) -> None:
    async with office_for_tests() as office, client_of(office) as client:
        shop = await shop_over(core, office, client, secret="")
        await shop.provisioning.check_daily()
        with pytest.raises(NotConfigured):
            await shop.provisioning.setup()
        assert shop.writes() == []
