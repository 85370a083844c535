"""What can go wrong by the clinic's rules. Every `detail` is Portuguese, for staff, and carries no personal data."""

from typing import Any

from domain.appointment import Appointment


class DomainError(Exception):
    """A rule said no. Shown to people as a problem document (RFC 9457)."""

    status = 400
    code = "regra"
    detail = "Operação não permitida."

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail or self.detail)
        self.detail = detail or self.detail


class NotFound(DomainError):
    status, code, detail = 404, "nao_encontrado", "Registro não encontrado."


class Gone(DomainError):
    """What a repeated request made before is no more."""

    status, code, detail = 410, "excluido", "Este registro já foi criado e depois excluído."


class Conflict(DomainError):
    status, code, detail = 409, "conflito", "O registro mudou; recarregue e tente de novo."


class Duplicated(Conflict):
    code, detail = "duplicado", "Já existe um registro igual."


class LastGestor(Conflict):
    code, detail = "ultimo_gestor", "Este é o último gestor ativo; nomeie outro antes."


class InUse(Conflict):
    code, detail = "em_uso", "Está em uso e não pode ser excluído; desative-o."


class Outdated(Conflict):
    """The record was written since its reader saw it: `current` is it now, `changed` are the fields changed since."""

    code, detail = "versao_antiga", "O agendamento mudou enquanto você editava; confira e tente de novo."

    def __init__(self, current: Appointment, changed: tuple[str, ...]) -> None:
        super().__init__()
        self.current, self.changed = current, changed


class Overtaken(Conflict):
    """What was edited was stored anew since by somebody else: `current` is it now, as plain values."""

    code, detail = "versao_antiga", "Alguém salvou enquanto você editava; confira e tente de novo."

    def __init__(self, current: dict[str, Any]) -> None:
        super().__init__()
        self.current = current


class Absorbed(Conflict):
    """The record became part of another one, which must be written in its place."""

    code, detail = "incorporado", "Este agendamento foi unido a outro; edite o outro."

    def __init__(self, survivor_id: str) -> None:
        super().__init__()
        self.survivor_id = survivor_id


class Forgotten(Conflict):
    code, detail = (
        "dados_apagados",
        "Os dados deste paciente foram apagados; o agendamento não pode mais ser alterado.",
    )


class OpenBooking(Conflict):
    code, detail = "reserva_aberta", "Há uma reserva aberta; cancele o agendamento antes de excluí-lo."


class Forbidden(DomainError):
    status, code, detail = 403, "sem_permissao", "Seu perfil não permite esta ação."


class Unauthenticated(DomainError):
    status, code, detail = 401, "nao_autenticado", "Entre de novo para continuar."


class TooManyRequests(DomainError):
    """Too much in too short a time; `retry_after` is in seconds."""

    status, code, detail = 429, "limite_excedido", "Muitas tentativas; aguarde um pouco."

    def __init__(self, retry_after: int, detail: str | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class TooLarge(DomainError):
    status, code, detail = 413, "grande_demais", "O conteúdo enviado é grande demais."


class Unavailable(DomainError):
    status, code, detail = 503, "indisponivel", "Serviço momentaneamente indisponível; tente de novo."


class Invalid(DomainError):
    """Input that a person can correct; `errors` maps a field's name to what is wrong with it."""

    status, code, detail = 422, "dados_invalidos", "Há campos a corrigir."

    def __init__(self, errors: dict[str, str], detail: str | None = None) -> None:
        super().__init__(detail)
        self.errors = errors


class Moved(DomainError):
    """The record became part of another one (two links of one chain turned out to be one visit)."""

    status, code, detail = 308, "incorporado", "Este agendamento foi unido a outro."

    def __init__(self, survivor_id: str) -> None:
        super().__init__()
        self.survivor_id = survivor_id


class StaleWrite(Unavailable):
    """Somebody wrote the record since it was read, or took one of its keys: load again and redo. Whoever asked is told, where
    nobody redoes it, that it may be tried again."""


class KeyTaken(StaleWrite):
    """Another record has a value that must be unique."""
