"""How the numeric libraries' threads behave: they sleep while they wait, and are as many as there
are processors for this process.

OpenMP and OpenBLAS let threads that wait for work spin, and count the machine's processors. Beside
another job they then keep each other from the work they wait for. The variables are read when those
libraries are loaded, so `qa` sets them before it imports any; what is set already stays.
"""

import os

_ASLEEP = {
    "OMP_WAIT_POLICY": "PASSIVE",
    "KMP_BLOCKTIME": "0",
    "OPENBLAS_THREAD_TIMEOUT": "4",  # 2^4 cycles, the least that it takes
}
_ALONE = {"OPENBLAS_NUM_THREADS": "1"}
"""The products of one question are too small to share; several run side by side."""

_COUNTS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS")


def own_processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def own_threads() -> int:
    """Return how many threads may compute at a time: ``OMP_NUM_THREADS``, else the processors."""
    told = os.environ.get("OMP_NUM_THREADS", "").split(",")[0].strip()
    return int(told) if told.isdecimal() and int(told) > 0 else own_processors()


def set_up() -> None:
    """Set the variables that are not set."""
    for name, value in (_ASLEEP | _ALONE).items():
        os.environ.setdefault(name, value)
    for name in _COUNTS:
        os.environ.setdefault(name, str(own_processors()))
