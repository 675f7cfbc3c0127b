"""Runs Schemathesis for each line of standard input: {"id", "args", "output", "seconds"} as JSON.

Each run is a fork of this process, so Schemathesis is imported once for all of them. A run writes what it prints to the file
`output`, and is ended after so many seconds. When it has ended, one line of standard output says {"id", "code"}.
"""

import json
import os
import signal
import sys

from schemathesis import serializer
from schemathesis.cli import schemathesis

TIMED_OUT = 124


@serializer("application/x-ndjson")
def lines(_context: object, value: object) -> bytes:
    """Bodies of lines, which Schemathesis does not know. Their schema is a text."""
    text = value if isinstance(value, str) else json.dumps(value)
    return text.encode("utf-8", "surrogatepass")


def run(job: dict) -> None:
    output = os.open(job["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    told = os.dup(1)
    os.dup2(output, 1)
    os.dup2(output, 2)
    code = 1
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, lambda *_: tell(told, job, TIMED_OUT))
    signal.alarm(job["seconds"])
    try:
        schemathesis.main(args=job["args"], prog_name="schemathesis")
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        tell(told, job, code)


def tell(told: int, job: dict, code: int) -> None:
    # One write of fewer bytes than a pipe keeps together: the lines of runs beside each other do not mix.
    os.write(told, (json.dumps({"id": job["id"], "code": code}) + "\n").encode())
    os._exit(0)


# The system collects the forks that have ended.
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in sys.stdin:
    if os.fork() == 0:
        run(json.loads(line))
