"""How a file travels to the reading process, and a reading, grids or a refusal back: lengths, bytes and JSON.

Nothing that comes back can be executed; what is cut off is noticed.
"""

from __future__ import annotations

import json
from dataclasses import astuple
from typing import Any

from .errors import MESSAGES, Unreadable
from .grids import Area, Grid
from .omissions import SENTENCES, Omission
from .result import Place, Reading

_LENGTH_BYTES = 8
Result = Reading | tuple[Grid, ...] | Unreadable


def question(data: bytes, name: str) -> bytes:
    """Return what to send to the reading process: a name from outside is no command-line argument."""
    shown = name.encode("utf-8", errors="replace")
    return len(shown).to_bytes(_LENGTH_BYTES, "big") + shown + data


def asked(sent: bytes) -> tuple[bytes, str]:
    """Return (data, name) out of a question."""
    end = _LENGTH_BYTES + int.from_bytes(sent[:_LENGTH_BYTES], "big")
    return sent[end:], sent[_LENGTH_BYTES:end].decode("utf-8")


def to_wire(result: Result) -> bytes:
    """Return the bytes that stand for a result."""
    body = json.dumps(_plain(result), ensure_ascii=False).encode("utf-8")
    return len(body).to_bytes(_LENGTH_BYTES, "big") + body


def from_wire(data: bytes) -> Result:
    """Return the result that the bytes stand for; raise ValueError for anything else."""
    body = data[_LENGTH_BYTES:]
    if len(data) < _LENGTH_BYTES or int.from_bytes(data[:_LENGTH_BYTES], "big") != len(body):
        raise ValueError("cut off")
    try:
        return _result(json.loads(body))
    except (KeyError, TypeError) as error:
        raise ValueError("not a result") from error


def _plain(result: Result) -> dict[str, Any]:
    if isinstance(result, Unreadable):
        return {"code": result.code, "params": result.params}
    if isinstance(result, tuple):
        return {"grids": [[grid.name, grid.rows, [astuple(area) for area in grid.merged]] for grid in result]}
    return {
        "name": result.name,
        "text": result.text,
        "encoding": result.encoding,
        "places": [[place.start, place.kind, place.number] for place in result.places],
        "omissions": [[each.code, each.count, each.start] for each in result.omissions],
    }


def _result(plain: dict[str, Any]) -> Result:
    if "code" in plain:
        if plain["code"] not in MESSAGES:
            raise ValueError("unknown refusal")
        return Unreadable(plain["code"], **plain["params"])
    if "grids" in plain:
        return tuple(
            Grid(name, tuple(map(tuple, rows)), tuple(Area(*area) for area in merged))
            for name, rows, merged in plain["grids"]
        )
    omissions = tuple(Omission(code, count, start) for code, count, start in plain["omissions"])
    if any(each.code not in SENTENCES for each in omissions):
        raise ValueError("unknown omission")
    places = tuple(Place(start, kind, number) for start, kind, number in plain["places"])
    return Reading(plain["name"], plain["text"], plain["encoding"], places, omissions)
