"""The webhook subscription as it is and as it must be (CALCOM.md A1, A2)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from calcom_integration.dto.catalogue import Subscription
from calcom_integration.provisioning.findings import Act, Fault, Findings, Write
from calcom_integration.provisioning.wanted import Wanted

_PORTS = {"http": 80, "https": 443}
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104 - compared, not bound
_WORDS = {
    "active": ("webhook_desligado", "O webhook está desligado no Cal.com.", "ligar"),
    "secret": ("webhook_segredo", "O webhook assina com outro segredo: toda entrega é recusada.", "trocar o segredo"),
    "previous": (
        "webhook_segredo_anterior",
        "O webhook ainda assina com o segredo anterior: as entregas são aceitas enquanto CALCOM_WEBHOOK_SECRET_PREVIOUS o tiver.",
        "trocar o segredo",
    ),
    "template": ("webhook_modelo", "O webhook tem um modelo de conteúdo, que estraga as entregas.", "tirar o modelo"),
}  # fmt: skip


def compare_subscriptions(
    own: Sequence[Subscription], of_event_types: Mapping[str, Sequence[Subscription]], wanted: Wanted
) -> Findings:
    """`own` are the user's, `of_event_types` those of each event type by its slug."""
    ours = _ours(own, wanted.url)
    others = [each for each in own if each is not ours and leads_to(each, wanted.url)]
    overlaps = [_overlap(each, "do usuário") for each in others if each.active and ours is not None] + [
        _overlap(each, f"do tipo de evento {slug}")
        for slug, its in of_event_types.items()
        for each in its
        if each.active and leads_to(each, wanted.url)
    ]
    return (_missing(wanted) if ours is None else _changed(ours, wanted)) + Findings(tuple(overlaps))


def leads_to(subscription: Subscription, url: str) -> bool:
    """Whether it is served at `url`, however it spells it."""
    return _place(subscription.subscriber_url or "") == _place(url)


def _ours(own: Sequence[Subscription], url: str) -> Subscription | None:
    """The one with our very address, else an active one with another spelling of it, else any such."""
    exact = [each for each in own if each.subscriber_url == url]
    alike = sorted((each for each in own if leads_to(each, url)), key=lambda each: not each.active)
    return next(iter([*exact, *alike]), None)


def _place(url: str) -> tuple[str, int | None, str] | str:
    """What tells two receivers apart: host, port and path."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return url
    host = parts.hostname or ""
    return "localhost" if host in _THIS_MACHINE else host, port, parts.path.rstrip("/")


def _missing(wanted: Wanted) -> Findings:
    body = {"active": True, "subscriberUrl": wanted.url, "triggers": list(wanted.triggers)}
    fault = Fault("webhook_ausente", f"Não há webhook para {wanted.url} no Cal.com.", is_repairable=True)
    write = Write(Act.CREATE_WEBHOOK, f"Criar o webhook para {wanted.url}", body | {"secret": wanted.secret})
    return Findings((fault,), (write,))


def _changed(ours: Subscription, wanted: Wanted) -> Findings:
    differences = list(_differences(ours, wanted))
    if not differences:
        return Findings()
    faults = tuple(fault for fault, _, _ in differences)
    steps = ", ".join(step for _, step, _ in differences)
    body = {name: value for _, _, change in differences for name, value in change.items()}
    return Findings(faults, (Write(Act.PATCH_WEBHOOK, f"Webhook: {steps}", body, ours.id),))


def _differences(ours: Subscription, wanted: Wanted) -> Iterator[tuple[Fault, str, dict[str, Any]]]:
    """Each fault, the step that repairs it, and the step in Cal.com's words. More triggers than ours are the clinic's own."""
    is_other = ours.secret != wanted.secret
    is_previous = is_other and bool(wanted.previous_secret) and ours.secret == wanted.previous_secret
    for wrong, is_wrong, change in (
        ("active", ours.active is not True, {"active": True}),
        ("previous", is_previous, {"secret": wanted.secret}),
        ("secret", is_other and not is_previous, {"secret": wanted.secret}),
        ("template", ours.payload_template is not None, {"payloadTemplate": None}),
    ):
        if is_wrong:
            code, text, step = _WORDS[wrong]
            yield Fault(code, text, is_repairable=True), step, change
    missing = [name for name in wanted.triggers if name not in ours.triggers]
    if missing:
        names = ", ".join(missing)
        fault = Fault("webhook_gatilhos", f"O webhook não avisa de: {names}.", is_repairable=True)
        yield fault, f"acrescentar {names}", {"triggers": [*ours.triggers, *missing]}


def _overlap(subscription: Subscription, owner: str) -> Fault:
    text = (
        f"A assinatura {subscription.id} ({owner}, {subscription.subscriber_url}) chega ao mesmo lugar: cada aviso vem "
        "duas vezes. Apague-a no Cal.com."
    )
    return Fault("assinatura_repetida", text)
