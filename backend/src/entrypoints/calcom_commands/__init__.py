"""Cal.com on the command line: `python -m entrypoints.cli calcom …`. Screen texts are Portuguese, for Operações.

Exit codes: 0 all is well, 1 somebody must look, 2 it could not be done.
"""

import typer

from entrypoints.backups import OUTSIDE
from entrypoints.calcom_commands import (
    checkup,
    deliveries,
    erase_sql,
    key_sql,
    provisioning,
    runs,
    spool,
    status,
)
from entrypoints.checkup import CHECKUPS

app = typer.Typer(no_args_is_help=True, help="O Cal.com: configurar, conferir, conciliar, reprocessar.")
app.command("setup")(provisioning.setup)
app.command("check")(provisioning.check)
app.command("ping")(provisioning.ping)
app.command("status")(status.status)
app.command("replay")(deliveries.replay)
app.command("reseal")(deliveries.reseal)
app.command("reconcile")(runs.reconcile)
app.command("key-sql")(key_sql.key_sql)
app.command("erase-sql")(erase_sql.erase_sql)
CHECKUPS.append(checkup.examined)
OUTSIDE.append(spool.outside_of_backups)

__all__ = ["app"]
