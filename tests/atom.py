"""What RFC 4287 requires of a feed, read with lxml: its MUSTs, section by section."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")  # 3.3
ONCE = {"feed": ("id", "title", "updated"), "entry": ("id", "title", "updated")}  # 4.1.1, 4.1.2
AT_MOST_ONCE = {
    "feed": ("generator", "icon", "logo", "rights", "subtitle"),
    "entry": ("content", "published", "rights", "source", "summary"),
}
KNOWN = {
    "feed": {"author", "category", "contributor", "link", "entry", *ONCE["feed"], *AT_MOST_ONCE["feed"]},
    "entry": {"author", "category", "contributor", "link", *ONCE["entry"], *AT_MOST_ONCE["entry"]},
}
TEXTS = ("title", "summary", "subtitle", "rights")  # 3.1.1: without a type they are plain text


def parsed(content):
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def faults(feed):
    """Sentences about what the feed breaks; empty for a valid one."""
    found = [] if feed.tag == f"{ATOM}feed" else ["the root is no feed"]
    found += of_container(feed, "feed")
    authors = feed.findall(f"{ATOM}author")
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        found += of_container(entry, "entry")
        if not authors and entry.find(f"{ATOM}author") is None:
            found.append("4.1.1: an entry has no author, nor has the feed")
        if not entry.findall(f"{ATOM}link[@rel='alternate']") and entry.find(f"{ATOM}content") is None:
            found.append("4.1.2: an entry has neither content nor an alternate link")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    if len(set(ids)) != len(ids):
        found.append("4.2.6: two entries have one id")
    if len(feed.findall(f"{ATOM}link[@rel='self']")) != 1:
        found.append("4.1.1: no link to itself")
    return found


def of_container(element, name):
    counts = {child: len(element.findall(f"{ATOM}{child}")) for child in KNOWN[name]}
    found = [f"{name} has {counts[child]} {child}" for child in ONCE[name] if counts[child] != 1]
    found += [f"{name} has {counts[child]} {child}" for child in AT_MOST_ONCE[name] if counts[child] > 1]
    for child in element:
        local = etree.QName(child).localname
        if local not in KNOWN[name]:
            found.append(f"{name} has an unknown {local}")
        found += of_element(child, local)
    return found


def of_element(child, local):
    text = child.text or ""
    if local in ("updated", "published") and not (DATE.fullmatch(text) and datetime.fromisoformat(text)):
        return [f"3.3: {local} is no date: {text}"]
    if local == "id" and not urlsplit(text).scheme:
        return [f"4.2.6: an id is no absolute IRI: {text}"]
    if local == "link" and not child.get("href"):
        return ["4.2.7: a link leads nowhere"]
    if local in ("author", "contributor") and not child.findtext(f"{ATOM}name"):
        return ["3.2: a person has no name"]
    if local in TEXTS and (child.get("type", "text") != "text" or len(child)):
        return [f"3.1: {local} is no plain text"]
    return []
