"""What one booking widget needs: what can be booked, for whom, and whose appointment it is (EMBED.md; DESIGN.md, rule 12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from application.client_fields import own_email
from application.ports import Clock
from application.services.appointment_queries import AppointmentQueries
from application.services.client_service import ClientService
from calcom_integration.client import CalComClient, CalComError
from calcom_integration.mapping.prefill import PREFILLED, Person, prefill
from calcom_integration.mappings import Mappings
from calcom_integration.provisioning.offers import NotOffered, Offer, Offers
from calcom_integration.refs import Refs
from calcom_integration.routers.embed_shapes import EmbedConfigOut, EmbedQuery, OfferOut
from calcom_integration.store import EmbedStore
from domain.appointment import Appointment
from domain.booking.row import Row
from domain.claims import confirmed_contacts, to_prefill
from domain.client import cpf_of
from domain.users import Role, User

# Our pages are light. The language is that of the browser: the widget takes none (calcom/cal.diy#30193).
_LOOK = {"theme": "light"}
_SOME = "Reserva atual"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedConfig:
    """`origin` is Cal.com's web application, empty where none is configured; `client` is None where no API is."""

    origin: str
    offers: Offers
    store: EmbedStore
    mappings: Mappings
    refs: Refs
    queries: AppointmentQueries
    clients: ClientService
    client: CalComClient | None
    clock: Clock

    async def of(self, wish: EmbedQuery, user: User) -> EmbedConfigOut:
        """Raises NotFound, Moved for the appointment or client; NotOffered, CalComError, Unavailable."""
        if not self.origin:
            raise NotOffered
        appointment = await self.queries.get(wish.agendamento_id) if wish.agendamento_id else None
        offers = [
            each for each in await self.offers.now() if appointment is None or _is_at(each, appointment)
        ]
        moved = appointment.movable_row if appointment else None
        if moved:
            told = await self._moves(moved, offers)
        else:
            told = await self._makes(offers, appointment, await self._person(wish, appointment, user))
        return EmbedConfigOut(
            origin=self.origin,
            script_url=f"{self.origin}/embed/embed.js",
            is_reschedule=moved is not None,
            offers=told,
        )

    async def prefilled(self) -> frozenset[str]:
        """The fields that the gestor lets the widget have: all, where nobody decided."""
        kept = await self.store.prefilled()
        return PREFILLED if kept is None else kept

    async def _person(self, wish: EmbedQuery, appointment: Appointment | None, user: User) -> Person:
        """Contacts that only a booking claimed are left out: whoever booked may be a stranger (DESIGN.md, "Claims")."""
        person = Person(nome=user.name, email=user.email)
        if appointment:
            known = await self.clients.known_of(appointment)
            contacts = to_prefill(appointment, known, own_email(appointment.email))
            person = Person(
                appointment.nome_paciente, contacts["email"], cpf_of(appointment), contacts["telefone"]
            )
        elif wish.cliente_id:
            found = await self.clients.get(wish.cliente_id)
            sure = confirmed_contacts(found)
            person = Person(found.nome, sure.get("email"), found.cpf, sure.get("telefone"))
        return replace(person, cpf=None) if user.role is Role.LOGISTICA else person

    async def _makes(
        self, offers: Sequence[Offer], appointment: Appointment | None, person: Person
    ) -> list[OfferOut]:
        fields, table = await self.prefilled(), await self.mappings.current()
        answers = (prefill(person, fields, offer.questions, table) for offer in offers)
        return [
            self._out(offer, told, self._planted(offer, appointment))
            for offer, told in zip(offers, answers, strict=True)
        ]

    async def _moves(self, row: Row, offers: Sequence[Offer]) -> list[OfferOut]:
        """The booking's own event type; where nobody can tell that, Cal.com finds it by the booking."""
        reference = row.key.partition("/")[2] or row.uid
        event_type_id = await self._event_type_of(row.uid)
        known = [offer for offer in offers if offer.id and offer.id == event_type_id]
        if known:
            return [self._out(known[0], {}, {"rescheduleUid": reference})]
        return [
            self._out(replace(offer, link=f"reschedule/{reference}", title=_SOME), {}, {})
            for offer in offers[:1]
        ]

    async def _event_type_of(self, uid: str) -> int | None:
        try:
            rows = await self.client.bookings.get(uid) if self.client else ()
        except CalComError:
            return None
        return next((row.event_type_id for row in rows), None)

    def _planted(self, offer: Offer, appointment: Appointment | None) -> dict[str, str]:
        """The appointment's id with our word for it, which holds for one event type and until it has another booking."""
        if appointment is None:
            return {}
        standing = appointment.side.chain.fingerprint
        ref = self.refs.sign(appointment.id, offer.id or offer.slug, self.clock.now(), standing)
        return {"metadata[agendamento_id]": appointment.id, "metadata[ref]": ref}

    def _out(self, offer: Offer, answers: Mapping[str, str], identity: Mapping[str, str]) -> OfferOut:
        unit, open_to_all = offer.unit, {"cal.tz": offer.unit.fuso, **identity}
        return OfferOut(
            title=offer.title,
            unidade_id=unit.id,
            nome_unidade=unit.nome_unidade,
            nome_marca=unit.nome_marca,
            fuso=unit.fuso,
            link=offer.link,
            config={**answers, **_LOOK, **open_to_all},
            url=f"{self.origin}/{offer.link}?{urlencode(open_to_all)}",
        )


def _is_at(offer: Offer, appointment: Appointment) -> bool:
    named = appointment.nome_unidade, appointment.nome_marca
    return (offer.unit.nome_unidade, offer.unit.nome_marca) == named
