"""What a watch remembers, as plain values that JSON can hold: arrays with a column for each topic, and numbers."""

from __future__ import annotations

import base64
import binascii
import zlib
from dataclasses import fields
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from hubdesk.core import HubdeskError
from hubdesk.i18n import _

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_MOST_BYTES: Final = 2_000_000_000  # of one array, unpacked: a hostile file must not fill the memory
_DTYPES: Final = {"<f8", "<f4", "<i8", "<i4", "|b1"}

Part = TypeVar("Part")


def packed(part: Any) -> dict[str, Any]:
    """The fields of a dataclass, exactly: what `unpacked` makes of it goes on as if nothing had happened."""
    kept: dict[str, Any] = {}
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, np.ndarray):
            whole = np.ascontiguousarray(value)
            kept[field.name] = {
                "dtype": whole.dtype.newbyteorder("<").str,
                "shape": list(whole.shape),
                "bytes": base64.b64encode(zlib.compress(whole.tobytes(), 1)).decode(),
            }
        elif isinstance(value, int | float | str):
            kept[field.name] = value
    return kept


def unpack(part: Any, kept: Any) -> None:
    """Give a fresh part back what was kept of one with as many topics. Arrays named in its GROWS may be longer.

    Raises HubdeskError when it is not that: then the watch has to learn anew.
    """
    if not isinstance(kept, dict):
        raise _damaged(type(part).__name__)
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, np.ndarray):
            found = _array(kept.get(field.name), field.name)
            grows = field.name in getattr(part, "GROWS", ())
            if found.dtype != value.dtype or found.ndim != value.ndim or found.shape[grows:] != value.shape[grows:]:
                raise _damaged(field.name)
            setattr(part, field.name, found)
        elif isinstance(value, int | float | str):
            if not isinstance(kept.get(field.name), type(value)):
                raise _damaged(field.name)
            setattr(part, field.name, kept[field.name])


def _array(kept: Any, name: str) -> NDArray[Any]:
    try:
        dtype, shape = kept["dtype"], [int(length) for length in kept["shape"]]
        if dtype not in _DTYPES or min(shape, default=0) < 0:
            raise _damaged(name)
        size = np.dtype(dtype).itemsize * int(np.prod(shape, dtype=object))
        if size > _MOST_BYTES:
            raise _damaged(name)
        opened = zlib.decompressobj()
        written = opened.decompress(base64.b64decode(kept["bytes"], validate=True), size + 1)
        return np.frombuffer(written, dtype).reshape(shape).astype(np.dtype(dtype).newbyteorder("="), copy=True)
    except (KeyError, TypeError, ValueError, OverflowError, binascii.Error, zlib.error) as error:
        raise _damaged(name) from error


def check(is_well: bool, name: str) -> None:
    """Raise the HubdeskError of a damaged memory unless it is well."""
    if not is_well:
        raise _damaged(name)


def _damaged(name: str) -> HubdeskError:
    message = _("what the detectors remembered is damaged ({name}): they learn anew from the session's past")
    return HubdeskError(message.format(name=name))


def rearranged(part: Part, fresh: Part, columns: list[int]) -> Part:
    """`fresh` with the columns that `part` has: `columns` says for each topic of `fresh` which one of `part`, or -1.

    Everything that is not an array is `part`'s.
    """
    known = np.array([at for at, column in enumerate(columns) if column >= 0], dtype=np.intp)
    before = np.array([column for column in columns if column >= 0], dtype=np.intp)
    for field in fields(part):  # type: ignore[arg-type]  # every part is a dataclass
        old, new = getattr(part, field.name), getattr(fresh, field.name)
        if not isinstance(old, np.ndarray):
            setattr(fresh, field.name, old)
            continue
        if old.ndim > 1 and old.shape[0] != new.shape[0]:  # it has grown with time
            new = np.repeat(new[:1], old.shape[0], axis=0)
        new[..., known] = old[..., before]
        setattr(fresh, field.name, new)
    return fresh
