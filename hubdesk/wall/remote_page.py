"""The page a phone shows: six digits to come in, then four big buttons and what is on now. It asks for nothing else.

One document, without a script, a sheet, a font or a picture from anywhere: the policy that goes with it names the two
it holds by their hashes. Without its script the buttons still do what they say.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Final

from hubdesk.i18n import _, language
from hubdesk.resources import resource

LONGEST_TITLE: Final = 120  # code points of a scene's title on a phone


@dataclass(frozen=True, slots=True)
class RemoteState:
    """What is on the wall, as a phone may know it: the titles of scenes, and never a word of a mention."""

    now: str = ""
    next: str = ""
    pinned: bool = False
    blank: bool = False

    def as_json(self) -> str:
        """As the page asks for it."""
        titles = {"now": self.now[:LONGEST_TITLE], "next": self.next[:LONGEST_TITLE]}
        return json.dumps({**titles, "pinned": self.pinned, "blank": self.blank}, ensure_ascii=True)


_COLOURS: Final = {
    **{"ground": "window", "panel": "raised", "line": "line_strong"},
    **{"ink": "text", "second": "text2", "accent": "accent"},
}
_STYLE: Final = """
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column;background:var(--ground);
 color:var(--ink);font:1rem/1.4 system-ui,sans-serif;touch-action:manipulation;-webkit-tap-highlight-color:transparent;
 padding:max(1rem,env(safe-area-inset-top)) max(1rem,env(safe-area-inset-right))
 max(1rem,env(safe-area-inset-bottom)) max(1rem,env(safe-area-inset-left))}
header{flex:1 1 auto;min-height:7.5rem;padding-bottom:1rem;overflow-wrap:anywhere}
h1{margin:.25rem 0 .75rem;font-size:1.75rem;line-height:1.2}
p{margin:0 0 .5rem}
h1,.then{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden}
.then{-webkit-line-clamp:2}
.second,label{color:var(--second)}
.told{min-height:1.4em;font-weight:600}
.told[data-lost]{border:2px solid var(--ink);border-radius:.25rem;padding:.25rem .5rem}
.buttons{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:.75rem;flex:0 0 auto}
.wide{grid-column:1/-1}
form{margin:0;display:flex}
button,input{width:100%;min-height:5.5rem;border-radius:.5rem;font:600 1.25rem/1.2 system-ui,sans-serif}
button{display:flex;align-items:center;justify-content:center;gap:.75rem;border:2px solid var(--line);
 background:var(--panel);color:var(--ink);padding:.5rem;cursor:pointer;user-select:none;-webkit-user-select:none}
button svg{flex:none;width:1.75rem;height:1.75rem;fill:currentColor}
.first button{min-height:9rem;font-size:1.75rem;border-color:var(--accent)}
button:active{background:var(--line);color:var(--ground)}
button[aria-pressed=true]{background:var(--ink);border-color:var(--ink);color:var(--ground)}
button:focus-visible,input:focus-visible{outline:4px solid var(--accent);outline-offset:2px}
input{border:2px solid var(--line);background:var(--panel);color:var(--ink);padding:0 1rem;text-align:center;
 letter-spacing:.2em;font-variant-numeric:tabular-nums;font-size:2rem}
.top{flex:none;min-height:0}
.code{flex-direction:column;gap:.75rem}
@media (max-width:22rem){.buttons button{font-size:1.0625rem;gap:.4rem}.buttons .first button{font-size:1.5rem}}
@media (max-height:40rem){button{min-height:4.5rem}.first button{min-height:6rem}}
@media (orientation:landscape) and (max-height:30rem){header{min-height:0}h1{font-size:1.25rem;margin:0}
 .buttons{grid-template-columns:repeat(4,minmax(0,1fr))}.back{order:-1}.wide{grid-column:auto}.first button,button{
 min-height:6rem;font-size:1.125rem}}
"""

_SCRIPT: Final = """
"use strict";
const at=id=>document.getElementById(id),told=at("told"),every=1500;
let asked=0,timer=0;
function say(words,lost){told.textContent=words;told.toggleAttribute("data-lost",lost)}
function show(state){
 at("now").textContent=state.now||"\\u2014";
 at("then").textContent=state.next||"\\u2014";
 for(const [id,is] of [["pin",state.pinned],["blank",state.blank]])at(id).setAttribute("aria-pressed",String(is));
 say(state.blank?told.dataset.blank:state.pinned?told.dataset.pinned:"",false)
}
async function call(path,method){
 const stop=new AbortController(),late=setTimeout(()=>stop.abort(),4000);
 try{
  const answer=await fetch(path,{method,cache:"no-store",credentials:"same-origin",signal:stop.signal});
  if(answer.status===401)location.replace("/");
  return answer
 }finally{clearTimeout(late)}
}
async function look(){
 clearTimeout(timer);
 const mine=++asked;
 try{
  const answer=await call("/state","GET");
  if(!answer.ok)throw new Error();
  const state=await answer.json();
  if(mine===asked)show(state)
 }catch(_){if(mine===asked){
  at("now").textContent=at("then").textContent="\\u2014";
  say(told.dataset.lost,true)}}
 if(mine===asked&&!document.hidden)timer=setTimeout(look,every)
}
async function press(event){
 event.preventDefault();
 try{
  const answer=await call(new URL(event.currentTarget.action).pathname,"POST");
  if(!answer.ok&&answer.status!==401){say(answer.status===429?told.dataset.fast:told.dataset.lost,true);return}
 }catch(_){say(told.dataset.lost,true);return}
 setTimeout(look,150)
}
for(const form of document.querySelectorAll(".buttons form"))form.addEventListener("submit",press);
document.addEventListener("visibilitychange",()=>{if(!document.hidden)look()});
look()
"""
_SHAPES: Final = {  # in a square of 24
    "next": "M5 4l11 8-11 8zM17 4h3v16h-3z",
    "previous": "M19 4L8 12l11 8zM7 4H4v16h3z",
    "pin": "M8 3h8v2l-1 1v5l3 3v2h-5v6h-2v-6H6v-2l3-3V6L8 5z",
    "blank": "M3 5h18v14H3zm2 2v10h14V7z",
}


def remote_page(state: RemoteState) -> str:
    """The four buttons and what is on now."""
    said = {
        "lost": _("The wall does not answer."),
        "fast": _("Not so fast."),
        "blank": _("All screens are blank."),
        "pinned": _("The scene is pinned."),
    }
    facts = " ".join(f'data-{name}="{escape(words)}"' for name, words in said.items())
    shown = said["blank"] if state.blank else said["pinned"] if state.pinned else ""
    buttons = (
        _button("next", _("Next scene"), "first wide"),
        _button("previous", _("Previous"), "back"),
        _button("pin", _("Pin"), pressed=state.pinned),
        _button("blank", _("Blank"), "wide", pressed=state.blank),
    )
    body = (
        f'<header><p class="second">{escape(_("On now"))}</p><h1 id="now">{_title(state.now)}</h1>'
        f'<p class="second then">{escape(_("Then"))} <span id="then">{_title(state.next)}</span></p>'
        f'<p class="told" id="told" role="status" {facts}>{escape(shown)}</p></header>'
        f'<main class="buttons">{"".join(buttons)}</main><script>{_SCRIPT}</script>'
    )
    return _document(_("Remote of the wall"), body)


def code_page(fault: str = "") -> str:
    """Six digits to come in; `fault` says why the last ones did not do."""
    label = escape(_("The six digits that the console shows"))
    body = (
        f'<header class="top"><h1>{escape(_("Remote of the wall"))}</h1>'
        f'<p class="told" role="alert">{escape(fault)}</p></header>'
        '<main><form class="code" method="post" action="/code" autocomplete="off">'
        f'<label for="code">{label}</label>'
        '<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9 ]{6,9}" '
        'maxlength="9" required autofocus>'
        f"<button>{escape(_('Connect'))}</button></form></main>"
    )
    return _document(_("Remote of the wall"), body)


@cache
def style() -> str:
    """The sheet, in the wall's colours."""
    tokens = json.loads(resource("look/tokens.json").read_text("utf-8"))["theme"]["wall"]
    colours = "".join(f";--{name}:{tokens[token]}" for name, token in _COLOURS.items())
    return f":root{{color-scheme:dark{colours}}}{_STYLE}"


@cache
def policy() -> str:
    """What the page may do, for its Content-Security-Policy."""
    may = {
        "default-src": "'none'",
        "style-src": f"'sha256-{_hash(style())}'",
        "script-src": f"'sha256-{_hash(_SCRIPT)}'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in may.items())


def _document(title: str, body: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="{language()}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">'
        f"<style>{style()}</style></head><body>{body}</body></html>"
    )


def _title(title: str) -> str:
    return escape(title[:LONGEST_TITLE]) or "—"


def _button(name: str, words: str, place: str = "", pressed: bool | None = None) -> str:
    is_pressed = "" if pressed is None else f' aria-pressed="{str(pressed).lower()}"'
    shape = f'<svg viewBox="0 0 24 24" aria-hidden="true"><path d="{_SHAPES[name]}"/></svg>'
    return (
        f'<form class="{place}" method="post" action="/{name}">'
        f'<button id="{name}"{is_pressed}>{shape}{escape(words)}</button></form>'
    )


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
