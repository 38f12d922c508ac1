"""The escapes of every output format, so that text from a description stays text wherever it lands."""

from __future__ import annotations

import re

_ESCAPED_BY_PERCENT = (("\r", "%0D"), ("\n", "%0A"))
_ESCAPED_IN_PROPERTIES = (*_ESCAPED_BY_PERCENT, (":", "%3A"), (",", "%2C"))
_ESCAPED_BY_AZURE = (*_ESCAPED_BY_PERCENT, (";", "%3B"), ("]", "%5D"))

# Control characters steer a terminal, direction marks reorder what is read, lone surrogates cannot be written at all.
_UNFIT_TO_SHOW = (  # not compiled before they are needed, as the two below
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
_UNFIT_FOR_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
_HEARD = r"(?m)^[^\S\n]*::|##(?=\[|vso\[)"
_LINK_OR_ESCAPE = r"\]\(|\\[\\\[\]]"
_MARKDOWN = r"[\\`*_\[\]|~$#!]"


def legible(text: str) -> str:
    """`text` on one line with everything visible; each unfit character becomes one sign, so columns stay."""
    return text if text.isascii() and text.isprintable() else re.sub(_UNFIT_TO_SHOW, _sign, text)


def _sign(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "\ufffd"


def github_message(text: str) -> str:
    """What stands after the second `::` of a workflow command."""
    return _replace(text.replace("%", "%25"), _ESCAPED_BY_PERCENT)


def github_property(text: str) -> str:
    """The value of a property of a workflow command."""
    return _replace(text.replace("%", "%25"), _ESCAPED_IN_PROPERTIES)


def azure(text: str) -> str:
    """A property or the message of an Azure Pipelines logging command; the agent undoes both in the same way."""
    return _replace(text.replace("%", "%AZP25"), _ESCAPED_BY_AZURE)


def _replace(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for plain, escaped in pairs:
        text = text.replace(plain, escaped)
    return text


def unheard(text: str) -> str:
    """`text` with a blank in all that a pipeline would take for a command in its log.

    GitHub's are `::` where a line begins and `##[` anywhere, those of Azure `##vso[` anywhere.
    """
    return re.sub(_HEARD, lambda found: f"{found[0][:-1]} {found[0][-1]}", text)


def xml_text(text: str) -> str:
    """`text` with what XML 1.0 cannot hold replaced; markup is escaped by the XML writer itself."""
    return re.sub(_UNFIT_FOR_XML, _sign, text.replace("\r\n", "\n").replace("\r", "\n"))


def markdown(text: str) -> str:
    """`text` as words of a Markdown paragraph or table cell: no links, no HTML, no mentions, one line.

    Only what stands between two backticks stays what it is, code.
    """
    parts = re.split(r"`([^`]+)`", legible(" ".join(text.split())))
    return "".join(markdown_code(part) if number % 2 else _words(part) for number, part in enumerate(parts))


def _words(text: str) -> str:
    words = re.sub(_MARKDOWN, r"\\\g<0>", text)
    words = words.replace("&", "&amp;").replace("<", "&lt;")
    if words.lstrip().startswith(">"):  # elsewhere it means nothing, and arrows stay readable
        words = words.replace(">", "&gt;", 1)
    # An empty comment parts the sign from the name, so that nobody is called and no address becomes a link.
    return words.replace("@", "@<!-- -->").replace("://", ":<!-- -->//").replace("www.", "www<!-- -->.")


def markdown_code(text: str) -> str:
    """`text` as a code span that also stands in a table cell."""
    words = legible(text).replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", words)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{pad}{words}{pad}{fence}"


def sarif_message(text: str) -> str:
    """`text` for a SARIF message, in which `[words](1)` would become a link and `\\[` a bracket."""
    return sarif_link(text) if re.search(_LINK_OR_ESCAPE, text) else text


def sarif_link(text: str) -> str:
    """`text` as the words of a link inside a SARIF message."""
    return re.sub(r"[\\\[\]]", r"\\\g<0>", text)
