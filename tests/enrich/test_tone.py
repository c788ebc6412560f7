from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from hubdesk.core import HubdeskError
from hubdesk.enrich.tone import NOTHING_TO_READ, ToneReader
from hubdesk.enrich.tone_cues import read_cues
from hubdesk.enrich.tone_heads import KERNEL, LINEAR, ToneError
from hubdesk.enrich.tone_kernel import CORRECTED, TONES, WIDTH, refit
from hubdesk.enrich.tone_linear import features
from hubdesk.enrich.tone_text import look
from hubdesk.resources import resource
from tests.enrich.tone_posts import posts, taught

READER = ToneReader()

ODD = {
    "nothing": "",
    "spaces": " \n\t\u00a0 ",
    "100,000 letters": "x" * 100_000,
    "100,000 signs of prose": "la panne dure depuis lundi, merci Orange ! " * 2_330,
    "one emoji": "🤬",
    "only a link": "https://example.org/a?b=c#d",
    "mixed scripts": "Orange c'est 很好 и дешево, نعم",
    "arabic": "شبكة الإنترنت لا تعمل منذ أمس",
    "breton": "Ar rouedad a zo torret adarre e Brest, n'hallomp ket pellgomz",
    "stacked accents": "z\u0300\u0301\u0302\u0303\u0304" * 2_000,
    "decomposed": "le re\u0301seau est coupe\u0301 depuis hier",
    "addresses": "a.b@example.org, c@example.com; " * 300,
    "left-over HTML": "<div class='x'>&amp;nbsp;panne<br/></div>" * 50,
    "1,000 hashtags": "#fibre " * 1_000,
    "lone surrogate": "panne \ud83d chez Orange",
    "null characters": "\x00\x01panne\x00",
    "longer when small": "İ" * 500,
    "private signs": "\ue000\ue001\ue002 merci",
    "quotes": "«»“”'\"" * 500,
}
odd_text = pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())


@odd_text
def test_that_any_text_gets_a_tone_or_cannot_tell(text: str) -> None:
    tone = READER.fast(text)

    assert tone.value in (*TONES, "unknown")
    assert tone.score is None or 0 <= tone.score <= 1
    assert sum(READER.scores(text)) == pytest.approx(1)
    for evidence in tone.evidence:
        assert all(0 <= mark.start < mark.end <= len(text) for mark in evidence.marks)


@pytest.mark.parametrize("name", ["nothing", "spaces", "only a link", "arabic", "breton", "stacked accents"])
def test_that_what_cannot_be_read_is_not_guessed(name: str) -> None:
    assert READER.fast(ODD[name]) == NOTHING_TO_READ


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Plus de réseau depuis trois jours et personne au téléphone, c'est une honte", "negative"),
        ("Franchement rien à dire, technicien à l'heure et très sympa, fibre nickel", "positive"),
        ("Bonjour, quel est le prix du forfait 100 Go ? Merci d'avance", "neutral"),
        ("Nobody answers, no internet for a week, worst service ever", "negative"),
    ],
)
def test_that_plain_words_are_read_plainly(text: str, value: str) -> None:
    assert READER.fast(text).value == value


def test_that_praise_for_a_breakdown_may_be_ironic_and_is_no_praise() -> None:
    tone = READER.fast("Merci SFR pour les 50 minutes d'attente, très agréable, et toujours pas de réseau")

    assert (tone.value, tone.irony) == ("negative", True)
    (why,) = [one for one in tone.evidence if one.reading == "irony"]
    assert why.rule == "praise and problem"


def test_that_a_name_alone_never_tilts_the_tone() -> None:
    texts = [f"Trois jours sans internet chez {name}, bravo" for name in ("Orange", "SFR", "Free", "Bouygues Telecom")]

    assert len({READER.scores(text) for text in texts}) == 1


def test_that_the_words_which_weighed_most_are_marked_where_they_stand() -> None:
    text = "e\u0301te\u0301 2025 : quelle honte, plus de re\u0301seau"
    (evidence,) = [one for one in READER.fast(text).evidence if one.reading == "tone"]

    assert "honte" in {text[mark.start : mark.end] for mark in evidence.marks}
    assert {mark.part for mark in evidence.marks} == {"body"}


def test_that_words_that_say_nothing_by_themselves_explain_nothing() -> None:
    text = "Le gars à la boutique a reçu tout le monde et on est content de lui"
    marks = ToneReader().fast(text).evidence[0].marks
    told = [text[mark.start : mark.end] for mark in marks]
    assert told
    assert {"Le", "à", "la", "a", "et", "on", "est", "de", "lui"}.isdisjoint(told)
    lost = ToneReader().fast("Plus de réseau, pas de réponse, sans internet").evidence[0].marks
    assert {"Plus", "pas", "sans"} & {"Plus de réseau, pas de réponse, sans internet"[m.start : m.end] for m in lost}


def test_that_an_accent_written_as_its_own_sign_changes_nothing() -> None:
    assert READER.scores("le re\u0301seau est coupe\u0301") == READER.scores("le réseau est coupé")


def test_that_a_word_inside_a_longer_cue_does_not_count() -> None:
    groups = {cue.group for cue in read_cues().find(look("je suis pas content du tout"))}

    assert "problem" in groups
    assert "praise" not in groups


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("[praise]\nwords = 3", "praise"),
        ("praise = 1", "praise"),
        ("x = ", "Invalid"),
    ],
)
def test_that_a_broken_cue_list_says_what_is_wrong(tmp_path: Path, written: str, what: str) -> None:
    (tmp_path / "cues.toml").write_text(written, "utf-8")

    with pytest.raises(HubdeskError, match=what):
        read_cues(tmp_path / "cues.toml")


def test_that_an_unknown_cue_group_is_named(tmp_path: Path) -> None:
    shipped = resource("tone/cues.toml").read_text("utf-8")
    (tmp_path / "cues.toml").write_text(shipped + '\n[joy]\nwords = "x"\n', "utf-8")

    with pytest.raises(HubdeskError, match=r"\[joy\]"):
        read_cues(tmp_path / "cues.toml")


@pytest.mark.parametrize("name", [LINEAR, KERNEL])
@pytest.mark.parametrize("harm", ["missing", "empty", "cut", "text", "other"])
def test_that_a_harmed_head_is_one_clear_error(tmp_path: Path, name: str, harm: str) -> None:
    for file in (LINEAR, KERNEL):
        shutil.copy(resource("heads") / file, tmp_path / file)
    path = tmp_path / name
    whole = path.read_bytes()
    if harm == "missing":
        path.unlink()
    elif harm == "other":
        np.savez(path, x=np.zeros(3))
    else:
        path.write_bytes({"empty": b"", "cut": whole[: len(whole) // 2], "text": b"hello"}[harm])
    reader = ToneReader(tmp_path)

    with pytest.raises(ToneError, match=name) as raised:
        reader.fast("bonjour") if name == LINEAR else reader.base.vectors.shape
    assert "\n" not in str(raised.value)


def test_that_a_head_with_numbers_that_are_none_is_refused(tmp_path: Path) -> None:
    with np.load(resource("heads") / LINEAR) as kept:
        arrays = dict(kept)
    arrays["shape"] = np.full_like(arrays["shape"], np.nan)
    np.savez(tmp_path / LINEAR, **arrays)

    with pytest.raises(ToneError):
        ToneReader(tmp_path).fast("bonjour")


def test_that_a_correction_changes_the_answer_on_a_like_text_and_little_else() -> None:
    base = READER.base
    chance = np.random.default_rng(1)
    corrected = base.vectors[:1] + chance.normal(0, 1.0, (1, WIDTH)).astype(np.float32) * base.vectors.std(0)
    like = corrected + chance.normal(0, 0.1, (1, WIDTH)).astype(np.float32) * base.vectors.std(0)
    before = refit(np.zeros((0, WIDTH), np.float32), [], base)
    other = TONES[(int(before.scores(corrected)[0, :3].argmax()) + 1) % 3]

    after = refit(corrected, [other], base)

    assert TONES[int(after.scores(like)[0, :3].argmax())] == other
    same = before.scores(base.vectors)[:, :3].argmax(1) == after.scores(base.vectors)[:, :3].argmax(1)
    assert same.mean() > 0.98


def test_that_the_last_correction_of_a_text_wins() -> None:
    vector = READER.base.vectors[:1]
    twice = np.vstack([vector, vector])

    head = refit(twice, ["positive", "negative"], READER.base)

    assert len(head.base.trust) == len(READER.base.trust) + 1
    assert head.base.trust[-1] == CORRECTED
    assert head.base.targets[-1, :3].tolist() == [1, 0, 0]


def test_that_corrections_of_another_shape_or_tone_are_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        refit(np.zeros((1, 3), np.float32), ["positive"], READER.base)
    with pytest.raises(ValueError, match="joy"):
        refit(np.zeros((1, WIDTH), np.float32), ["joy"], READER.base)


def test_that_the_shipped_linear_head_is_what_the_posts_and_the_cue_lists_give() -> None:
    sys.path.insert(0, str(Path(__file__).parents[2] / "packaging"))
    try:
        from train_heads import targets_and_trust
    finally:
        sys.path.pop(0)
    from hubdesk.enrich.tone_linear import train

    rows = taught()
    found = [features(text, READER._cues) for text, _tone, _irony in rows]
    tones = np.array([TONES.index(tone) for _text, tone, _irony in rows])
    irony = np.array([irony for _text, _tone, irony in rows])
    head, _unseen = train(found, *targets_and_trust(tones, irony))

    shipped = READER._linear[0]
    for each in found[::50]:
        assert shipped.scores(each) == pytest.approx(head.scores(each), abs=0.01), "run packaging/train_heads.py"


def test_that_nothing_is_loaded_before_the_first_text() -> None:
    look = "import sys; from hubdesk.enrich.tone import ToneReader; ToneReader(); print('onnxruntime' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "False"


def test_that_the_development_posts_are_whole_and_labelled() -> None:
    rows = posts()

    assert len(rows) == len({row["id"] for row in rows}) == 1_100
    assert {row["sentiment"] for row in rows} == set(TONES)
    assert json.dumps(rows)
