"""The clinic's own HTTP API, as one signed-in user meets it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import httpx

from chaos.calcom import ONE_CALL_EACH

Json = dict[str, Any]
_PASSWORD = "clinica-demo"  # noqa: S105 - the demonstration accounts' public one
_BUSY = 503


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a PATCH. `record` is the appointment after a 200, and as it is now after a 409 for an old version."""

    status: int
    record: Json | None
    code: str | None = None


class Clinic:
    """One user at one screen."""

    def __init__(self, url: str, email: str) -> None:
        self._http = httpx.AsyncClient(
            base_url=url + "/api/v1", timeout=60, trust_env=False, limits=ONE_CALL_EACH
        )
        self.email = email

    async def __aenter__(self) -> Self:
        credentials = {"email": self.email, "password": _PASSWORD}
        answer = (await self._http.post("/auth/login", json=credentials)).raise_for_status().json()
        self._http.headers["authorization"] = f"Bearer {answer['access_token']}"
        self.role: str = answer["user"]["role"]
        return self

    async def __aexit__(self, *_failure: object) -> None:
        await self._http.aclose()

    async def page(self, number: int, **query: Any) -> Json:
        """One page of the listing, the newest first."""
        asked = {"scope": "all", "sort": "-created_at", "page_size": 50, "page": number} | query
        page: Json = await self._get("/appointments", **asked)
        return page

    async def appointments(self) -> list[Json]:
        """Every appointment."""
        found: list[Json] = []
        while True:
            page = await self.page(len(found) // 100 + 1, page_size=100)
            found += page["items"]
            if not page["items"] or len(found) >= page["total"]:
                return found

    async def history(self, appointment_id: str) -> list[Json]:
        """Its entries, newest first."""
        entries: list[Json] = await self._get(f"/appointments/{appointment_id}/history")
        return entries

    async def edit(self, record: Json, changes: Mapping[str, Any]) -> Answer:
        """Save `changes` made on `record`; asked again while the clinic is busy."""
        path, body = f"/appointments/{record['id']}", {"versao": record["versao"], **changes}
        while (answer := await self._http.patch(path, json=body)).status_code == _BUSY:
            pass
        told = answer.json()
        if answer.status_code == httpx.codes.OK:
            return Answer(answer.status_code, told)
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            answer.raise_for_status()
        return Answer(answer.status_code, told.get("current"), told.get("code"))

    async def add(self, path: str, item: Mapping[str, Any]) -> str:
        """A new item of a small list; its id."""
        answer = await self._http.post(path, json=dict(item))
        return str(answer.raise_for_status().json()["id"])

    async def start_run(self, kind: str) -> Json:
        """Ask for a reconciliation (`incremental` or `full`) now."""
        answer = await self._http.post("/calcom/runs", json={"kind": kind})
        run: Json = answer.raise_for_status().json()
        return run

    async def run(self, run_id: str) -> Json:
        """One reconciliation as it stands."""
        run: Json = await self._get(f"/calcom/runs/{run_id}")
        return run

    async def _get(self, path: str, **query: Any) -> Any:
        answer = await self._http.get(path, params=query)
        return answer.raise_for_status().json()
