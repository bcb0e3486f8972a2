"""The state at which a sandbox starts."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from . import _check as check
from ._types import Clock, SandboxOptions, Seed


class StartState:
    """The options of a sandbox, checked, in the form of the control API.

    Later changes of the options, or of the file with the seed, have no effect.
    """

    def __init__(self, options: SandboxOptions) -> None:
        """Checks the options, and reads the seed.

        Raises:
            TypeError: An option is unknown, or is not of its type.
            OSError: The seed cannot be read.
        """
        # Only the fixture can have other names: Python checks those of `start_sandbox`.
        values = check.fields("courier_sandbox_options", options, SandboxOptions.__annotations__)
        self.seed = _read_seed(values["seed"]) if "seed" in values else None
        self.faults = _fault_list(values.get("faults", ()))
        self.clock = _clock_change(values.get("clock", {}))


def _read_seed(seed: Seed) -> bytes | dict[str, Any]:
    check.require(isinstance(seed, (str, PathLike, dict)), "seed", "a path or a dict")
    return check.json_object("seed", seed) if isinstance(seed, dict) else Path(seed).read_bytes()


def _fault_list(faults: str | Sequence[str]) -> list[str]:
    return [faults] if isinstance(faults, str) else check.strings("faults", faults)


def _clock_change(clock: Clock) -> dict[str, Any]:
    change = check.fields("clock", clock, Clock.__annotations__)
    if "set" in change:
        change["set"] = check.time("clock.set", change["set"])
    is_valid = isinstance(change.get("freeze", False), bool)
    check.require(is_valid, "clock.freeze", "True or False")
    return change
