"""`python -m courier_auth` runs the program."""

import os
import signal
import subprocess
import sys

from ._errors import CourierAuthError
from ._program import cannot_run, find_program

# The exit code for a local error, as in the program.
LOCAL_ERROR = 7


def main() -> None:
    try:
        sys.exit(run(find_program(), sys.argv[1:]))
    except CourierAuthError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(LOCAL_ERROR)


def run(program: str, arguments: list[str]) -> int:
    """Runs the program in place of this process, or as its child on Windows."""
    command = [program, *arguments]
    try:
        if sys.platform != "win32":
            os.execv(program, command)
        # Windows cannot replace a process. Ctrl-C reaches the program too, which decides what to do.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return subprocess.call(command)
    except OSError as error:
        raise cannot_run(program, error) from error


if __name__ == "__main__":
    main()
