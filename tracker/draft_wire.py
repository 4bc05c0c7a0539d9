"""Frozen values of reading and extraction as JSON and back, for a draft that waits between upload and confirmation.

A text is kept once, beside the values: what carries offsets gets its words out of it again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Value = TypeVar("Value")


def to_plain(value: Any, *, without: str = "") -> Any:
    """Return records, tuples and dates as JSON; `without` names a field of the outermost one to leave out."""
    if names := _names(value):
        return {name: to_plain(getattr(value, name)) for name in names if name != without}
    if isinstance(value, tuple | list):
        return [to_plain(each) for each in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _names(value: Any) -> tuple[str, ...]:
    """Return the fields of a dataclass or a named tuple; nothing of any other value."""
    return tuple(each.name for each in fields(value)) if is_dataclass(value) else getattr(value, "_fields", ())


def from_plain(kind: type[Value], plain: Any, **known: Any) -> Value:
    """Return the value of this kind that `to_plain` wrote; `known` are the fields that were left out."""
    hints = get_type_hints(kind)
    return kind(**{name: known[name] if name in known else _value(hints[name], plain[name]) for name in hints})


def _value(kind: Any, plain: Any) -> Any:
    origin = get_origin(kind)
    if plain is None:
        return None
    if origin in (Union, UnionType):
        return _value(next(each for each in get_args(kind) if each is not type(None)), plain)
    if origin is tuple:
        kinds = get_args(kind)
        kinds = kinds[:1] * len(plain) if Ellipsis in kinds else kinds
        return tuple(_value(each, part) for each, part in zip(kinds, plain, strict=True))
    if _names(kind):
        return from_plain(kind, plain)
    return dt.date.fromisoformat(plain) if kind is dt.date else plain
