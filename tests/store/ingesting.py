"""A process that stores mentions as fast as it can and says which are stored: `ingesting.py SESSION SOURCE FIRST`."""

import itertools
import sys
from pathlib import Path

from hubdesk.core import Entry, Match, Mention, Span, Topic
from hubdesk.store.session import open_writer


def main(path: str, source: str, first: str) -> None:
    topic = Topic(1, "Orange", "orange")
    with open_writer(Path(path)) as writer:
        for page in itertools.count(int(first)):
            numbers = range(page * 20, page * 20 + 20)
            seen_at = 1_790_000_000_000 + page * 100
            entries = [
                Entry(Mention("bluesky", str(n), f"orange en panne {n}", seen_at), matches=(Match(topic.id, 1),))
                for n in numbers
            ]
            writer.add_page(
                int(source),
                entries,
                cursor=str(numbers[-1]),
                due_at=0,
                seen_at=seen_at,
                covers=Span(seen_at - 100, seen_at),
            )
            sys.stdout.write(f"{numbers[0]} {numbers[-1]}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
