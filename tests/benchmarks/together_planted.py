"""Planted rings among everyday sharing: how many are found, whether innocents are added, and what chance finds.

    python tests/benchmarks/together_planted.py [--runs 20] [--shares 35000] [--seed N]

Everyday sharing is drawn with its own seed: things of very unequal fame, each shared most in its first hours, accounts
of very unequal zeal. Rings have 8 to 30 accounts, each thing taken by most of them within a jitter of 5 to 60 s, and
their accounts share everyday things too. Then the same with every account shuffled within its hour. What counts as the
same text is measured by duplicates.py.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from hubdesk.core import DAY, HOUR, SECOND
from hubdesk.query.together import Post, audit

SEED = 20261126


def everyday(draw: np.random.Generator, shares: int) -> list[Post]:
    """Three days of sharing by people who do not know each other."""
    topics, people = shares // 12, shares // 5
    fame = draw.pareto(1.1, topics) + 0.2
    zeal = draw.pareto(1.3, people) + 0.2
    born = draw.uniform(0, 3 * DAY, topics)
    thing = draw.choice(topics, shares, p=fame / fame.sum())
    who = draw.choice(people, shares, p=zeal / zeal.sum())
    late = draw.lognormal(np.log(2 * HOUR), 1.5, shares)
    at = (born[thing] + late) // SECOND * SECOND
    return [
        Post(n, f"person{w}", int(t), (f"repost:{x}",)) for n, (w, t, x) in enumerate(zip(who, at, thing, strict=True))
    ]


def plant(draw: np.random.Generator, posts: list[Post], accounts: int, jitter: int) -> set[str]:
    """A ring of accounts that already shared everyday things; each takes 85 % of six things."""
    known = sorted({post.account for post in posts})
    ring = {known[n] for n in draw.choice(len(known), accounts, replace=False)}
    for target in range(6):
        start = float(draw.uniform(0, 3 * DAY))
        for account in sorted(ring):
            if draw.random() < 0.85:
                at = int(start + draw.uniform(0, jitter * SECOND))
                posts.append(Post(len(posts), account, at, (f"link:target{target}-{min(ring)}",)))
    return ring


def shuffled(draw: np.random.Generator, posts: list[Post]) -> list[Post]:
    by_hour: dict[int, list[Post]] = {}
    for post in posts:
        by_hour.setdefault(post.at // HOUR, []).append(post)
    mixed = []
    for same in by_hour.values():
        names = draw.permutation([post.account for post in same])
        mixed += [Post(p.id, str(name), p.at, p.things) for p, name in zip(same, names, strict=True)]
    return mixed


def main() -> None:
    wishes = argparse.ArgumentParser(description=__doc__)
    wishes.add_argument("--runs", type=int, default=20)
    wishes.add_argument("--shares", type=int, default=35_000)
    wishes.add_argument("--seed", type=int, default=SEED)
    asked = wishes.parse_args()
    draw = np.random.default_rng(asked.seed)
    recalls, precisions, clean, seconds = [], [], 0, []
    for run in range(asked.runs):
        posts = everyday(draw, asked.shares)
        planted: set[str] = set()
        for _ring in range(3):
            planted |= plant(draw, posts, int(draw.integers(8, 31)), (5, 15, 30, 60)[run % 4])
        begun = time.process_time()
        found = {account for ring in audit(posts).rings for account in ring.accounts}
        seconds.append(time.process_time() - begun)
        recalls.append(len(found & planted) / len(planted))
        precisions.append(len(found & planted) / max(1, len(found)))
        clean += not audit(shuffled(draw, posts), shuffles=200).rings
    print(
        f"{asked.runs} runs of {asked.shares} shares, three rings each: recall {np.mean(recalls):.3f} "
        f"({min(recalls):.2f} to {max(recalls):.2f}), precision {np.mean(precisions):.3f} "
        f"({min(precisions):.2f} to {max(precisions):.2f}), both at least 0.95"
    )
    print(f"no ring in {clean} of {asked.runs} shuffles; {np.median(seconds):.1f} s CPU an audit with 1,000 shuffles")


if __name__ == "__main__":
    main()
