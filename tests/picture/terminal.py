"""Draws the README's picture of a terminal: python3 terminal.py PATH_OF_COURIER_AUTH > picture.svg

The picture shows what the program prints on a terminal. Only what differs from run to
run is replaced: times, durations, the sandbox's port and the token's fingerprint.
"""

import base64
import fcntl
import hashlib
import hmac
import json
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
import time
from html import escape

COLUMNS = 100
FONT_SIZE = 14
CELL = 8.43  # of most monospaced fonts; a text that is of another width is stretched to it
LINE = 20
MARGIN = 22
BAR = 38

# Of the sixteen colors of a terminal those that the program uses.
COLORS = {31: "red", 32: "green", 33: "yellow", 36: "cyan"}

STYLE = """
  .page { fill: #f6f8fa; stroke: #d1d9e0 }
  .dot { fill: #d1d9e0 }
  text { fill: #1f2328; white-space: pre }
  .red { fill: #c11c28 } .green { fill: #1a7f37 } .yellow { fill: #8a5a00 } .cyan { fill: #0a6b80 }
  .faint { fill: #656d76 }
  .bold { font-weight: 700 }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117; stroke: #3d444d }
    .dot { fill: #3d444d }
    text { fill: #e6edf3 }
    .red { fill: #ff7b72 } .green { fill: #57c464 } .yellow { fill: #e3b341 } .cyan { fill: #56d4dd }
    .faint { fill: #8d96a0 }
  }
"""


def token():
    """A token with one wrong letter in its scope, signed with a key that is none."""

    def encode(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    # Between two minutes and far from the next cell of the time line: a slow run says the same.
    issued = int(time.time()) - 20 * 60 - 30
    claims = {
        "scope": "user_id:alice inbox:read:messages Inbox:write:events",
        "tenant_scope": "published/production",
        "tenant_id": "c0ffee00-0000-4000-8000-000000000000",
        "iat": issued,
        "exp": issued + 60 * 60,
        "jti": "00000000-0000-4000-8000-000000000000",
    }
    parts = [{"alg": "HS256", "typ": "JWT"}, claims]
    text = b".".join(encode(json.dumps(part).encode()) for part in parts)
    signature = hmac.new(b"no key", text, hashlib.sha256).digest()
    return (text + b"." + encode(signature)).decode()


def on_terminal(command, stdin, environment):
    """What a command prints on a terminal."""
    screen, side = pty.openpty()
    fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
    with subprocess.Popen(command, stdin=stdin, stdout=side, stderr=side, env=environment):
        os.close(side)
        printed = b""
        while True:
            try:
                some = os.read(screen, 65536)
            except OSError:  # that is how Linux says that nobody writes any more
                break
            if not some:
                break
            printed += some
    os.close(screen)
    return printed.decode().replace("\r\n", "\n").rstrip("\n")


def settled(text, port=None):
    """The same of every run."""
    times = iter(["2026-01-31 12:00:00 UTC", "2026-01-31 13:00:00 UTC"])
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", lambda _: next(times), text)
    if port is None:
        return re.sub(r"fp:[0-9a-f]{12}", "fp:25b6568f59e9", text)
    # In a table what follows stays where it is.
    text = re.sub(rf":{port}(?= )", ":4020".ljust(len(port) + 1), text)
    text = text.replace(f":{port}", ":4020")
    # What took no millisecond says nothing of it.
    span = r"(?:\d+ ms|\d\.\d s)"
    text = re.sub(rf" \({span}\)$", "", text, flags=re.MULTILINE)
    text = re.sub(r"(DNS|connect) \d+ ms", r"\1 1 ms", text)
    text = re.sub(rf"slowest response: {span} \([a-z -]+\)", "slowest response: 2 ms (messages)", text)
    # Of five minutes a moment has gone, or none.
    return re.sub(r"expires in [45] min", "expires in 5 min", text)


def sessions(program):
    """Each command as it is typed, and what came of it."""
    environment = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "TERM": "xterm",
        "COURIER_AUTH_CONFIG_DIR": "/dev/null/nowhere",
        "COURIER_AUTH_NO_INPUT": "1",
    }
    with tempfile.TemporaryFile("w+") as file:
        file.write(token())
        file.flush()
        file.seek(0)
        answer = on_terminal([program, "inspect", "-"], file, environment)
        yield "courier-auth inspect - < token.txt", settled(answer)

    start = [program, "sandbox", "start", "--port", "0", "--json"]
    with tempfile.NamedTemporaryFile("w", suffix=".json") as seed:
        messages = [{"title": title, "accountId": "acme"} for title in ("One", "Two", "Three")]
        json.dump({"users": {"alice": {"messages": messages}}}, seed)
        seed.flush()
        start += ["--seed", seed.name]
        with subprocess.Popen(start, stdout=subprocess.PIPE, env=environment) as sandbox:
            try:
                ready = json.loads(sandbox.stdout.readline())
                environment["COURIER_BASE_URL"] = ready["url"]
                environment["COURIER_API_KEY"] = ready["api_key"]
                doctor = [program, "doctor", "--user", "alice"]
                answer = on_terminal(doctor, subprocess.DEVNULL, environment)
            finally:
                sandbox.terminate()
    port = ready["url"].rstrip("/").rsplit(":", 1)[1]
    yield "courier-auth doctor --user alice", settled(answer, port)


def runs(line):
    """The texts of a line that look alike, each as (column, text, class names)."""
    column, style = 0, set()
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if not part.startswith("\x1b"):
            # Words alone, so that one is where it is whatever the font makes of the one before;
            # signs apart from letters, since they may come from another font.
            for match in re.finditer(r"[!-~]+(?: [!-~]+)*|[^ -~]+", part):
                yield column + match.start(), match.group(), " ".join(sorted(style))
            column += len(part)
            continue
        for code in [int(code or 0) for code in part[2:-1].split(";")]:
            if code == 0:
                style = set()
            elif code == 1:
                style.add("bold")
            elif code == 2:
                style.add("faint")
            elif code in COLORS:
                style = {name for name in style if name not in COLORS.values()}
                style.add(COLORS[code])
            else:
                sys.exit(f"no color for {code}: {line!r}")


def picture(program):
    lines = []
    for command, answer in sessions(program):
        if lines:
            lines.append("")
        lines.append(f"\x1b[2m$\x1b[0m \x1b[1m{command}\x1b[0m")
        lines += answer.split("\n")
    plain = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in lines]
    columns = max(len(line) for line in plain)
    if columns > COLUMNS:
        sys.exit(f"{columns} columns are too many")
    width = round(columns * CELL + 2 * MARGIN)
    height = BAR + len(lines) * LINE + MARGIN
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="title desc">',
        '<title id="title">courier-auth in a terminal</title>',
        f'<desc id="desc">{escape(chr(10).join(plain), quote=False)}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="page" x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="9"/>',
    ]
    out += [f'<circle class="dot" cx="{MARGIN + 4 + 18 * at}" cy="20" r="5.5"/>' for at in range(3)]
    fonts = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace"
    out.append(f'<g font-family="{fonts}" font-size="{FONT_SIZE}">')
    for at, line in enumerate(lines):
        for column, text, names in runs(line):
            names = f' class="{names}"' if names else ""
            out.append(
                f'<text x="{MARGIN + column * CELL:.2f}" y="{BAR + at * LINE + 15}" '
                f'textLength="{len(text) * CELL:.2f}" lengthAdjust="spacingAndGlyphs"{names}>'
                f"{escape(text, quote=False)}</text>"
            )
    return "\n".join([*out, "</g>", "</svg>"])


if len(sys.argv) != 2:
    sys.exit(__doc__)
sys.stdout.reconfigure(encoding="utf-8")
print(picture(sys.argv[1]))
