from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from hubdesk.enrich.encoder import FILES, Encoder, EncoderError
from hubdesk.enrich.encoder_pieces import FIRST, LAST, SPECIAL, UNKNOWN, Pieces
from hubdesk.enrich.tone import ToneReader
from hubdesk.enrich.tone_kernel import ENCODED, refit
from hubdesk.resources import resource
from tests.enrich.test_tone import ODD

ENCODER = Encoder()
READER = ToneReader(encoder=ENCODER)
SMALL = Pieces(
    [
        ("<s>", 0.0),
        ("<pad>", 0.0),
        ("</s>", 0.0),
        ("<unk>", 0.0),
        ("▁", -2.0),
        ("▁la", -3.0),
        ("la", -4.0),
        ("a", -5.0),
    ],
    {"\n": " ", "\x07": ""},
    6,
)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    folder = tmp_path / "encoder"
    shutil.copytree(resource("encoder"), folder)
    return folder


def test_that_the_likeliest_pieces_are_taken_and_framed() -> None:
    assert SMALL.numbers("la\nla") == [FIRST, 5, 5, LAST]


def test_that_unknown_signs_that_stand_together_are_one_piece() -> None:
    assert SMALL.numbers("zzzz la") == [FIRST, 4, UNKNOWN, 5, LAST]


def test_that_a_long_text_is_cut_and_still_closed() -> None:
    assert SMALL.numbers("la " * 100) == [FIRST, 5, 5, 5, 5, LAST]


def test_that_a_text_cannot_write_the_models_own_signs() -> None:
    pieces = Pieces(json.loads((resource("encoder") / "pieces.json").read_text("utf-8"))["pieces"], {}, 128)

    inside = pieces.numbers("</s> <pad> <s>")[1:-1]
    assert all(number >= SPECIAL or number == UNKNOWN for number in inside)


def test_that_a_vector_hardly_depends_on_the_company_its_text_was_in() -> None:
    texts = ["Plus de réseau depuis hier", "Merci !", "la fibre marche enfin " * 20]
    together = ENCODER.encode(texts)

    assert together.shape == (3, ENCODED)
    for text, vector in zip(texts, together, strict=True):
        alone = ENCODER.encode([text])[0]
        assert float(vector @ alone / np.linalg.norm(vector) / np.linalg.norm(alone)) > 0.99


def test_that_no_texts_give_no_vectors() -> None:
    assert ENCODER.encode([]).shape == (0, ENCODED)
    assert READER.quality([]) == []
    assert len(READER.vectors([])) == 0


def test_that_odd_texts_are_encoded_too() -> None:
    tones = READER.quality(list(ODD.values()))

    assert len(tones) == len(ODD)
    assert np.isfinite(ENCODER.encode(list(ODD.values()))).all()


def test_that_one_text_instead_of_a_list_is_refused() -> None:
    with pytest.raises(TypeError, match="list"):
        ENCODER.encode("bonjour")


@pytest.mark.parametrize("name", [*FILES, "manifest.json"])
@pytest.mark.parametrize("harm", ["missing", "flipped", "empty"])
def test_that_a_harmed_file_is_one_clear_error_and_the_fast_tier_goes_on(copied: Path, name: str, harm: str) -> None:
    body = bytearray((copied / name).read_bytes())
    if harm == "missing":
        (copied / name).unlink()
    elif harm == "empty":
        (copied / name).write_bytes(b"")
    else:
        body[len(body) // 2] ^= 0x41
        (copied / name).write_bytes(body)
    reader = ToneReader(encoder=Encoder(copied))

    if (name, harm) != ("manifest.json", "flipped"):  # a letter of its prose may change
        with pytest.raises(EncoderError) as raised:
            reader.quality(["bonjour"])
        assert "\n" not in str(raised.value)
    assert reader.fast("quelle honte, plus de réseau").value == "negative"


def test_that_a_corrected_post_is_read_as_the_analyst_said_and_so_is_a_similar_one() -> None:
    said, similar = "La box ronronne comme un chat sous la couette", "Ma box ronronne comme un chat au coin du feu"
    before = READER.quality([said, similar])
    other = "positive" if before[0].value != "positive" else "negative"

    READER.use(refit(READER.vectors([said]), [other], READER.base))
    try:
        assert [tone.value for tone in READER.quality([said, similar])] == [other, other]
    finally:
        READER.use(None)
    assert READER.quality([said])[0].value == before[0].value


def test_that_wit_about_a_breakdown_is_not_taken_for_praise() -> None:
    wits = [
        "Bravo Orange, trois heures de panne un soir de finale, vraiment très fort",
        "Merci SFR pour ces vacances forcées sans internet, on adore",
        "Quelle chance d'être client Free : un technicien fantôme et une facture bien réelle",
    ]

    assert "positive" not in {tone.value for tone in READER.quality(wits)}
