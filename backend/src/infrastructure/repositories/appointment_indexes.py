"""What the collection `appointments` is searched by."""

from pymongo import ASCENDING, DESCENDING, IndexModel

from infrastructure.repositories.appointment_document import PUSHES
from infrastructure.repositories.appointment_query import FILTERS
from infrastructure.repositories.booking_document import DOUBTFUL, DOUBTS, STRAY
from infrastructure.repositories.creations import INDEX as CREATION_INDEX

# In the listings' order; `dia_termina` last, so that a scope is decided in the index, before a document is read.
BY_DAY_FIELDS = ("data_agendamento", "hora_agendamento", "_id", "dia_termina")
_BY_DAY = [(field, ASCENDING) for field in BY_DAY_FIELDS]
_UNSCHEDULED = [("data_agendamento", ASCENDING), ("created_at", DESCENDING), ("_id", DESCENDING)]
# When the follow-up of a write is due; absent once it is done.
DUE = "a_fazer_desde"
# Beside it, of which class it is: a spreadsheet's rows go after everything else. Absent from what an earlier version wrote.
CLASS, FRESH, OF_A_BATCH = "a_fazer_classe", 0, 1
PUSH_DUE, PUSH_WAITING = (f"calcom.{name}" for name in PUSHES)
INDEXES = [
    # One index covers a guard whole (`persistence.embedded_server`, 4).
    IndexModel([("_id", ASCENDING), ("versao", ASCENDING)]),
    IndexModel([("calcom_booking_id", ASCENDING)], unique=True, sparse=True),
    IndexModel([("calcom.chaves", ASCENDING)], unique=True, sparse=True),
    CREATION_INDEX,
    IndexModel([("calcom.uids", ASCENDING)], sparse=True),
    IndexModel([("calcom.numeros", ASCENDING)], sparse=True),
    *(IndexModel([(f"calcom.{field}", ASCENDING)], sparse=True) for field in (STRAY, DOUBTFUL, DOUBTS)),
    IndexModel([("absorvidos", ASCENDING)]),
    IndexModel(_BY_DAY),
    IndexModel([(field, ASCENDING) for field in ("dia_termina", "data_agendamento", "hora_agendamento")]),
    IndexModel(_UNSCHEDULED),
    *(IndexModel([(field, ASCENDING), *_BY_DAY]) for field in (*FILTERS.values(), "busca")),
    IndexModel([("nome_normalizado", ASCENDING), *_BY_DAY]),
    IndexModel([(DUE, ASCENDING)], sparse=True),
    IndexModel([(CLASS, ASCENDING), (DUE, ASCENDING)], sparse=True),
    *(IndexModel([(field, ASCENDING)], sparse=True) for field in (PUSH_DUE, PUSH_WAITING)),
    IndexModel([(field, ASCENDING) for field in ("cliente_id", "status", "data_agendamento")]),
]
