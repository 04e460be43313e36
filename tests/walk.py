"""A reader who follows every link."""

import re
from urllib.parse import urlsplit


def pages_reached_from(client, start):
    """Follows every internal link of every page: {path: response}."""
    found, waiting = {}, [start]
    while waiting:
        path = waiting.pop()
        if path in found or not path.startswith(f"/{start.split('/')[1]}/") or "/admin/" in path:
            continue
        found[path] = client.get(path)
        is_page = found[path]["Content-Type"].startswith("text/html")
        links = re.findall(r'<a [^>]*href="([^"#]+)', found[path].text) if is_page else []
        waiting += [
            urlsplit(link.replace("&amp;", "&"))._replace(fragment="").geturl()
            for link in links
            if link.startswith("/")
        ]
        waiting += [f"{urlsplit(path).path}{link.replace('&amp;', '&')}" for link in links if link.startswith("?")]
    return found
