"""Brazil's states and which CEPs are theirs (Correios, "Faixas de CEP por UF"). Pure."""

from domain.merge import fold

_STATES = {
    "AC": ("Acre", [(69900, 69999)]),
    "AL": ("Alagoas", [(57000, 57999)]),
    "AM": ("Amazonas", [(69000, 69299), (69400, 69899)]),
    "AP": ("Amapá", [(68900, 68999)]),
    "BA": ("Bahia", [(40000, 48999)]),
    "CE": ("Ceará", [(60000, 63999)]),
    "DF": ("Distrito Federal", [(70000, 72799), (73000, 73699)]),
    "ES": ("Espírito Santo", [(29000, 29999)]),
    "GO": ("Goiás", [(72800, 72999), (73700, 76799)]),
    "MA": ("Maranhão", [(65000, 65999)]),
    "MG": ("Minas Gerais", [(30000, 39999)]),
    "MS": ("Mato Grosso do Sul", [(79000, 79999)]),
    "MT": ("Mato Grosso", [(78000, 78899)]),
    "PA": ("Pará", [(66000, 68899)]),
    "PB": ("Paraíba", [(58000, 58999)]),
    "PE": ("Pernambuco", [(50000, 56999)]),
    "PI": ("Piauí", [(64000, 64999)]),
    "PR": ("Paraná", [(80000, 87999)]),
    "RJ": ("Rio de Janeiro", [(20000, 28999)]),
    "RN": ("Rio Grande do Norte", [(59000, 59999)]),
    "RO": ("Rondônia", [(76800, 76999)]),
    "RR": ("Roraima", [(69300, 69399)]),
    "RS": ("Rio Grande do Sul", [(90000, 99999)]),
    "SC": ("Santa Catarina", [(88000, 89999)]),
    "SE": ("Sergipe", [(49000, 49999)]),
    "SP": ("São Paulo", [(1000, 19999)]),
    "TO": ("Tocantins", [(77000, 77999)]),
}
_BY_NAME = {fold(name): state for state, (name, _) in _STATES.items()}


def state_named(text: str) -> str | None:
    """The state's two letters for its abbreviation or its name, else None."""
    letters = text.strip().upper()
    return letters if letters in _STATES else _BY_NAME.get(fold(text))


def state_of(cep: str) -> str | None:
    """The state that a CEP (eight digits) belongs to, or None where it belongs to none."""
    start = int(cep[:5])
    owners = (state for state, (_, ranges) in _STATES.items() if any(a <= start <= b for a, b in ranges))
    return next(owners, None)
