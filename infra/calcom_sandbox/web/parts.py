"""What every route needs: the running sandbox and the templates."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, cast

from fastapi import Depends, Request
from fastapi.templating import Jinja2Templates
from starlette.responses import HTMLResponse

from calcom_sandbox.payloads.embed import Message
from calcom_sandbox.sandbox import Sandbox
from calcom_sandbox.web import wording

templates = Jinja2Templates(Path(__file__).parent / "templates")
templates.env.trim_blocks = templates.env.lstrip_blocks = True
templates.env.filters.update(
    day=wording.day, short_day=wording.short_day, hour=wording.hour, money=wording.money
)
templates.env.globals.update(status_word=wording.STATUS, place_word=wording.place)


def running(request: Request) -> Sandbox:
    """The sandbox of this application."""
    return cast(Sandbox, request.app.state.sandbox)


Box = Annotated[Sandbox, Depends(running)]


def page(
    request: Request,
    name: str,
    status_code: int = 200,
    messages: Sequence[Message] = (),
    failure: int | None = None,
    **values: Any,
) -> HTMLResponse:
    """Render a template; the organiser is known to all of them. Inside the widget the page says `messages`, or that it failed
    with the status `failure`."""
    organiser = running(request).catalogue.organiser
    told = {"organiser": organiser, "messages": messages, "failure": failure}
    return templates.TemplateResponse(request, f"{name}.html", told | values, status_code=status_code)
