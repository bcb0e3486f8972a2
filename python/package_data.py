"""Writes the manual pages and completions that wheels install, before `maturin build`:

python3 python/package_data.py target/dist/courier-auth
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# maturin puts the contents of this folder, if it exists, into the wheel.
SHARE = ROOT / "courier_auth.data/data/share"
COMPLETIONS = {
    "courier-auth.bash": "bash-completion/completions/courier-auth",
    "_courier-auth": "zsh/site-functions/_courier-auth",
    "courier-auth.fish": "fish/vendor_completions.d/courier-auth.fish",
}


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: package_data.py PROGRAM")
    shutil.rmtree(SHARE, ignore_errors=True)
    pages = SHARE / "man/man1"
    pages.mkdir(parents=True)
    subprocess.run([sys.argv[1], "man", "--dir", pages], check=True)
    for source, target in COMPLETIONS.items():
        path = SHARE / target
        path.parent.mkdir(parents=True)
        shutil.copyfile(ROOT / "completions" / source, path)


if __name__ == "__main__":
    main()
