"""Short French and English texts to vectors that lie near each other when the texts say alike things.

The model is the first eight layers of multilingual-e5-small with 4-bit weights, made by `packaging/build_encoder.py`;
it runs in onnxruntime. On the development posts the eighth layer told tone and irony better than the twelfth.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from hubdesk.core import HubdeskError
from hubdesk.enrich.encoder_pieces import PADDING, Pieces
from hubdesk.i18n import _
from hubdesk.resources import resource

if TYPE_CHECKING:
    import onnxruntime

Vectors = NDArray[np.float32]

VERSION: Final = 1
PREFIX: Final = "query: "  # the model was trained with it before every text
FILES: Final = ("encoder.onnx", "embeddings.npy", "pieces.json")
BATCH: Final = 16  # texts that run together, at most: more is no quicker and takes more memory


class EncoderError(HubdeskError):
    """The encoder cannot be used, and why; readings that need it are off, all others go on."""


class Encoder:
    """Loads at its first text (a third of a second, some 90 MB), so make one and keep it. Threads may share it."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or resource("encoder")
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None

    def encode(self, texts: Sequence[str], batch: int = BATCH) -> Vectors:
        """float32 (texts, 768): the mean of a text's pieces, then the largest of each number. Raises EncoderError.

        Texts of one length run together: sixteen as they come, padded to the longest, took three times as long. A text
        is read to its 128th piece.
        """
        if isinstance(texts, str):
            raise TypeError("encode() takes a list of texts: encode([text])")
        with self._lock:
            if self._loaded is None:
                self._loaded = _Loaded(self._folder)
            return self._loaded.encode(texts, batch)


class _Loaded:
    def __init__(self, folder: Path) -> None:
        bodies = _checked(folder)
        try:
            words = json.loads(bodies["pieces.json"])
            self._pieces = Pieces(words["pieces"], words["replaced"], words["longest"])
            self._packed = np.load(folder / "embeddings.npy", mmap_mode="r", allow_pickle=False)
        except (ValueError, KeyError, TypeError, OSError) as error:
            raise EncoderError(
                _("the encoder in {path} cannot be read: {why}").format(path=folder, why=error)
            ) from error
        self._session = _session(folder / "encoder.onnx")
        self._width: int = self._session.get_outputs()[0].shape[1]

    def encode(self, texts: Sequence[str], batch: int) -> Vectors:
        pieces = [self._pieces.numbers(PREFIX + text) for text in texts]
        vectors = np.empty((len(pieces), self._width), np.float32)
        for chosen in _alike([len(each) for each in pieces], batch):
            numbers, mask = _padded([pieces[index] for index in chosen])
            vectors[chosen] = self._session.run(None, {"rows": self._rows(numbers), "mask": mask})[0]
        return vectors

    def _rows(self, numbers: NDArray[np.int64]) -> Vectors:
        """Piece numbers (texts, pieces) to float32 (texts, pieces, numbers of a piece).

        A stored row is blocks of 18 bytes: an fp16 scale, then 32 weights of 4 bits.
        """
        blocks = self._packed[numbers]
        scales = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
        halves = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], axis=-1)
        rows: Vectors = ((halves.astype(np.float32) - 8) * scales).reshape(*numbers.shape, -1)
        return rows


def _alike(lengths: Sequence[int], batch: int) -> Iterator[list[int]]:
    """The places of texts that are of one length, some at a time."""
    in_order = sorted(range(len(lengths)), key=lengths.__getitem__)
    for _length, places in groupby(in_order, key=lengths.__getitem__):
        while chosen := [*islice(places, batch)]:
            yield chosen


def _padded(pieces: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Rows of one length, and where they are filled."""
    longest = max(map(len, pieces))
    numbers = np.full((len(pieces), longest), PADDING, np.int64)
    mask = np.zeros((len(pieces), longest), np.int32)
    for row, found in enumerate(pieces):
        numbers[row, : len(found)] = found
        mask[row, : len(found)] = 1
    return numbers, mask


def _checked(folder: Path) -> dict[str, bytes]:
    """The small files' bytes, once all were compared with the manifest: a flipped bit would bend every vector."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        digests = {name: str(manifest["files"][name]["sha256"]) for name in FILES}
        bodies = {}
        for name in FILES:
            body = (folder / name).read_bytes()
            if hashlib.sha256(body).hexdigest() != digests[name]:
                raise EncoderError(_("{path} is damaged: install Hubdesk again").format(path=folder / name))
            if name.endswith(".json"):
                bodies[name] = body
    except OSError as error:
        message = _("the encoder is missing: {path}: {why}").format(path=error.filename or folder, why=error.strerror)
        raise EncoderError(message) from error
    except (ValueError, KeyError, TypeError) as error:
        raise EncoderError(
            _("{path} is damaged: install Hubdesk again").format(path=folder / "manifest.json")
        ) from error
    return bodies


def _session(model: Path) -> onnxruntime.InferenceSession:
    try:
        # Here, not above: loading the runtime takes 0.2 s and 30 MB, and a desk's start must not pay for it.
        import onnxruntime
        from onnxruntime.capi import onnxruntime_pybind11_state as state
    except ImportError as error:
        raise EncoderError(_("the encoder needs onnxruntime: {why}").format(why=error)) from error
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # the rest of the machine is the analyst's
    options.log_severity_level = 4
    refusals: tuple[Any, ...] = (state.Fail, state.InvalidProtobuf, state.InvalidGraph, state.NotImplemented)
    try:
        return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    except (*refusals, state.InvalidArgument, state.RuntimeException, state.NoSuchFile, RuntimeError) as error:
        line = str(error).splitlines()[0]
        raise EncoderError(_("{path} cannot be run: {why}").format(path=model, why=line)) from error
