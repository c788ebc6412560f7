"""A process that opens and closes a session at agreed instants: `opening_together.py SESSION BEGIN TIMES`."""

import sys
import time
from pathlib import Path

from hubdesk.store.errors import StoreBusyError
from hubdesk.store.session import open_writer


def main(path: str, begin: str, times: str) -> None:
    refused = 0
    for turn in range(int(times)):
        while time.time() < float(begin) + turn * 0.02:
            pass
        try:
            open_writer(Path(path)).close()
        except StoreBusyError:
            refused += 1
    sys.stdout.write(f"{refused}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
