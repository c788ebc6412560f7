"""What Bluesky's two generations of streams say, read from messages such as they send."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hubdesk.core import HubdeskError, Kind, Withdrawal
from hubdesk.sources.bluesky import PUBLIC, Listening, make, to_mention
from hubdesk.sources.jetstream import Event, UnreadableError, read
from hubdesk.sources.source import SourceError

DID = "did:plc:eygmaihciaxprqvxpfvl6flk"
AT = 1_790_000_000_000_000  # µs
RECORD: dict[str, Any] = {
    "$type": "app.bsky.feed.post",
    "createdAt": "2026-09-21T14:13:20.123Z",
    "langs": ["fr", "en"],
    "text": "La fibre Orange est en panne à Lyon 😡",
    "facets": [
        {
            "index": {"byteStart": 0, "byteEnd": 3},
            "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://example.com/panne"}],
        },
        {"features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "Orange"}]},
    ],
    "embed": {"$type": "app.bsky.embed.external", "external": {"uri": "https://example.org/carte", "title": "Carte"}},
}


def old(operation: str = "create", rkey: str = "3l3q", at: int = AT, record: Any = RECORD, **more: Any) -> str:
    """A commit as `/subscribe` sends it."""
    commit: dict[str, Any] = {"rev": "3l3r", "operation": operation, "collection": "app.bsky.feed.post", "rkey": rkey}
    if operation != "delete":
        commit |= {"record": record, "cid": "bafy"}
    return json.dumps({"did": DID, "time_us": at, "kind": "commit", "commit": commit, **more}, separators=(",", ":"))


def new(operation: str = "create", rkey: str = "3l3q", time: str = "2026-09-21T14:13:20.000000Z") -> str:
    """The same commit as `network.bsky.jetstream.subscribeEvents` sends it."""
    payload: dict[str, Any] = {
        "$type": "network.bsky.jetstream.subscribeEvents#commit",
        "seq": 42,
        "did": DID,
        "time": "2020-01-01T00:00:00.000000Z",
        "witnessedAt": time,
        "rev": "3l3r",
        "operation": operation,
        "collection": "app.bsky.feed.post",
        "rkey": rkey,
    }
    if operation != "delete":
        payload |= {"record": RECORD, "cid": "bafy"}
    return json.dumps({"$type": "message", "payload": payload}, separators=(",", ":"))


def account(status: str, active: bool = False) -> str:
    body = {"active": active, "did": DID, "seq": 7, "status": status, "time": "2026-09-21T14:13:20Z"}
    return json.dumps({"did": DID, "time_us": AT, "kind": "account", "account": body})


def events(*messages: str) -> list[Event]:
    return [event for message in messages if (event := read(message)) is not None]


@pytest.mark.parametrize("message", [old(), new()], ids=["older", "present"])
def test_that_both_generations_tell_of_the_same_post(message: str) -> None:
    (event,) = events(message)
    mention = to_mention(event, "alice.bsky.social")
    assert event.at == AT
    assert mention.native_id == f"at://{DID}/app.bsky.feed.post/3l3q"
    assert mention.url == f"https://bsky.app/profile/{DID}/post/3l3q"
    assert (mention.kind, mention.text, mention.language) == (Kind.POST, RECORD["text"], "fr")
    assert mention.published_at == 1_790_000_000_123
    assert (mention.author.id, mention.author.handle, mention.author.followers) == (DID, "alice.bsky.social", None)
    assert mention.links == ("https://example.com/panne", "https://example.org/carte")


def test_that_a_reply_names_what_it_answers() -> None:
    parent = "at://did:plc:bob/app.bsky.feed.post/3abc"
    (event,) = events(old(record={**RECORD, "reply": {"parent": {"uri": parent}, "root": {"uri": "at://x"}}}))
    assert (to_mention(event).kind, to_mention(event).parent_id) == (Kind.REPLY, parent)


@pytest.mark.parametrize(
    "lie", ["yesterday", "", None, 12, "1969-12-31T00:00:00Z", "2026-09-21T14:13:20", "9999-99-99T00:00:00Z"]
)
def test_that_a_date_that_is_none_gives_way_to_the_servers(lie: object) -> None:
    (event,) = events(old(record={**RECORD, "createdAt": lie}))
    assert to_mention(event).published_at == AT // 1000


def test_that_half_a_surrogate_and_a_nul_do_not_reach_the_session() -> None:
    (event,) = events(old(record={**RECORD, "text": "avant \ud83d \x00 après", "langs": "fr", "facets": 3}))
    mention = to_mention(event)
    assert mention.text == "avant après"
    assert mention.language == ""


@pytest.mark.parametrize(
    "message",
    [
        "",
        "[]",
        "null",
        '{"kind":"commit","commit":{"collection":"app.bsky.feed.post"}',
        '{"kind":"commit","did":"app.bsky.feed.post","time_us":1,"commit":{}}',
        '{"kind":"account","did":"did:plc:x","time_us":true}',
        '{"kind":"account","did":["did:plc:x"],"time_us":-1}',
        '{"payload":{"$type":"x#account","did":"did:plc:x","time":"never"}}',
        "[" * 100_000,
    ],
)
def test_that_a_message_that_cannot_be_read_says_so(message: str) -> None:
    with pytest.raises(UnreadableError):
        read(message)


def test_that_likes_follows_and_syncs_are_left_out() -> None:
    like = {"operation": "create", "collection": "app.bsky.feed.like", "rkey": "1", "record": {}}
    subject = {"subject": {"uri": "at://did:plc:x/app.bsky.feed.post/1"}}
    page = Listening(0, 0).page(
        events(
            json.dumps({"did": DID, "time_us": AT, "kind": "commit", "commit": like}),
            json.dumps({"did": DID, "time_us": AT, "kind": "commit", "commit": {**like, "record": subject}}),
            json.dumps(
                {"$type": "message", "payload": {"$type": "x#sync", "did": DID, "time": "2026-09-21T14:13:20Z"}}
            ),
        )
    )
    assert (page.mentions, page.edits, page.withdrawals) == ((), (), ())


def test_that_an_error_ends_the_stream_with_its_reason() -> None:
    with pytest.raises(SourceError, match="ConsumerTooSlow"):
        read('{"$type":"error","error":"ConsumerTooSlow","message":"reconnect with cursor=42"}')


def test_that_edits_deletions_and_lost_accounts_are_told_apart() -> None:
    page = Listening(0, 0).page(events(old("update", "3up"), old("delete", "3del")))
    assert [mention.native_id.rsplit("/", 1)[1] for mention in page.edits] == ["3up"]
    assert page.withdrawals == (Withdrawal("bluesky", native_id=f"at://{DID}/app.bsky.feed.post/3del"),)
    assert page.mentions == ()
    gone = Listening(0, 0).page(events(old(), account("takendown"), account("deactivated"), account("deleted", True)))
    assert gone.mentions == ()
    assert gone.withdrawals == (Withdrawal("bluesky", author_id=DID),)


def test_that_a_post_written_and_deleted_within_a_batch_is_not_kept() -> None:
    page = Listening(0, 0).page(events(old(), old("update"), old("delete")))
    assert (page.mentions, page.edits) == ((), ())
    assert len(page.withdrawals) == 1


def test_that_a_post_edited_within_a_batch_comes_once_with_its_last_words() -> None:
    page = Listening(0, 0).page(events(old(), old("update", record={**RECORD, "text": "corrigé"})))
    assert [mention.text for mention in page.mentions] == ["corrigé"]
    assert page.edits == ()


def test_that_a_handle_is_known_once_its_identity_was_told() -> None:
    told = json.dumps({"did": DID, "time_us": AT, "kind": "identity", "identity": {"handle": "alice.test"}})
    assert Listening(0, 0).page(events(old())).mentions[0].author.handle == ""
    assert Listening(0, 0).page(events(told, old())).mentions[0].author.handle == "alice.test"


def test_that_a_post_in_another_declared_language_is_left_out_and_an_undeclared_one_is_not() -> None:
    listening = Listening(0, 0, frozenset({"de"}))
    assert listening.page(events(old())).mentions == ()
    assert len(listening.page(events(old(record={**RECORD, "langs": []}))).mentions) == 1
    assert len(Listening(0, 0, frozenset({"en"})).page(events(old())).mentions) == 1


def test_that_the_past_is_claimed_when_the_last_known_event_came_again() -> None:
    listening = Listening(since=AT, asked_at=AT + 9_000_000)
    assert listening.page(events(old(at=AT - 4_000_000))).reaches_back_to is None, "the past has not all come yet"
    assert listening.page(events(old(rkey="b", at=AT + 9_000_000))).reaches_back_to == AT // 1000
    assert listening.page(events(old(rkey="c", at=AT + 10_000_000))).reaches_back_to is None, "once is enough"


def test_that_a_silence_after_the_past_claims_it() -> None:
    listening = Listening(since=AT, asked_at=AT + 9_000_000)
    listening.page(events(old(at=AT)))
    assert listening.page([]).reaches_back_to == AT // 1000


def test_that_a_cursor_clamped_in_silence_claims_nothing() -> None:
    listening = Listening(since=AT, asked_at=AT + 9_000_000)
    assert listening.page(events(old(at=AT + 8_000_000))).reaches_back_to is None
    assert listening.page(events(old(at=AT + 20_000_000))).reaches_back_to is None
    assert listening.page([]).reaches_back_to is None


def test_that_a_cursor_that_was_announced_as_outdated_claims_nothing() -> None:
    info = {"$type": "network.bsky.jetstream.subscribeEvents#info", "name": "OutdatedCursor", "message": "resumed at 7"}
    listening = Listening(since=AT, asked_at=AT)
    page = listening.page(events(json.dumps({"$type": "message", "payload": info}), new()))
    assert (page.reaches_back_to, page.cursor) == (None, str(AT))


def test_that_the_cursor_never_goes_back() -> None:
    listening = Listening(since=AT, asked_at=AT)
    assert listening.page([]).cursor == str(AT)
    assert listening.page(events(old(at=AT + 5))).cursor == str(AT + 5)
    assert listening.page(events(old(at=AT - 5))).cursor == str(AT + 5)


def test_that_each_generation_is_asked_in_its_own_words() -> None:
    old_url = make({"endpoint": "ws://127.0.0.1:6008/subscribe"}).url(AT)
    new_url = make({}).url(AT)
    assert old_url.startswith("ws://127.0.0.1:6008/subscribe?wantedCollections=app.bsky.feed.post&")
    assert f"cursor={AT - 5_000_000}" in old_url
    assert "kinds" not in old_url
    assert new_url.startswith(PUBLIC + "?collections=app.bsky.feed.post&kinds=commit&kinds=account&kinds=identity")
    assert "wanted" not in new_url
    assert "cursor" not in make({}).url(0)
    assert make({"endpoint": "wss://jetstream.example"}).url(0).startswith("wss://jetstream.example/xrpc/network.bsky.")


@pytest.mark.parametrize(
    ("config", "key"),
    [
        ({"endpoint": "https://jetstream.example/subscribe"}, "endpoint"),
        ({"endpoint": "wss://jetstream.example/firehose"}, "endpoint"),
        ({"endpoint": "wss:///subscribe"}, "endpoint"),
        ({"endpoint": "wss://u:p@jetstream.example/subscribe"}, "endpoint"),
        ({"endpoint": "wss://[::1/subscribe"}, "endpoint"),
        ({"endpoint": "wss://a:99999/subscribe"}, "endpoint"),
        ({"endpoint": 7}, "endpoint"),
        ({"languages": 7}, "languages"),
        ({"languages": "français!"}, "languages"),
        ({"allow_private": "yes"}, "allow_private"),
        ({"url": "wss://jetstream.example"}, "url"),
    ],
)
def test_that_a_wrong_key_is_named(config: dict[str, Any], key: str) -> None:
    with pytest.raises(HubdeskError, match=key):
        make(config)


@pytest.mark.parametrize(
    ("embed", "media"),
    [
        (None, False),
        ({"$type": "app.bsky.embed.images", "images": []}, True),
        ({"$type": "app.bsky.embed.video"}, True),
        ({"$type": "app.bsky.embed.recordWithMedia", "media": {"$type": "app.bsky.embed.video"}}, True),
        ({"$type": "app.bsky.embed.external", "external": {"uri": "https://example.org"}}, False),
        ({"$type": "app.bsky.embed.record"}, False),
        ({"$type": "app.bsky.embed.hologram"}, None),
        ("images", False),
    ],
)
def test_that_pictures_and_films_are_known_by_what_is_embedded(embed: Any, media: bool | None) -> None:
    (event,) = events(old(record={**RECORD, "embed": embed}))
    assert to_mention(event).media is media
