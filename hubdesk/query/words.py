"""Text to tokens: what counts as a word, and where it stands. One reading for queries, mentions and the index.

Nothing that is read depends on what stands beyond a blank, so a text is a row of *chunks*, and most chunks were met
before: each is cut once and remembered.

Words, numbers, handles, addresses and each word of a hashtag take one place; signs and emoji stand between places.
Places are counted in twos, so that "between" is a whole number: word number i is at 2 * i, a sign before it at
2 * i - 1. Everything here takes time in proportion to the text.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from hubdesk.query.letters import ADDRESS, EMOJI, HANDLE, SIGN, TAG, Form, bare, clean, fold, is_odd, word_form

STEP: Final = 2  # places between neighbours
STEM: Final = 2  # letters: no wildcard has a shorter stem
KEPT_CHUNK: Final = 40  # code points: a longer chunk is an address or nonsense, and will not come again
MOST_CHUNKS: Final = 1 << 16


class Token(NamedTuple):
    """One thing that can be asked for: `start` and `end` are code points of the original text."""

    start: int
    end: int
    first: int  # place of its first word; a hashtag spans the places of its words
    last: int
    form: Form


_token = tuple.__new__  # a Token of its five parts, at half the cost of its constructor: there is one for every word

# Where an address without a scheme may end. Those that are also words ("c'est nul.ca marche pas") need a path behind.
_TLDS: Final = "fr|com|net|org|eu|info|io|ch|be|app|dev|social|biz|bzh|lu|mc|uk|gle"
_TLDS_WITH_PATH: Final = (
    "ca|us|tv|co|re|pro|me|to|in|ly|gl|gg|news|blog|shop|paris|online|site|xyz|tech|cloud|link|nc|pf"
)
# Endings of inclusive writing. After a full stop, those that are also words of their own are left out.
_ENDING: Final = (
    "e|es|s|ne|nes|te|tes|se|ses|ve|ves|le|les|lle|lles|sse|sses|esse|esses|[eè]re|[eè]res|i[eè]re|i[eè]res|rice|rices"
    "|trice|trices|euse|euses|teuse|teuses|elle|elles|ale|ales|ive|ives|che|ches|he|hes|que|ques|fe|fes|x|celles|a"
)
_ENDING_AFTER_STOP: Final = (
    "e|es|s|ne|nes|te|tes|se|ve|ves|lle|lles|sse|sses|[eè]re|[eè]res|i[eè]re|i[eè]res|rice|rices|trice|trices|euse"
    "|euses|teuse|teuses|ive|ives"
)
# One word, apostrophe and all.
_WHOLE: Final = "aujourd{a}hui|prud{a}hom{w}*|presqu{a}[iî]les?|quelqu{a}une?s?|(?:entr|grand){a}{w}+"
_STOPS: Final = r"\s<>\"«»“”„"
_TONES = re.compile("[\U0001f3fb-\U0001f3ff]")
_SELECTORS = re.compile("[\ufe0e\ufe0f]")


AROUND: Final = '.,;:!?…)"«»“”„'  # says nothing about a word it touches, and nothing by itself
_CHUNK = re.compile(r"\S+")
_DOTTED = re.compile(r"\.\S|//")


@cache
def _scanner(wild: bool, dotted: bool) -> re.Pattern[str]:
    """The one pattern. `wild`: in a query, `*` and `?` belong to the word they touch. `dotted`: look for addresses.

    What a match can begin with is asked first: most places of a text begin nothing, and every alternative costs.
    """
    w = r"(?:[^\W_]|[*?])" if wild else r"[^\W_]"
    name = r"(?:\w|[*?])" if wild else r"\w"
    whole = _WHOLE.format(a="['\u2018\u2019]", w=w)
    tail = rf"[^{_STOPS}]*[^{_STOPS}.,;:!?…)\]}}'’*]"
    one = rf"[{EMOJI}](?:[\ufe0e\ufe0f]|[\U0001f3fb-\U0001f3ff]|[\U000e0020-\U000e007f]{{1,8}}|\u20e3){{0,3}}"
    address = (
        rf"(?P<address>(?=[hHfF])(?i:https?|ftp)://{tail}|(?=[wW])(?i:www)\.{tail}"
        rf"|(?<![\w@./-])(?:[\w-]{{1,63}}+\.){{1,5}}(?:(?:{_TLDS}|{_TLDS.upper()})(?![\w@-])(?:/(?:{tail})?)?|(?:{_TLDS_WITH_PATH})/{tail}))|"
    )
    return re.compile(
        rf"(?={w})(?:{address if dotted else ''}"
        rf"(?P<number>[nN]°s?(?![^\W\d_]))|(?P<key>[0-9*]\ufe0f?\u20e3)"
        rf"|(?P<word>(?=[apqegAPQEG])(?i:{whole})|{w}+(?:(?<=\d)[.,]\d{w}*)*)"
        rf"(?:(?=[·•‧⋅.(])(?:[·•‧⋅](?i:{_ENDING})|\.(?i:{_ENDING_AFTER_STOP})|\((?i:{_ENDING})\)){{1,3}}s?(?![^\W_]))?)"
        rf"|(?=[#*@€$£%{EMOJI}])(?:"
        rf"(?P<sign>[\U0001f1e6-\U0001f1ff]{{2}}|[#*]\ufe0f?\u20e3|{one}(?:\u200d{one}){{0,9}}|[€$£%])"
        rf"|(?<!\w)#(?P<tag>(?=_*[^\W_]){name}+)"
        rf"|(?<!\w)@{_handle(name)})"
    )


def _handle(name: str) -> str:
    """A name, with what may stand behind it: a domain, or an instance."""
    return (
        rf"(?P<handle>(?=_*[^\W_]){name}+(?:-{name}+)*"
        rf"(?:(?:\.[\w-]{{1,63}}){{0,4}}\.(?:{_TLDS})(?![\w]))?(?:@[\w.-]*\w)?)"
    )


_HANDLE = re.compile("@" + _handle(r"\w"))


class Chunk(NamedTuple):
    """What stands between two blanks: its tokens as if it were a text, and how many places it takes (in twos)."""

    tokens: tuple[Token, ...]
    places: int


def tokens(text: str, *, wild: bool = False) -> tuple[Token, ...]:
    """Every token in reading order. `wild` reads a query's text: wildcards are kept, hashtags are not opened."""
    if wild:
        return _cut(text, wild).tokens
    return _joined_kept(text)


def _joined(text: str) -> tuple[Token, ...]:
    found: list[Token] = []
    add = found.append
    place = 0
    written = text.split()
    for one, at in zip(written, chunk_starts(text, written), strict=False):
        chunk, places = _chunks.get(one) or read_chunk(one)
        for start, end, first, last, form in chunk:
            add(_token(Token, (at + start, at + end, place + first, place + last, form)))
        place += places
    return tuple(found)


# Topics that ask for links each ask for the tokens of the same text.
_joined_kept = lru_cache(maxsize=4)(_joined)


def chunk_starts(text: str, written: list[str]) -> list[int]:
    """Where each chunk begins: told by their lengths alone where single blanks stand between them."""
    starts = [*accumulate([len(one) + 1 for one in written], initial=0)]
    return starts if starts[-1] == len(text) + 1 else [found.start() for found in _CHUNK.finditer(text)]


def read_chunk(written: str) -> Chunk:
    """One chunk; `written` holds no blank."""
    chunk = _chunks.get(written)
    if chunk is None:
        chunk = _word_alone(written) or _handle_alone(written) or _cut(written)
        if len(written) <= KEPT_CHUNK:
            if len(_chunks) >= MOST_CHUNKS:
                _chunks.clear()
            _chunks[written] = chunk
    return chunk


_chunks: dict[str, Chunk] = {}


def _word_alone(written: str) -> Chunk | None:
    """A word with nothing but punctuation around it, which is most of what comes up anew; None when it is not that."""
    word = written.strip(AROUND)
    if not word.isalnum() or is_odd(word):
        return None
    start = written.index(word)
    return Chunk((Token(start, start + len(word), 0, 0, word_form(word)),), STEP)


def _handle_alone(written: str) -> Chunk | None:
    handle = lone_handle(written)
    return None if handle is None else Chunk((Token(0, len(handle) + 1, 0, 0, _handle_form(handle)),), STEP)


def lone_handle(written: str) -> str | None:
    """A handle with nothing but punctuation behind it, without its @; None when it is not that."""
    handle = _HANDLE.match(written) if written.startswith("@") and not is_odd(written) else None
    return None if handle is None or written[handle.end() :].strip(AROUND) else handle["handle"]


def _cut(text: str, wild: bool = False) -> Chunk:
    text, starts, ends = clean(text)
    found: list[Token] = []
    add = found.append
    place = 0
    for match in _scanner(wild, _DOTTED.search(text) is not None).finditer(text):
        kind = match.lastgroup
        start, end = match.span()
        if starts is not None and ends is not None:
            spots = starts
            start, end = starts[start], ends[end - 1]
        else:
            spots = None
        if kind == "word" or kind == "number":
            add(_token(Token, (start, end, place, place, word_form(match[kind]))))
            place += STEP
        elif kind == "sign" or kind == "key":
            add(Token(start, end, place - 1, place - 1, _sign_form(match[kind])))
        elif kind == "handle":
            add(Token(start, end, place, place, _handle_form(match["handle"])))
            place += STEP
        elif kind == "address":
            add(Token(start, end, place, place, address_form(match["address"])))
            place += STEP
        else:
            body = match["tag"]
            inside = _tag_words(body)
            add(Token(start, end, place, place + STEP * (len(inside) - 1), _tag_form(body)))
            if wild:
                place += STEP
                continue
            offset = match.start("tag")
            for left, right in inside:
                left, right = left + offset, right + offset
                form = word_form(text[left:right])
                if spots is not None and ends is not None:
                    add(Token(spots[left], ends[right - 1], place, place, form))
                else:
                    add(Token(left, right, place, place, form))
                place += STEP
    return Chunk(tuple(found), place)


def _sign_form(raw: str) -> Form:
    """A sign is found by its look without skin tone; one asked with a tone is compared whole."""
    whole = _SELECTORS.sub("", raw)
    return Form(SIGN, _TONES.sub("", whole) or whole, whole, raw, False)


def _handle_form(raw: str) -> Form:
    """`@orange` is the name alone; `lower` keeps the instance or the domain."""
    whole = fold(raw)
    return Form(HANDLE, handle_key(whole), whole, raw, False)


def handle_key(whole: str) -> str:
    """What a handle in small letters is looked up by."""
    return "@" + bare(whole.partition("@")[0].partition(".")[0])


def _tag_form(raw: str) -> Form:
    lower = fold(raw)
    return Form(TAG, "#" + bare(lower), lower, raw, raw.isupper())


def address_form(raw: str) -> Form:
    """An address without scheme, `www.` and closing slash, as `url:` and `links:` compare it too."""
    lower = re.sub(r"^(?:[a-z]+://)?(?:www\.)?", "", raw.lower()).rstrip("/")
    return Form(ADDRESS, "://" + lower, lower, raw, False)


def _tag_words(body: str) -> tuple[tuple[int, int], ...]:
    return _tag_words_kept(body) if len(body) <= 64 else _cut_tag(body)


def _cut_tag(body: str) -> tuple[tuple[int, int], ...]:
    """Where a hashtag's words are: cut at lower-to-capital, before the last capital of a run, between letters and
    digits (4G and 5G stay whole), at `_`."""
    cuts: list[tuple[int, int]] = []
    start = 0
    at = 0
    while at < len(body):
        here, before, after = body[at], body[at - 1] if at > start else "", body[at + 1 : at + 2]
        if here == "_":
            cuts.append((start, at))
            start = at + 1
        elif here in "45" and after in ("G", "g") and not before.isdigit() and not body[at + 2 : at + 3].islower():
            cuts += [(start, at), (at, at + 2)]
            start = at = at + 2
            continue
        elif before and _is_seam(before, here, after):
            cuts.append((start, at))
            start = at
        at += 1
    cuts.append((start, len(body)))
    return tuple((left, right) for left, right in cuts if left < right)


def _is_seam(before: str, here: str, after: str) -> bool:
    if before.isdigit() != here.isdigit():
        return True
    return here.isupper() and (before.islower() or (before.isupper() and after.islower()))


_tag_words_kept = lru_cache(maxsize=4096)(_cut_tag)
