"""How a call to Cal.com can fail. No error carries a name, a uid, an address or a word of Cal.com's answer."""

from enum import StrEnum


class Refusal(StrEnum):
    """Why Cal.com (or its client) will not do it. Values are stable codes, in the staff's language."""

    SLOT_TAKEN = "horario_ocupado"
    ALREADY_CANCELLED = "ja_cancelada"
    ALREADY_MOVED = "ja_remarcada"
    NOT_PENDING = "nao_pendente"
    OUT_OF_TIME = "fora_do_prazo"
    SEAT_NEEDED = "vaga_nao_informada"
    REASON_NEEDED = "motivo_obrigatorio"
    REASON_UNKNOWN = "motivo_nao_aceito"
    ANSWER_MISSING = "resposta_faltando"
    BAD_REQUEST = "dados_recusados"
    NOT_FOUND = "nao_encontrada"
    EXISTS = "ja_existe"
    NO_LICENSE = "sem_licenca"
    NO_ACCESS = "acesso_negado"
    MALFORMED_ID = "identificador_invalido"
    WRONG_VERSION = "versao_desconhecida"
    STRANGE_ANSWER = "resposta_desconhecida"


_WORDS = {
    Refusal.SLOT_TAKEN: "O horário já está ocupado no Cal.com.",
    Refusal.ALREADY_CANCELLED: "A reserva já está cancelada no Cal.com.",
    Refusal.ALREADY_MOVED: "A reserva já foi remarcada no Cal.com.",
    Refusal.NOT_PENDING: "A reserva não está mais à espera de confirmação no Cal.com.",
    Refusal.OUT_OF_TIME: "O horário está fora do prazo que o Cal.com aceita.",
    Refusal.SEAT_NEEDED: "A reserva tem várias vagas: o Cal.com precisa saber qual.",
    Refusal.REASON_NEEDED: "O Cal.com exige um motivo para cancelar.",
    Refusal.REASON_UNKNOWN: "Este Cal.com não aceita um motivo ao cancelar uma vaga.",
    Refusal.ANSWER_MISSING: "Falta uma resposta obrigatória do formulário do Cal.com.",
    Refusal.BAD_REQUEST: "O Cal.com recusou os dados enviados.",
    Refusal.NOT_FOUND: "O Cal.com não encontrou o registro.",
    Refusal.EXISTS: "O registro já existe no Cal.com.",
    Refusal.NO_LICENSE: "O Cal.com recusou o acesso: falta a licença da API no servidor.",
    Refusal.NO_ACCESS: "O Cal.com recusou a chave de acesso.",
    Refusal.MALFORMED_ID: "O identificador da reserva não tem o formato do Cal.com.",
    Refusal.WRONG_VERSION: "O Cal.com respondeu em outra versão da API.",
    Refusal.STRANGE_ANSWER: "O Cal.com deu uma resposta que não se entende.",
}
# The far side is already as it was asked to be, or further: a success to be read back (DESIGN.md, "Unknown outcome").
SETTLED = frozenset({Refusal.ALREADY_CANCELLED, Refusal.ALREADY_MOVED})


class CalComError(Exception):
    """A call that did not end well. `detail` is for staff, in Portuguese."""

    detail = "O Cal.com não respondeu; tente de novo em instantes."


class Retryable(CalComError):
    """Cal.com was not reached, or could not answer: nothing was written, and the same call may be made again."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Untrusted(Retryable):
    """Whoever answers at Cal.com's address cannot prove to be Cal.com: nothing was said to it, the key least of all."""

    code = "certificado_invalido"
    detail = (
        "O certificado do Cal.com venceu ou não é de confiança: é preciso renová-lo no servidor do Cal.com."
    )

    def __init__(self) -> None:
        super().__init__(self.code)


class CircuitOpen(Retryable):
    """Cal.com failed so often that it is left alone for `seconds` more; no call was made."""

    def __init__(self, seconds: float) -> None:
        super().__init__("circuito_aberto")
        self.seconds = seconds


class RateLimited(CalComError):
    """No call may be made for `seconds` more, by our own budget or by Cal.com's. Nothing was written."""

    def __init__(self, seconds: float) -> None:
        super().__init__("limite_de_chamadas")
        self.seconds = seconds


class UnknownOutcome(CalComError):
    """A write was sent and its answer never came, or does not tell: look it up before anything else (DESIGN.md)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Final(CalComError):
    """Cal.com said no, and would again."""

    def __init__(self, code: Refusal) -> None:
        super().__init__(code.value)
        self.code, self.detail = code, _WORDS[code]
