"""The reading process: one file in on stdin, what it holds or the refusal out on stdout. Started by summaries/guard.py.

usage: python -m summaries.readers text|grids MEGABYTES SECONDS; on stdin what `question` in wire.py gives.
"""

import os
import sys

from .errors import Unreadable
from .grids import read_grids
from .reading import read
from .wire import Result, asked, to_wire

READ = {"text": read, "grids": read_grids}


def main() -> None:
    what, megabytes, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints must not mix with the answer
    data, name = asked(sys.stdin.buffer.read())
    _limit(megabytes << 20, seconds)
    try:
        result: Result = READ[what](data, name)
    except Unreadable as refusal:
        result = refusal
    except MemoryError:
        result = Unreadable("too_much_memory", name=name)
    answer.write(to_wire(result))
    answer.close()


def _limit(memory: int, seconds: int) -> None:
    """Let the system stop this process when it takes too much; Windows has only the guard's clock."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for kind, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        hard = resource.getrlimit(kind)[1]  # left alone: LibreOffice needs more addresses, within its own limits
        resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


if __name__ == "__main__":
    main()
