"""How many posts a second near-duplicates take, how many repeats are found and how many are wrongly told.

    python tests/benchmarks/duplicates.py [--posts 60000] [--seeds 3]

Posts are drawn from the words of the development posts in their own frequency, and one word in thirty is new, as names
and slips are; a third says what a post of the last thousand said, with one word changed. Speed is CPU time on one core
against splitting the same texts into small-letter words and sorting them, and, where it happens to be installed,
against rensa's MinHash (128 permutations, five-letter shingles, 16 bands), which finds neither cuts nor other names.
Then the development posts, each with its variants, among such posts that nobody repeats: recall by kind of variant, and
"heavy", where a fifth of the words are others; precision over all that were told; and recall of every pair that shares
0.7 of its five-letter shingles.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from hubdesk.collector.intake import spare_the_collector_of_garbage  # noqa: E402
from hubdesk.enrich.duplicates import SHORTEST, Duplicates, plain_text  # noqa: E402
from tests.benchmarks.reading_variants import variants  # noqa: E402

Planted = tuple[str, int | None, str]  # text, which it repeats, how it was made


def written() -> list[str]:
    files = sorted((ROOT / "tests/data/voc").glob("voc_dev_*.jsonl"))
    return [json.loads(line)["text"] for file in files for line in file.read_text("utf-8").splitlines()]


def stream(draw: random.Random, posts: list[str], count: int, *, repeats: bool) -> list[str]:
    words = [word for post in posts for word in post.split()]
    lengths = [len(post.split()) for post in posts]
    made: list[str] = []
    for n in range(count):
        if repeats and n > 1000 and n % 3 == 0:
            said = made[n - draw.randint(1, 1000)].split()
            said[draw.randrange(len(said))] = draw.choice(words)
        else:
            said = [_word(draw, words) for _word_of_it in range(draw.choice(lengths))]
        made.append(" ".join(said))
    return made


def _word(draw: random.Random, words: list[str]) -> str:
    return draw.choice(words) if draw.random() < 0.97 else "".join(draw.choices("abcdefghilmnopqrstuv", k=7))


def speed(draw: random.Random, posts: list[str], count: int) -> None:
    texts = stream(draw, posts, count, repeats=True)

    def grouped() -> int:
        groups = Duplicates()
        return sum(groups.seen(str(n), text) is not None for n, text in enumerate(texts))

    ours, told = _spent(grouped)
    split, _none = _spent(lambda: sum(len(sorted(re.findall(r"\w+", text.casefold()))) for text in texts))
    print(
        f"near-duplicates: {count / ours:,.0f} posts a second (at least 20,000), {ours / split:.1f} times splitting "
        f"into words ({count / split:,.0f} posts/s); {told / count:.1%} said before"
    )
    try:
        import rensa
    except ImportError:
        return

    def hashed() -> int:
        index, again = rensa.RMinHashLSH(threshold=0.7, num_perm=128, num_bands=16), 0
        for n, text in enumerate(texts):
            signature = rensa.RMinHash(num_perm=128, seed=1)
            signature.update(list(shingles(plain_text(text))))
            again += bool(index.query(signature))
            index.insert(n, signature)
        return again

    theirs, told = _spent(hashed)
    print(f"  rensa: {count / theirs:,.0f} posts a second, shingles included; {told / count:.1%} said before")


def _spent(work: Callable[[], int]) -> tuple[float, int]:
    """CPU seconds, the quickest of two, and what came out."""
    took = []
    for _time in range(2):
        begun = time.process_time()
        out = work()
        took.append(time.process_time() - begun)
    return min(took), out


def found(draw: random.Random, posts: list[str], count: int) -> tuple[Counter[str], Counter[str], int, int, float]:
    """Repeats found and planted by kind, how many were told and how many rightly, recall at Jaccard 0.7."""
    planted: list[Planted] = list(variants(draw.sample(posts, len(posts))))
    places: list[tuple[float, Planted, int]] = [(n, one, n) for n, one in enumerate(planted)]
    for n, (text, root, _how) in enumerate(planted):
        if root is None and len(text) >= 60:
            places.append((n + draw.uniform(1, 1500), (_heavy(draw, text, posts), n, "heavy"), -1))
    for text in stream(draw, posts, count, repeats=False):
        places.append((draw.uniform(0, len(planted)), (text, None, "other"), -1))
    places.sort(key=lambda place: place[0])
    groups = Duplicates()
    right, all_ = Counter[str](), Counter[str]()
    told = rightly = 0
    answers: list[bool] = []
    for at, (text, root, how), number in places:
        name = str(number) if number >= 0 else f"other{at}"
        answer = groups.seen(name, text)
        answers.append(answer is not None)
        told += answer is not None
        rightly += answer is not None and answer == str(root)
        if root is not None:
            all_[how] += 1
            right[how] += answer == str(root)
    return right, all_, told, rightly, _near([text for _at, (text, _r, _h), _n in places], answers)


def _heavy(draw: random.Random, text: str, posts: list[str]) -> str:
    words = text.split()
    for place in draw.sample(range(len(words)), max(1, len(words) // 5)):
        words[place] = draw.choice(draw.choice(posts).split())
    return " ".join(words)


def shingles(text: str) -> set[str]:
    return {text[n : n + 5] for n in range(max(1, len(text) - 4))}


def _near(texts: list[str], answers: list[bool], least: float = 0.7) -> float:
    """Of the texts that share so much with an earlier one, by every shingle, how many were told to be repeats."""
    by_shingle: dict[str, list[int]] = defaultdict(list)
    sizes: list[int] = []
    near = told = 0
    for n, text in enumerate(texts):
        plain = plain_text(text)
        own = shingles(plain)
        sizes.append(len(own))
        common = Counter[int]()
        for shingle in own:
            there = by_shingle[shingle]
            if len(there) < 400:  # a shingle that hundreds have in common tells no pair apart
                common.update(there)
                there.append(n)
        is_near = any(shared / (len(own) + sizes[other] - shared) >= least for other, shared in common.most_common(5))
        if is_near and sum(map(len, plain.split())) >= SHORTEST:
            near += 1
            told += answers[n]
    return told / max(1, near)


def main() -> None:
    wishes = argparse.ArgumentParser(description=__doc__)
    wishes.add_argument("--posts", type=int, default=60_000)
    wishes.add_argument("--seeds", type=int, default=3)
    asked = wishes.parse_args()
    spare_the_collector_of_garbage()  # as the process that reads does
    posts = written()
    for seed in range(1, asked.seeds + 1):
        speed(random.Random(seed), posts, asked.posts)
    for seed in range(1, asked.seeds + 1):
        right, all_, told, rightly, near = found(random.Random(seed), posts, 10_000)
        usual = sum(all_.values()) - all_["heavy"]
        print(
            f"seed {seed}: recall {(sum(right.values()) - right['heavy']) / usual:.3f}, precision "
            f"{rightly / max(1, told):.3f} (both at least 0.97), of pairs at Jaccard 0.7 {near:.3f}; "
            + ", ".join(f"{how} {right[how] / all_[how]:.3f}" for how in sorted(all_))
        )


if __name__ == "__main__":
    main()
