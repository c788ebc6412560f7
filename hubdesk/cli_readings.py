"""What was read in a session's mentions, from the command line: read anew, and what the analyst corrected."""

from __future__ import annotations

import argparse
import sys

from hubdesk.cli_words import answer, harmless, say
from hubdesk.core import HubdeskError
from hubdesk.i18n import _, iso, ngettext, number
from hubdesk.settings import places
from hubdesk.store.session import open_reader


def again(arguments: argparse.Namespace) -> int:
    """`hubdesk collect FILE --again tone`: reads anew what older readers read; a line a quarter of a second."""
    from hubdesk.collector.again import read_again  # the readers and their models, which no other verb needs
    from hubdesk.collector.readers import Readers

    if arguments.length is not None:
        raise HubdeskError(_("--again reads until all is read; leave --for out"))

    def tell(done: int, total: int) -> None:
        words = _("{reading}: {done} of {all} mentions").format(
            reading=arguments.again, done=number(done), all=number(total)
        )
        answer({"reading": arguments.again, "done": done, "all": total}, arguments.json, words)

    readers = Readers()
    why = read_again(
        arguments.session,
        arguments.again,
        places(arguments.profile).state,
        tell,
        readers=readers,
        judge=readers.judge() if arguments.again == "tone" else None,
        in_background=arguments.while_stdin,
    )
    if why:
        say(_("read by the quick reader: {why}").format(why=why))
    return 0


def corrections(arguments: argparse.Namespace) -> int:
    """`hubdesk corrections FILE`: what the analyst said, oldest first, how often the readers were wrong, and her own
    words."""
    with open_reader(arguments.session) as reader:
        told, own = reader.corrections()[::-1], reader.own_words().words
        errors = {reading: reader.own_error(reading) for reading in dict.fromkeys(one.reading for one in told)}
    made = {
        "corrections": [
            {
                "id": one.id,
                "mention": one.mention,
                "at": iso(one.at),
                "reading": one.reading,
                "value": list(one.value),
                "said": None if one.said is None else list(one.said),
                "holds": one.holds,
                "of_earlier_words": one.is_of_earlier_words,
            }
            for one in told
        ],
        "errors": [
            {"reading": reading, "wrong": error.wrong, "all": error.all, "low": error.low, "high": error.high}
            for reading, error in errors.items()
        ],
        "words": [
            {"words": word.words, "effect": word.effect, "value": word.value or None, "at": iso(word.at)}
            for word in own
        ],
    }
    if arguments.json:
        answer(made, True, "")
        return 0
    for one in told:
        said = _("not read") if one.said is None else " ".join(one.said) or _("none")
        words = _("{at}  mention {id}  {reading}: {value} (was: {said})").format(
            at=iso(one.at), id=one.mention, reading=one.reading, value=" ".join(one.value) or _("none"), said=said
        )
        sys.stdout.write(harmless(words) + "\n")
    for word in own:
        words = _("{at}  own word  {words}: {effect} {value}").format(
            at=iso(word.at), words=word.words, effect=word.effect, value=word.value
        )
        sys.stdout.write(harmless(words.rstrip()) + "\n")
    say(ngettext("{n} correction", "{n} corrections", len(told)).format(n=number(len(told))))
    return 0
