"""What staff may write in the small lists; `domain.small_lists` says what they read."""

from typing import Annotated, Any, Generic, TypeVar, get_type_hints

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    create_model,
)
from pydantic_core import PydanticCustomError

from application.documents import clean_phone
from application.inputs import CLEANED
from domain.slots import is_zone

T = TypeVar("T")
MAX_LIST_SIZE = 500


def _known_zone(name: str) -> str:
    if not is_zone(name):
        raise PydanticCustomError("unknown_zone", "unknown zone")
    return name


def _plain_plate(plate: Any) -> Any:
    return plate.replace("-", "").replace(" ", "").upper() if isinstance(plate, str) else plate


def _e164(phone: str | None) -> str | None:
    return clean_phone(phone)[0] if phone else None


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), CLEANED]
Text = Annotated[
    Annotated[str, StringConstraints(strip_whitespace=True, max_length=300), CLEANED] | None,
    AfterValidator(lambda text: text or None),
]
Phone = Annotated[Annotated[str, StringConstraints(max_length=40), CLEANED] | None, AfterValidator(_e164)]
Zone = Annotated[str, Field(max_length=64), AfterValidator(_known_zone)]
Color = Annotated[str, StringConstraints(to_lower=True, pattern=r"^#[0-9a-fA-F]{6}$")]
# The old form and Mercosul's.
Plate = Annotated[
    str, BeforeValidator(_plain_plate), StringConstraints(pattern=r"^[A-Z]{3}[0-9][A-Z0-9][0-9]{2}$")
]
Id = Annotated[str, StringConstraints(min_length=1, max_length=64), CLEANED]


class SmallListQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    active: bool | None = Field(default=None, description="Só os ativos (true) ou só os desativados (false).")
    page: int = Field(default=1, ge=1, le=10_000)
    page_size: int = Field(default=100, ge=1, le=MAX_LIST_SIZE)


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class UnitIn(_Given):
    """`fuso` is an IANA zone; `duracao_minutos` is how long a visit takes. Where it `reserva_horario`, an hour that staff
    enter is held by a booking too."""

    nome_unidade: Name
    nome_marca: Name
    fuso: Zone
    duracao_minutos: StrictInt = Field(ge=5, le=480)
    endereco: Text = None
    reserva_horario: StrictBool = False
    active: StrictBool = True


class TagIn(_Given):
    """`color` is `#rrggbb`."""

    name: Name
    color: Color
    active: StrictBool = True


class DriverIn(_Given):
    name: Name
    phone: Phone = None
    active: StrictBool = True


class CollectorIn(DriverIn):
    """As a driver."""


class CarIn(_Given):
    """`plate` is a Brazilian one; case, blanks and hyphens do not matter."""

    plate: Plate
    model: Text = None
    active: StrictBool = True


class LogisticsPackageIn(_Given):
    name: Name
    driver_id: Id
    collector_id: Id
    car_id: Id
    active: StrictBool = True


def changes_of(given: type[BaseModel]) -> type[BaseModel]:
    """The body of a PATCH: the fields of `given`, of which those that are left out stay."""
    hints = get_type_hints(given, include_extras=True)
    optional: dict[str, Any] = {name: (hints[name], None) for name in given.model_fields}
    return create_model(given.__name__.removesuffix("In") + "Changes", __base__=given, **optional)


def shown(item: type[Any]) -> type[BaseModel]:
    """The items (a dataclass of `domain.small_lists`) as they are told: every field, always."""
    told: dict[str, Any] = {name: (kind, ...) for name, kind in get_type_hints(item).items()}
    return create_model(item.__name__ + "Out", **told)


class PageOut(BaseModel, Generic[T]):
    items: list[T]
    page: int
    page_size: int
    total: int
