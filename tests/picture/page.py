"""Draws the README's picture of the sandbox's page: python3 page.py PATH_OF_COURIER_AUTH > page.png

It shows two tabs of the page, the Messages and the Journal, one below the other. It needs Chromium.
"""

import json
import os
import struct
import subprocess
import sys
import tempfile
import urllib.request
import zlib
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.error import HTTPError

WIDTH = 1280
MESSAGES_HEIGHT = 560
JOURNAL_HEIGHT = 396
LINE_HEIGHT = 2

# Title, preview, tags, age in minutes, and whether it is read.
MESSAGES = [
    ("Your order has shipped", "Order 1042 arrives on Tuesday.", ["orders"], 2, False),
    ("New sign-in to your account", "From Firefox on Linux, in Lisbon.", ["security"], 24, False),
    ("Your invoice is ready", "The invoice for October: $42.00.", ["billing"], 26 * 60, True),
]


def seed():
    """The users, with messages of the last days."""
    now = datetime.now(timezone.utc)

    def message(title, preview, tags, age, is_read):
        time = (now - timedelta(minutes=age)).isoformat()
        message = {"title": title, "preview": preview, "tags": tags, "created": time}
        return message | ({"read": time} if is_read else {})

    messages = [message(*row) for row in MESSAGES]
    messages[0]["actions"] = [{"content": "Track package", "href": "https://shop.example/1042"}]
    users = {"alice": {"messages": messages}}
    users["bob"] = {"messages": messages[1:]}
    users["carol"] = {"messages": messages[2:]}
    return {"users": users}


def post(url, path, body, credential):
    """Sends a request. Returns the JSON of its response, or `None` if it is refused."""
    headers = {"authorization": f"Bearer {credential}", "content-type": "application/json"}
    request = urllib.request.Request(url + path, json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request) as response:
            return json.load(response)
    except HTTPError:
        return None


def make_requests(url, api_key):
    """Fills the journal: an app with a good token, with an incomplete one, and with the API key."""

    def token(scope):
        body = {"scope": f"user_id:alice {scope}", "expires_in": "1h"}
        return post(url, "/auth/issue-token", body, api_key)["token"]

    count = {"query": "{ count }"}
    post(url, "/q", count, token("inbox:read:messages inbox:write:events"))
    post(url, "/q", count, token("read:messages"))
    post(url, "/q", count, api_key)
    message = {"to": {"user_id": "alice"}, "content": {"title": "Welcome to the beta"}}
    post(url, "/send", {"message": message}, api_key)


def screenshot(page, height):
    """A picture of a web page, as PNG."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "picture.png")
        options = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            # Gray text instead of colored pixels makes the picture much smaller.
            "--disable-lcd-text",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            f"--user-data-dir={folder}/profile",
            f"--window-size={WIDTH},{height}",
            # Chromium waits this long, in milliseconds, for the page to load its data.
            "--virtual-time-budget=4000",
            f"--screenshot={file}",
        ]
        command = ["chromium", *options, page]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        return file.read_bytes()


def chunks(png):
    """The chunks of a PNG, each as (name, data)."""
    at = 8
    while at < len(png):
        size, name = struct.unpack(">I4s", png[at : at + 8])
        yield name, png[at + 8 : at + 8 + size]
        at += size + 12


def chunk(name, data):
    checksum = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", checksum)


def stack(pictures):
    """The pictures below one another, with a line between them, in one PNG.

    Each row is stored as the difference from the one above. The line is black, that is zero, so the
    first row of the picture below it keeps its meaning.
    """
    parts = [list(chunks(picture)) for picture in pictures]
    headers = [dict(part)[b"IHDR"] for part in parts]
    kind = headers[0][8:]
    if any(header[8:] != kind for header in headers) or kind[:2] != b"\x08\x02":
        sys.exit("the screenshots are not in 24-bit RGB")
    rows = [zlib.decompress(b"".join(data for name, data in part if name == b"IDAT")) for part in parts]
    line = bytes(1 + 3 * WIDTH)
    data = (line * LINE_HEIGHT).join(rows)
    size = struct.pack(">II", WIDTH, len(data) // len(line))
    body = [chunk(b"IHDR", size + kind), chunk(b"IDAT", zlib.compress(data, 9)), chunk(b"IEND", b"")]
    return pictures[0][:8] + b"".join(body)


def picture(program):
    environment = {"PATH": os.environ["PATH"], "COURIER_AUTH_CONFIG_DIR": "/dev/null/nowhere"}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(seed(), file)
        file.flush()
        start = [program, "sandbox", "start", "--port", "0", "--json", "--seed", file.name]
        with subprocess.Popen(start, stdout=subprocess.PIPE, env=environment) as sandbox:
            try:
                ready = json.loads(sandbox.stdout.readline())
                url = ready["url"].rstrip("/")
                make_requests(url, ready["api_key"])
                messages = screenshot(f"{url}/#user=alice", MESSAGES_HEIGHT)
                journal = screenshot(f"{url}/#user=alice&tab=journal", JOURNAL_HEIGHT)
            finally:
                sandbox.terminate()
    return stack([messages, journal])


if len(sys.argv) != 2:
    sys.exit(__doc__)
sys.stdout.buffer.write(picture(sys.argv[1]))
