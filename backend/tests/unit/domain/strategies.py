"""Random news of one patient's bookings, for the properties of the join."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from domain.booking.news import BookingNews, Rank
from domain.booking.row import RowStatus
from domain.slots import Slot

DAY = datetime(2026, 12, 1, 12, tzinfo=UTC)
UIDS = ["uid-a", "uid-b", "uid-c", "uid-d"]

instants = st.integers(0, 40).map(lambda n: DAY + timedelta(minutes=n))
slots = st.integers(0, 6).map(lambda n: Slot(DAY + timedelta(hours=n), DAY + timedelta(hours=n, minutes=30)))
texts = st.sampled_from(["Ana", "Bia", "11987654321", "529.982.247-25", "x"])
answers = st.dictionaries(
    st.sampled_from(["nome_paciente", "email", "telefone", "cpf", "observacoes"]), texts
)


@st.composite
def news(draw: st.DrawFn, uids: list[str] = UIDS) -> BookingNews:
    """What was sent, or what was read in the far side's list, up to some minutes later."""
    status = draw(st.none() | st.sampled_from(list(RowStatus)))
    sent_at = draw(instants)
    read_at = draw(st.none() | st.integers(0, 12).map(lambda n: sent_at + timedelta(minutes=n)))
    return BookingNews(
        uid=draw(st.sampled_from(uids)),
        number=draw(st.none() | st.integers(1, 9)),
        sent_at=sent_at,
        rank=draw(st.sampled_from(list(Rank))),
        births=draw(st.booleans()),
        status=status,
        reschedule_requested=status is RowStatus.CANCELLED and draw(st.booleans()),
        accepts=status is RowStatus.ACCEPTED and draw(st.booleans()),
        slot=draw(st.none() | slots),
        predecessor=draw(st.none() | st.sampled_from(uids)),
        root=draw(st.none() | st.sampled_from(uids)),
        answers=draw(answers),
        absences=draw(st.dictionaries(st.sampled_from(["ana@x", "bia@x"]), st.booleans(), max_size=2)),
        recurring=draw(st.integers(0, 9)) == 0,
        token=draw(st.none() | texts),
        read_at=read_at,
        written_at=sent_at if read_at else None,
        born_at=draw(st.none() | instants),
    )
