"""`python -m courier_auth` runs the program."""

import os
import signal
import subprocess
import sys

from ._errors import CourierAuthError
from ._program import find_program


def main() -> None:
    try:
        program = find_program()
    except CourierAuthError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(127)
    arguments = [program, *sys.argv[1:]]
    if sys.platform == "win32":
        # Windows cannot replace a process. Ctrl-C reaches the program too, which decides what to do.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        sys.exit(subprocess.call(arguments))
    os.execv(program, arguments)


if __name__ == "__main__":
    main()
