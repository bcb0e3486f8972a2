"""Messages to send."""

from __future__ import annotations

from typing import Any

from . import _check as check
from ._types import Message


def message_body(message: str | Message) -> dict[str, Any]:
    """Returns a message as fields of `message` in `POST /send`, without the recipient.

    Raises:
        TypeError: It has an unknown field, or neither a title nor a body, or a field is not of its type.
    """
    if isinstance(message, str):
        return {"content": {"title": message}}
    check.require(isinstance(message, dict), "message", "a title or a dict")
    fields = check.fields("message", message, Message.__annotations__)
    content = {name: fields[name] for name in ("title", "body") if name in fields}
    if not content:
        raise TypeError("`message` must have a `title` or a `body`")
    for name, text in content.items():
        check.text(f"message.{name}", text)
    body: dict[str, Any] = {"content": content}
    if "data" in fields:
        body["data"] = check.json_object("message.data", fields["data"])
    if "tags" in fields:
        body["metadata"] = {"tags": check.strings("message.tags", fields["tags"])}
    if "tenant_id" in fields:
        body["context"] = {"tenant_id": check.text("message.tenant_id", fields["tenant_id"])}
    return body
