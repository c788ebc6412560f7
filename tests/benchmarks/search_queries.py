"""A hundred queries as analysts write them, each with the FTS5 expression and SQL condition that find the same rows.

A line: query | FTS5 | condition on `mention m`. FTS5 `=`: the expression that our plan makes of the index's spellings,
since FTS5 knows no accents. `⊇` before it: FTS5 cannot say this query; the closest expression that finds all its rows.
"""

from __future__ import annotations

from dataclasses import dataclass

_TABLE = """
orange | "orange" |
panne | "panne" |
fibre | "fibre" |
facture | "facture" |
livebox | "livebox" |
sosh | "sosh" |
marseille | "marseille" |
remboursement | "remboursement" |
box | "box" |
sfr | "sfr" |
panne fibre | "panne" AND "fibre" |
orange facture | "orange" AND "facture" |
sfr box | "sfr" AND "box" |
free mobile | "free" AND "mobile" |
panne OR coupure | "panne" OR "coupure" |
orange OR sosh OR livebox | "orange" OR "sosh" OR "livebox" |
sfr OR red | "sfr" OR "red" |
lille OR marseille OR briançon | = |
orange AND (panne OR coupure OR fibre OR mobile) | "orange" AND ("panne" OR "coupure" OR "fibre" OR "mobile") |
free AND (box OR mobile OR fibre) NOT gratuit | ("free" AND ("box" OR "mobile" OR "fibre")) NOT "gratuit" |
#orange | "#orange" |
#panne OR #orange | "#panne" OR "#orange" |
😡 | "!{1f621}" |
😂 orange | "!{1f602}" AND "orange" |
@orange OR @sfr | "@orange" OR "@sfr" |
"service client" | "service client" |
"en panne" | "en panne" |
"depuis ce matin" | "depuis ce matin" |
"sans internet" | "sans internet" |
"free mobile" | "free mobile" |
"plus rien" orange | "plus rien" AND "orange" |
l'orange | "l orange" |
b&you | "b you" |
mont-de-marsan | "mont de marsan" |
"plus internet"~4 | NEAR("plus" "internet", 3) |
"orange box panne"~9 | NEAR("orange" "box" "panne", 8) |
"plus de réseau" | ⊇ "plus de reseau" |
"réseau mobile" OR "débit faible" | ⊇ "reseau mobile" OR "debit faible" |
orange NEAR/5 panne | NEAR("orange" "panne", 4) |
sfr NEAR/8 facture | NEAR("sfr" "facture", 7) |
free NEAR/3 mobile | NEAR("free" "mobile", 2) |
box NEAR/10 fibre | NEAR("box" "fibre", 9) |
(orange OR sosh) NEAR/6 panne | NEAR("orange" "panne", 5) OR NEAR("sosh" "panne", 5) |
"service client" NEAR/6 orange | NEAR("service client" "orange", 5) |
orange NEAR/5 factur* | NEAR("orange" "factur" *, 4) |
panne NEAR/6 (lille OR marseille) | NEAR("panne" "lille", 5) OR NEAR("panne" "marseille", 5) |
orange NEAR/6 réseau | ⊇ NEAR("orange" "reseau", 5) |
orange NEAR/8 (débit OR réseau) | ⊇ NEAR("orange" "debit", 7) OR NEAR("orange" "reseau", 7) |
service NEAR/3f client | ⊇ NEAR("service" "client", 2) |
plus NEAR/4f internet | ⊇ NEAR("plus" "internet", 3) |
pan* | "pan" * |
factur* | "factur" * |
resili* | "resili" * |
rembours* | "rembours" * |
internet* | "internet" * |
co* | "co" * |
boutiqu* | "boutiqu" * |
orang* | "orang" * |
orange pan* | "orange" AND "pan" * |
sfr factur* | "sfr" AND "factur" * |
#pan* | "#pan" * |
pan?e | = |
coup*re | = |
résili* | = |
rembours?ment | = |
orange -fruit | "orange" NOT "fruit" |
orange -jus -rugby -festival | "orange" NOT ("jus" OR "rugby" OR "festival") |
panne NOT orange | "panne" NOT "orange" |
box -"service client" | "box" NOT "service client" |
(sfr OR free) NOT (orange OR bouygues) | ("sfr" OR "free") NOT ("orange" OR "bouygues") |
factur* -prix | "factur" * NOT "prix" |
réseau | = |
débit | = |
résilié | = |
prélèvement | = |
réseau panne | = |
coupé OR coupée | = |
réseau -débit | = |
orange réseau | = |
{Orange} | = |
{SFR} | = |
{Free} -{free} | = |
{BOUYGUES} | = |
{Orange} panne | = |
({Free} OR {FREE}) mobile | = |
orange kind:comment | "orange" | m.kind = 'comment'
panne kind:(post OR reply) | "panne" | m.kind IN ('post', 'reply')
orange followers:[1000 TO *] | "orange" | m.followers >= 1000
panne followers:[10 TO 100] | "panne" | m.followers >= 10 AND m.followers <= 100
fibre published:[2026-06-01 TO 2026-08-31] | "fibre" | m.published_at BETWEEN 1780272000000 AND 1788220799999
orange minuteOfDay:[480 TO 600] | "orange" | m.published_at % 86400000 / 60000 BETWEEN 480 AND 600
box network:mastodon | "box" | m.network = 'mastodon'
facture language:fr | "facture" | m.language = 'fr'
panne reach:[100 TO 5000] | "panne" | m.reach >= 100 AND m.reach <= 5000
in:title orange | title : "orange" |
in:body panne | body : "panne" | m.kind <> 'comment'
rating:[1 TO 2] orange | "orange" | m.rating >= 1 AND m.rating <= 2
sfr -is:repost | "sfr" | m.kind <> 'repost'
box has:link | "box" | (m.links <> '[]' OR m.id IN (SELECT rowid FROM words WHERE words MATCH '"/"'))
réseau network:bluesky | = | m.network = 'bluesky'
"""


@dataclass(frozen=True)
class Case:
    query: str
    fts: str  # "": the one that our plan makes
    where: str
    is_wider: bool


def cases() -> tuple[Case, ...]:
    made = []
    for line in _TABLE.strip().splitlines():
        query, fts, where = (part.strip() for part in line.split("|"))
        made.append(Case(query, fts.removeprefix("⊇").strip().removeprefix("="), where, fts.startswith("⊇")))
    return tuple(made)
