"""The stand-in Cal.com as patients, its host and the judge use it: its control API."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

import httpx

from chaos.verdict.snapshots import Refusal

Json = dict[str, Any]
# A connection that lay idle may be closed by the server just as it is used again, and no act is safe to repeat.
ONE_CALL_EACH = httpx.Limits(max_keepalive_connections=0)


class NotPossible(Exception):
    """Cal.com refused the act: `code` says why (`…_available…`, `booking_not_open`, …)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class CalCom:
    """A client of the sandbox at `url`."""

    def __init__(self, url: str) -> None:
        self._http = httpx.AsyncClient(base_url=url, timeout=60, trust_env=False, limits=ONE_CALL_EACH)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_failure: object) -> None:
        await self._http.aclose()

    async def book(self, event_type_id: int, start: datetime, answers: Mapping[str, Any]) -> list[Json]:
        """The rows booked. Raises NotPossible, as every act does."""
        order = {"event_type_id": event_type_id, "start": start.isoformat(), "answers": dict(answers)}
        rows: list[Json] = await self._act("/sandbox/bookings", order)
        return rows

    async def on_booking(self, uid: str, act: str, **body: Any) -> Any:
        """`reschedule`, `cancel`, `confirm`, `reject`, `request-reschedule`, `pay` or `move` one row."""
        return await self._act(f"/sandbox/bookings/{uid}/{act}", body)

    async def on_seat(self, seat: str, act: str, **body: Any) -> Any:
        """`cancel` or `reschedule` one seat."""
        return await self._act(f"/sandbox/seats/{seat}/{act}", body)

    async def rows(self) -> list[Json]:
        """Every row there is."""
        rows: list[Json] = (await self._http.get("/sandbox/bookings")).raise_for_status().json()
        return rows

    async def calls(self) -> list[Json]:
        """The writing calls that its API v2 got, oldest first."""
        calls: list[Json] = (await self._http.get("/sandbox/api/calls")).raise_for_status().json()
        return calls

    async def deliveries(self) -> list[Json]:
        """Every delivery made, one entry a copy."""
        made: list[Json] = (await self._http.get("/sandbox/deliveries")).raise_for_status().json()
        return made

    async def set_faults(self, faults: Mapping[str, Any]) -> None:
        """Faults between Cal.com and its subscriber; empty: none."""
        (await self._http.put("/sandbox/faults", json=dict(faults))).raise_for_status()

    async def set_api_faults(self, faults: Mapping[str, Any]) -> None:
        """Faults of API v2; empty: none."""
        (await self._http.put("/sandbox/api/faults", json=dict(faults))).raise_for_status()

    async def flush(self) -> None:
        """Send what is held or delayed, and wait for the answers."""
        (await self._http.post("/sandbox/deliveries/flush")).raise_for_status()

    async def _act(self, path: str, body: Mapping[str, Any]) -> Any:
        answer = await self._http.post(path, json=dict(body))
        if answer.status_code in (400, 404, 409):
            raise NotPossible(answer.json()["code"])
        return answer.raise_for_status().json()


def refusals(calls: list[Json]) -> list[Refusal]:
    """The calls that Cal.com itself refused; the limit's 429 and the faults never came that far."""
    return [_refusal(call) for call in calls if call["done"] and 400 <= call["done"] < 500]


def _refusal(call: Json) -> Refusal:
    *_, uid, act = call["path"].split("/")
    start = call["body"].get("start")
    return Refusal(uid, act, call["done"], datetime.fromisoformat(start) if start else None)
