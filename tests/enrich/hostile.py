"""Texts that no reader may stumble over: whatever they say, an answer comes, and soon."""

from __future__ import annotations

from typing import Final

HOSTILE: Final = (
    "",
    "   \n\t ",
    "😡",
    "👨‍👩‍👧‍👦" * 500,
    "https://example.org/the/page/is/here?a=b#c",
    "orange " * 14_000,
    "a" * 100_000,
    "é\u0301\u0302\u0303" * 20_000,
    "Сегодня сеть Orange не работает le réseau 本日ダウン",
    "الانترنت مقطوع منذ الصباح في كل الحي ولا أحد يرد",
    "Arabat dit klask, n'eus ket rouedad ken e Brest abaoe dec'h",
    ", ".join(f"prenom.nom{n}@example.org" for n in range(500)),
    "<div class='x'><p>Orange&nbsp;est en panne</p><script>alert(1)</script></div>" * 50,
    " ".join(f"#Orange{n}" for n in range(1_000)),
    "\u202eegnarO\u202c \ud83d \x00\x07 \ufffd",
    "".join(chr(n) for n in range(1, 3_000)),
    "(" * 5_000 + "orange" + ")" * 5_000,
    "pas comme chez " * 5_000 + "sfr",
    "@" * 100_000,
    "a@" * 50_000,
    "Saint-Denis (93), " * 5_000,
    "https://www." * 8_000,
)
