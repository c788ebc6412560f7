"""The page holds all it needs, nothing of a stranger's, and can be read and pressed in a dark room."""

import base64
import hashlib
import json
import re

from hubdesk import i18n
from hubdesk.wall.remote_page import LONGEST_TITLE, RemoteState, code_page, policy, remote_page, style

HOSTILE = "<script>alert(1)</script>\"' onload=x &amp; {now}"


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    return sum(
        weight * (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
        for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True)
    )


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colours():
    return dict(re.findall(r"--(\w+):(#[0-9A-Fa-f]{6})", style()))


def test_that_it_asks_for_nothing_from_anywhere():
    for page in (code_page("no"), remote_page(RemoteState("a", "b"))):
        assert not re.search(r"""https?:|//[a-z]|\bsrc=|<link|<img|@import|url\(|\son\w+=|\sstyle=""", page)


def test_that_the_policy_names_the_very_script_and_sheet_of_the_page():
    page = remote_page(RemoteState())
    for tag, word in (("script", "script-src"), ("style", "style-src")):
        held = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)
        assert len(held) == 1
        hashed = base64.b64encode(hashlib.sha256(held[0].encode()).digest()).decode()
        assert f"{word} 'sha256-{hashed}'" in policy()
    assert policy().startswith("default-src 'none'; ")
    assert "unsafe" not in policy()


def test_that_a_scenes_title_is_text_and_no_longer_than_a_phone_can_show():
    page = remote_page(RemoteState(HOSTILE, "x" * 10_000))
    assert "<script>alert" not in page
    assert page.count("<script>") == 1
    assert "x" * LONGEST_TITLE in page
    assert "x" * (LONGEST_TITLE + 1) not in page
    state = json.loads(RemoteState("é" * 500, "<b>", pinned=True).as_json())
    assert state == {"now": "é" * LONGEST_TITLE, "next": "<b>", "pinned": True, "blank": False}


def test_that_it_says_what_holds_the_wall_before_any_script_ran():
    page = remote_page(RemoteState("Crisis", "Morning", pinned=True, blank=True))
    assert page.count('aria-pressed="true"') == 2
    assert ">All screens are blank.</p>" in page
    assert remote_page(RemoteState("Crisis", "Morning")).count('aria-pressed="false"') == 2


def test_that_each_button_is_a_form_so_that_it_does_without_a_script():
    page = remote_page(RemoteState())
    assert re.findall(r'method="post" action="/(\w+)"', page) == ["next", "previous", "pin", "blank"]
    assert re.findall(r'method="post" action="/(\w+)"', code_page()) == ["code"]


def test_that_it_speaks_the_desks_language(french):
    assert '<html lang="fr">' in code_page()
    i18n.use("en")
    assert '<html lang="en">' in code_page()


def test_that_its_words_stand_out_seven_times():
    found = colours()
    grounds = (found["ground"], found["panel"])
    assert all(contrast(found[ink], ground) >= 7 for ink in ("ink", "second") for ground in grounds)
    assert contrast(found["ground"], found["ink"]) >= 7  # a button that is on
    assert contrast(found["ground"], found["line"]) >= 7  # a button under the thumb
    assert all(contrast(found[line], ground) >= 4.5 for line in ("line", "accent") for ground in grounds)


def test_that_targets_are_large():
    assert re.search(r"button,input\{width:100%;min-height:5\.5rem", style())  # 88 px, where 44 is asked for
