"""Visits that are booked at the stand-in Cal.com and moved by staff."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

_MANAUS, _DAY = 4, datetime(2027, 2, 1, 13, tzinfo=UTC)  # a quiet type, on days that no demonstration fills
MOVED_TO = "14:00"  # UTC, of what staff move to ten o'clock in Manaus


def calcom_at(url: str, key: str) -> httpx.AsyncClient:
    """A client of the stand-in's API v2 and of its controls."""
    return httpx.AsyncClient(base_url=url, headers={"authorization": f"Bearer {key}"}, timeout=60)


async def booked(cal_com: httpx.AsyncClient, n: int) -> str:
    """The uid of a patient's visit, at nine o'clock in Manaus on the n-th day."""
    person = {"name": f"Visita {n}", "email": f"visita{n}@example.com", "timeZone": "America/Manaus"}
    body = {
        "start": (_DAY + timedelta(days=n)).isoformat(),
        "eventTypeId": _MANAUS,
        "attendee": person,
        "bookingFieldsResponses": {"cpf": "529.982.247-25", "telefone": "+5592987654321"},
    }
    version = {"cal-api-version": "2024-08-13"}
    answer = (await cal_com.post("/v2/bookings", json=body, headers=version)).raise_for_status()
    return str(answer.json()["data"]["uid"])


async def moved_by_staff(staff: httpx.AsyncClient, appointment_id: str, versao: int) -> None:
    """Saved, of the version that a follow-up may have made meanwhile."""
    path, edit = f"/api/v1/appointments/{appointment_id}", {"versao": versao, "hora_agendamento": "10:00"}
    answer = await staff.patch(path, json=edit)
    if answer.status_code == httpx.codes.CONFLICT:
        answer = await staff.patch(path, json=edit | {"versao": answer.json()["current"]["versao"]})
    answer.raise_for_status()


async def successors(cal_com: httpx.AsyncClient, uids: Collection[str]) -> list[dict[str, Any]]:
    """The rows that Cal.com has in the place of these."""
    rows = (await cal_com.get("/sandbox/bookings")).raise_for_status().json()
    return [row for row in rows if row["from_reschedule"] in uids]
