"""Opening a session again takes no lock from those who have it open in this process."""

import subprocess
import sys
from pathlib import Path

from hubdesk.core import Topic
from hubdesk.store.session import NewSession, create, open_reader, open_writer

ELSEWHERE = """
import sys
from pathlib import Path
from hubdesk.store.session import open_writer
with open_writer(Path(sys.argv[1])) as writer:
    writer.set_note("elsewhere", "was here")
"""


def test_that_the_last_writer_elsewhere_leaves_the_log_to_those_who_read_here(tmp_path: Path) -> None:
    path = tmp_path / "s.hubdesk"
    create(path, NewSession("Opérateurs"))
    with open_reader(path) as reader:
        with open_writer(path) as writer:
            writer.add_topic(Topic(0, "A", "panne"))
            reader.version()
        open_reader(path).close()  # by POSIX, closing any descriptor of the file drops the process's locks on it
        subprocess.run([sys.executable, "-c", ELSEWHERE, str(path)], check=True)
        assert Path(f"{path}-wal").exists()
        with open_writer(path) as writer:
            writer.add_topic(Topic(0, "B", "mail"))  # "busy", ten seconds later, if the log is gone
        assert reader.note("elsewhere") == "was here"
