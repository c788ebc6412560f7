"""Key panels and scenes look as they did: whoever changes how they look draws the baselines anew, and looks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from tests.baselines import BASELINES, KEYS, Key, draw_all

STRAY = 32  # of 255: from here on a pixel is another one
TOLERANCE = 0.001  # of the pixels may be other ones: how lines are smoothed differs between builds of Qt


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drawn")
    draw_all(folder)
    return folder


def pixels(file: Path) -> np.ndarray:
    image = QImage(str(file)).convertToFormat(QImage.Format.Format_RGB888)
    assert not image.isNull(), f"{file} holds no picture; python tests/baselines.py draws it"
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return raw[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(np.int16)


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.file)
@pytest.mark.timeout(300)
def test_that_a_key_picture_looks_as_it_did(key: Key, drawn: Path) -> None:
    now, before = pixels(drawn / key.file), pixels(BASELINES / key.file)
    assert now.shape == before.shape
    other = (np.abs(now - before).max(axis=2) > STRAY).mean()
    assert other <= TOLERANCE, f"{other:.2%} of the pixels are other ones: see {drawn / key.file}"


def test_that_a_stray_label_would_be_seen() -> None:
    before = pixels(BASELINES / KEYS[0].file)
    changed = before.copy()
    changed[100:120, 100:160] = 255 - changed[100:120, 100:160]
    assert (np.abs(changed - before).max(axis=2) > STRAY).mean() > TOLERANCE
