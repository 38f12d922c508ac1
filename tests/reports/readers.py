"""How others read what is written: the runner of GitHub Actions its commands (ActionCommand.TryParseV2), a browser Markdown."""

from __future__ import annotations

import re


def runner_reads(output: str) -> list[dict[str, str]]:
    """The commands that the runner makes of a step's output; anything else in it would be a fault of ours."""
    commands = []
    for line in re.split("\r\n|\r|\n", output)[:-1]:
        text = line.lstrip()
        assert text.startswith("::")
        end = text.index("::", 2)
        name, _, properties = text[2:end].partition(" ")
        command = {"command": name}
        for pair in properties.strip().split(","):
            key, equals, value = pair.partition("=")
            if equals and value:
                command[key] = unescaped(value, {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"})
        command["message"] = unescaped(text[end + 2 :], {"%0D": "\r", "%0A": "\n", "%25": "%"})
        commands.append(command)
    return commands


def unescaped(text: str, mapping: dict[str, str]) -> str:
    for escaped, plain in mapping.items():  # in the runner's order: the percent sign comes last
        text = text.replace(escaped, plain)
    return text


def shown(text: str) -> tuple[str, set[str]]:
    """The words that a reader of rendered Markdown sees, and the tags that the page is made of."""
    from html.parser import HTMLParser

    from markdown_it import MarkdownIt

    class Page(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.words: list[str] = []
            self.tags: set[str] = set()

        def handle_starttag(self, tag: str, _attributes: object) -> None:
            self.tags.add(tag)

        def handle_data(self, data: str) -> None:
            self.words.append(data)

    page = Page()
    page.feed(MarkdownIt("gfm-like", {"linkify": False}).render(text))
    return "".join(page.words), page.tags
