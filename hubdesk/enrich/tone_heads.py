"""The shipped tone heads, read from resources/heads/: what packaging/train_heads.py wrote there."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hubdesk.core import HubdeskError
from hubdesk.enrich.tone_grams import BUCKETS
from hubdesk.enrich.tone_kernel import WIDTH, Base
from hubdesk.enrich.tone_linear import OUTPUTS, Linear
from hubdesk.enrich.tone_shape import WIDTH as SHAPE_WIDTH
from hubdesk.enrich.tone_sure import Sure
from hubdesk.i18n import _

LINEAR: Final = "tone_linear.npz"
KERNEL: Final = "tone_kernel.npz"


class ToneError(HubdeskError):
    """A tone head cannot be used, and why; the reading that needs it is off, all others go on."""


def save_linear(path: Path, head: Linear, sure: Sure) -> None:
    """Only the buckets that hold anything are kept, in half precision: under 1 MB."""
    filled = np.flatnonzero(head.rarity)
    np.savez_compressed(
        path,
        filled=filled.astype(np.uint32),
        rarity=head.rarity[filled].astype(np.float16),
        runs=head.runs[filled].astype(np.float16),
        middle=head.middle,
        spread=head.spread,
        shape=head.shape,
        usual=head.usual,
        sure=sure.values(),
    )


def load_linear(folder: Path) -> tuple[Linear, Sure]:
    """Raises ToneError."""
    kept = _arrays(folder / LINEAR, "filled rarity runs middle spread shape usual sure")
    filled = kept["filled"]
    sizes = {
        "filled": (len(filled),),
        "rarity": (len(filled),),
        "runs": (len(filled), OUTPUTS),
        "middle": (SHAPE_WIDTH,),
        "spread": (SHAPE_WIDTH,),
        "shape": (SHAPE_WIDTH, OUTPUTS),
        "usual": (OUTPUTS,),
        "sure": (5,),
    }
    _check(folder / LINEAR, kept, sizes)
    if len(filled) and int(filled.max()) >= BUCKETS:
        raise ToneError(_damaged(folder / LINEAR))
    rarity = np.zeros(BUCKETS, np.float32)
    runs = np.zeros((BUCKETS, OUTPUTS), np.float32)
    rarity[filled], runs[filled] = kept["rarity"], kept["runs"]
    rest = (kept[name].astype(np.float32) for name in ("middle", "spread", "shape", "usual"))
    return Linear(rarity, runs, *rest), Sure(*map(float, kept["sure"]))


def save_base(path: Path, base: Base, sure: Sure) -> None:
    """The examples in half precision: under 1 MB."""
    np.savez_compressed(
        path,
        vectors=base.vectors.astype(np.float16),
        targets=base.targets.astype(np.float16),
        trust=base.trust,
        usual=base.usual,
        sure=sure.values(),
    )


def load_base(folder: Path) -> tuple[Base, Sure]:
    """Raises ToneError."""
    kept = _arrays(folder / KERNEL, "vectors targets trust usual sure")
    count = len(kept["vectors"])
    sizes = {
        "vectors": (count, WIDTH),
        "targets": (count, OUTPUTS),
        "trust": (count,),
        "usual": (OUTPUTS,),
        "sure": (5,),
    }
    _check(folder / KERNEL, kept, sizes)
    arrays = (kept[name].astype(np.float32) for name in ("vectors", "targets", "trust", "usual"))
    return Base(*arrays), Sure(*map(float, kept["sure"]))


def _arrays(path: Path, names: str) -> dict[str, NDArray[Any]]:
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            return {name: file[name] for name in names.split()}
    except FileNotFoundError as error:
        raise ToneError(_("{path} is missing: install Hubdesk again").format(path=path)) from error
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, NotImplementedError) as error:
        raise ToneError(_damaged(path)) from error


def _check(path: Path, kept: dict[str, NDArray[Any]], sizes: dict[str, tuple[int, ...]]) -> None:
    for name, size in sizes.items():
        if kept[name].shape != size or not np.isfinite(kept[name]).all():
            raise ToneError(_damaged(path))


def _damaged(path: Path) -> str:
    return _("{path} is damaged or of another version: install Hubdesk again").format(path=path)
