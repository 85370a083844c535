"""Every path that a delivery, a patient or staff can take through a running stack, for tests of what is said meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from domain.appointment import Status
from tests.clinic import Clinic, clinic_of
from tests.deliveries import MEANT_TO_FAIL, all_sent
from tests.serving import WEBHOOK, eventually, signed
from tests.spreadsheets import xlsx
from tests.supervised import Supervised
from tests.webhook_sender import Sender

BODIES = [each.body for each in all_sent("recorded", "composed", "published", "derived")]
BERENICE: dict[str, Any] = {
    "name": "Berenice Quaresma Figueiroa",
    "email": "berenice.quaresma@example.com",
    "cpf": "111.444.777-35",
    "telefone": "+5592987654399",
}
_MANAUS, _DAY = 4, datetime(2027, 4, 5, 13, tzinfo=UTC)  # a quiet type, on days that no demonstration fills
_GESTOR = {"email": "gestor@demo.example.com", "password": "clinica-demo"}
SHEET = ["Nome do Paciente", "Unidade", "Marca", "Data", "Hora", "Telefone", "CPF", "E-mail"]
_CANCELLED = {"status": "Cancelado", "motivo_cancelamento": "Berenice Quaresma viaja"}


@dataclass
class House:
    """A running stack: `api` as the gestor sees it, `cal_com` as its patients do."""

    stack: Supervised
    api: httpx.AsyncClient
    cal_com: httpx.AsyncClient
    clinic: Clinic
    sender: Sender

    async def get(self, path: str, **params: Any) -> Any:
        answer = await self.api.get(path, params=params)
        assert answer.status_code == httpx.codes.OK, answer.text
        return answer.json()

    async def post(self, path: str, body: Any = None, **params: Any) -> Any:
        answer = await self.api.post(path, json=body, params=params)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def finished(self) -> None:
        await eventually(self.clinic.is_finished)

    async def of(self, uid: str) -> dict[str, Any] | None:
        """The appointment of the booking."""
        found = [each for each in await self.clinic.appointments() if each.calcom_booking_id == uid]
        return await self.get(f"/appointments/{found[0].id}") if found else None


@asynccontextmanager
async def open_house(stack: Supervised) -> AsyncIterator[House]:
    told, url = stack.environment, stack.state()["parts"]["api"]["url"]
    key = {"authorization": f"Bearer {told['CALCOM_API_TOKEN']}"}
    one_call_each = httpx.Limits(
        max_keepalive_connections=0
    )  # Cal.com closes idle connections, maybe at the next call
    async with (
        httpx.AsyncClient(base_url=url + "/api/v1", timeout=60) as api,
        httpx.AsyncClient(
            base_url=told["CALCOM_API_URL"].removesuffix("/v2"), headers=key, limits=one_call_each
        ) as cal_com,
        clinic_of(told) as clinic,
    ):
        answer = (await api.post("/auth/login", json=_GESTOR)).raise_for_status()
        api.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
        await clinic.forget()
        yield House(stack, api, cal_com, clinic, Sender(url, told["CALCOM_WEBHOOK_SECRET"]))


async def refusals(house: House) -> None:
    """What is never stored: unsigned, cut off, too large, not for this address, not for this person."""
    body = BODIES[0]
    for content, headers in (
        (body, {}),
        (body, {"x-cal-signature-256": body[:64].hex()}),
        (body * 1000, signed(body * 1000, house.sender.secret)),
    ):
        assert (
            await house.api.post(WEBHOOK.removeprefix("/api/v1"), content=content, headers=headers)
        ).is_client_error
    name, email = BERENICE["name"], BERENICE["email"]
    for method, path, given in (
        ("POST", "/auth/login", {"email": email, "password": name}),
        ("POST", f"/calcom/{name}", {}),
        ("GET", f"/appointments/{email}", None),
        ("POST", "/appointments", {"nome_paciente": name, "telefone": [email], "data_agendamento": name}),
        ("PATCH", f"/appointments/{name}", {"versao": name}),
        ("POST", "/calcom/deliveries/replay", {"from": name}),
    ):
        answer = await house.api.request(method, path, json=given)
        assert answer.is_client_error, path
    assert (await house.api.get("/auth/me", headers={"authorization": f"Bearer {email}"})).status_code == 401


async def deliveries_amid_crashes(house: House) -> None:
    """Twice over, what cannot be read included; worker and database are killed meanwhile."""
    cut = [body[: len(body) // 2] for body in BODIES[:10]]
    for bodies, victim in (([*BODIES, *cut], "worker"), (BODIES, "mongodb")):
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(house.sender.send(bodies))
            tasks.create_task(asyncio.to_thread(house.stack.kill, victim))
    await house.finished()


async def replay(house: House) -> None:
    await house.post("/calcom/deliveries/replay", {})
    await house.finished()
    ends = [each["state"] for each in (await house.clinic.deliveries()).values()]
    assert ends.count("failed") >= len(MEANT_TO_FAIL)


async def readings(house: House) -> None:
    """Lists, searches and single ones, as staff look for people."""
    for delivery in (await house.get("/calcom/deliveries", page_size=20))["items"]:
        await house.get(f"/calcom/deliveries/{delivery['id']}")
        await house.get(f"/calcom/deliveries/{delivery['id']}/body")
        await house.get("/calcom/deliveries", uid=delivery["uid"] or "nenhum")
    for appointment in (await house.clinic.appointments())[:20]:
        await house.get(f"/appointments/{appointment.id}")
        await house.get("/appointments", q=appointment.nome_paciente, scope="all")
        await house.get("/clients", q=appointment.nome_paciente)


async def import_of_a_sheet(house: House) -> None:
    """Of rows that are good, and rows that are not."""
    day, name, email = "05/04/2027", BERENICE["name"], BERENICE["email"]
    good = [name, "Paulista", "Laboratório Aurora", day, "08:00", "11987654399", BERENICE["cpf"], email]
    bad = [name, email, name, name, "25:99", email, "123", name]
    answer = await house.api.post(
        "/appointments/imports", files={"arquivo": ("Berenice Quaresma.xlsx", xlsx([SHEET, good, bad]))}
    )
    assert answer.is_success, answer.text
    await eventually(lambda: _is_imported(house, answer.json()["id"]))


async def _is_imported(house: House, import_id: str) -> bool:
    return bool((await house.get(f"/appointments/imports/{import_id}"))["state"] != "lendo")


async def refresh(house: House) -> None:
    """Bookings that Cal.com here never had."""
    for uid in sorted({each.calcom_booking_id or "" for each in await house.clinic.appointments()} - {""})[
        :8
    ]:
        await house.api.post(f"/calcom/bookings/{uid}/refresh")


async def write_back(house: House) -> str:
    """A booking that Cal.com has is moved and cancelled; one that it has not is refused. The uid of the first."""
    uid = await _booked(house)
    await eventually(lambda: _is_here(house, uid))
    await house.post(f"/calcom/bookings/{uid}/refresh")
    strange = await _known_nowhere_else(house, uid)
    here = await house.of(uid)
    assert here
    await _edited(house, here["id"], hora_agendamento="10:00")
    await _edited(house, strange, **_CANCELLED)
    await eventually(lambda: _nothing_is_due(house))
    moved = await house.get(f"/appointments/{here['id']}")
    await _edited(house, moved["id"], **_CANCELLED)
    await eventually(lambda: _nothing_is_due(house))
    return uid


async def _known_nowhere_else(house: House, uid: str) -> str:
    """The id of an open appointment whose booking Cal.com here never had."""
    return next(
        each.id
        for each in await house.clinic.appointments()
        if each.calcom_booking_id not in (None, uid) and each.status in (Status.AGENDADO, Status.CONFIRMADO)
    )


async def _booked(house: House) -> str:
    person = {"name": BERENICE["name"], "email": BERENICE["email"], "timeZone": "America/Manaus"}
    body = {
        "start": (_DAY + timedelta(days=1)).isoformat(),
        "eventTypeId": _MANAUS,
        "attendee": person,
        "bookingFieldsResponses": {"cpf": BERENICE["cpf"], "telefone": BERENICE["telefone"]},
    }
    answer = await house.cal_com.post("/v2/bookings", json=body, headers={"cal-api-version": "2024-08-13"})
    return str(answer.raise_for_status().json()["data"]["uid"])


async def _is_here(house: House, uid: str) -> bool:
    return await house.of(uid) is not None


async def _nothing_is_due(house: House) -> bool:
    return not (await house.get("/calcom/health"))["pushes"]["waiting"]


async def _edited(house: House, appointment_id: str, **edit: Any) -> None:
    """Saved, of the version that a follow-up may have made meanwhile."""
    path, given = f"/appointments/{appointment_id}", {"versao": 1, **edit}
    while (answer := await house.api.patch(path, json=given)).status_code == httpx.codes.CONFLICT:
        given["versao"] = answer.json()["current"]["versao"]
    assert answer.is_success, answer.text


async def reconciliation(house: House) -> None:
    for dry_run in (True, False):
        run = await house.post("/calcom/runs", {"kind": "full"}, dry_run=dry_run)
        await eventually(lambda run=run: _is_run(house, run["id"]))  # type: ignore[misc]  # bound to this turn's run


async def _is_run(house: House, run_id: str) -> bool:
    return (await house.get(f"/calcom/runs/{run_id}"))["state"] not in ("pedida", "em_andamento")


async def preview(house: House) -> None:
    mapping = await house.get("/calcom/mapping")
    types = [{name: each[name] for name in ("id", "slug", "unidade_id")} for each in mapping["event_types"]]
    draft = {"event_types": types, "questions": mapping["questions"]}
    await house.post("/calcom/mapping/preview", draft)
    await house.post("/calcom/mapping/reprocess")
    await house.finished()


async def provisioning(house: House) -> None:
    await house.get("/calcom/provisioning")
    await house.api.post("/calcom/provisioning", json={})
    await house.get("/calcom/health")
