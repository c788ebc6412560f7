"""Where the product's own files are: beside the package in a checkout, inside it once installed."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent
_ROOT = _HERE / "_resources" if (_HERE / "_resources").is_dir() else _HERE.parent / "resources"


def resource(name: str) -> Path:
    """The path of a file or folder of ours, such as `demo/demo.hubdesk` or `locale`."""
    return _ROOT / name
