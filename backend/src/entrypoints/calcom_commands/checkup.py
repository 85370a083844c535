"""Cal.com's part of `python -m entrypoints.cli doctor`."""

from collections.abc import AsyncIterator
from http import HTTPStatus

from calcom_integration.client import CalComClient, CalComError, Echo, knock
from calcom_integration.provisioning import unread
from calcom_integration.provisioning.ping import ping_api
from domain.errors import Unavailable
from entrypoints.calcom import Parts, parts_of
from entrypoints.calcom_commands.spool import finding_of
from entrypoints.checkup import Finding, of_address, of_padded
from entrypoints.core import Core


async def examined(core: Core) -> AsyncIterator[Finding]:
    """The settings, the API with its key, and our webhook's address as Cal.com would reach it."""
    if not core.settings.units_file.is_file():
        yield Finding("Cal.com", "não foi examinado: sem UNITS_FILE não se sabe o que ele deve ter")
        return
    parts = parts_of(core)
    try:
        for fault in parts.settings.faults():
            yield Finding("Configuração", fault)
        for name in parts.settings.retired:
            yield Finding(f"{name} não vale mais: é ignorada e pode ser apagada")
        for name in parts.settings.padded:
            yield of_padded(name)
        yield of_address("CALCOM_BASE_URL", parts.settings.calcom_base_url)
        yield await _bodies(parts)
        yield finding_of(parts.settings)
        yield await _api(parts.desk_client)
        yield await _webhook(parts)
    finally:
        await parts.close()


async def _bodies(parts: Parts) -> Finding:
    what = "CALCOM_BODY_KEY"
    try:
        opens = await parts.resealing.opens_all()
    except Unavailable:
        return Finding(what, "não foi experimentada: o MongoDB não responde")
    return Finding(
        what,
        None if opens else "não abre todos os conteúdos guardados: falta uma chave com que foram lacrados",
    )


async def _api(client: CalComClient | None) -> Finding:
    what = "API do Cal.com"
    if client is None:
        return Finding(what, "CALCOM_API_URL e CALCOM_API_TOKEN não estão preenchidos")
    try:
        echo = await ping_api(client)
    except CalComError as error:
        return Finding(what, unread(error).text)
    except Unavailable:
        return Finding(what, "não foi experimentada: sem o Redis não há turnos para as chamadas")
    return Finding(f"{what}, com a chave de {echo.username}")


async def _webhook(parts: Parts) -> Finding:
    wanted, what = parts.wanted, f"Webhook {parts.wanted.url}"
    if not wanted.secret:
        return Finding(what, "não foi experimentado: falta CALCOM_WEBHOOK_SECRET")
    return Finding(what, _refusal(await knock(wanted.url, wanted.secret, parts.clock.now())))


def _refusal(echo: Echo) -> str | None:
    if echo.is_accepted:
        return None
    if echo.status is None:
        return f"não respondeu ({echo.error})"
    if echo.status == HTTPStatus.UNAUTHORIZED:
        return "recusou a assinatura: o serviço que responde ali tem outro CALCOM_WEBHOOK_SECRET"
    return f"respondeu {echo.status}"
