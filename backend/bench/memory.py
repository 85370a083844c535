"""How much memory a process took at most, as Linux counts it."""

from pathlib import Path

_RESET = "5"  # of the peak (proc_pid_clear_refs(5))


class Peak:
    """Of one process, from now on."""

    def __init__(self, pid: int) -> None:
        self._of = Path("/proc") / str(pid)
        (self._of / "clear_refs").write_text(_RESET)

    @property
    def mebibytes(self) -> float:
        """The most that was resident since."""
        lines = (self._of / "status").read_text().splitlines()
        kibibytes = next(line.split()[1] for line in lines if line.startswith("VmHWM"))
        return int(kibibytes) / 1024
