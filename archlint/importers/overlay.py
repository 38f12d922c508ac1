"""What a template cannot say: the `archlint.yaml` beside it, merged over what was imported."""

from __future__ import annotations

from pathlib import Path

from archlint.document import read
from archlint.document.tree import Document, Map, Problem, Seq
from archlint.model.merging import overlaid

NAMES = ("archlint.yaml", "archlint.yml")
_HANDLED = ("template", "components", "flows")


class Overlay:
    """An overlay that speaks of one template."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.data: Map = document.data

    def over(self, data: Map) -> tuple[Map, list[Problem]]:
        """A description with the overlay merged over it, and what in the overlay leads nowhere."""
        problems = list(self.document.problems)
        result = _copy(data)
        for key, value in self.data.items():
            if key in _HANDLED or value is None:
                continue
            below = result.get(key)
            if isinstance(below, Map) and isinstance(value, Map):
                result[key] = _laid(below, value)
            else:
                result[key] = value
                result.spans[key] = self.data.spans[key]
        components = self.data.get("components")
        if isinstance(components, Map):
            result["components"] = (
                _laid(data["components"], components) if isinstance(data.get("components"), Map) else components
            )
            result.spans.setdefault("components", self.data.spans["components"])
        self._flows(result, problems)
        return result, problems

    def _flows(self, result: Map, problems: list[Problem]) -> None:
        """Flows by name or `a -> b`: those that exist get more fields, all others are new."""
        over = self.data.get("flows")
        entries = _flow_entries(over)
        if not entries:
            return
        below = result.get("flows")
        flows = Seq(below if isinstance(below, Seq) else ())
        flows.span = below.span if isinstance(below, Seq) else self.data.span
        flows.spans = list(below.spans) if isinstance(below, Seq) else []
        for holder, text in entries:
            fields = holder[text]
            matches = [at for at, item in enumerate(flows) if _means(item, text)]
            for at in matches:
                ((name, known),) = flows[at].items()
                changed = _copy(flows[at])
                changed[name] = _laid(known, fields) if isinstance(known, Map) and isinstance(fields, Map) else fields
                flows[at] = changed
            if not matches and "->" in text:
                item = Map({text: fields})
                item.spans = {text: holder.spans[text]}
                item.span = holder.span
                flows.append(item)
                flows.spans.append(holder.span)
            elif not matches:
                source, line, column, end_line, end_column, *_ = holder.spans[text]
                span = source.span(source.offset(line, column), source.offset(end_line, end_column))
                message = f"the overlay speaks of a flow `{text}` that the template does not have"
                problems.append(
                    Problem("dangling-name", span, message, "Write `a -> b` with the components' logical ids.")
                )
        result["flows"] = flows
        result.spans.setdefault("flows", self.data.spans["flows"])


def _laid(under: Map, over: Map) -> Map:
    """`over` laid on `under`; what is a mapping in both keeps its place in the template."""
    result = overlaid(under, over)
    _keep_places(under, result)
    return result


def _keep_places(under: Map, result: Map) -> None:
    result.span = under.span
    for key, below in under.items():
        if isinstance(below, Map) and isinstance(result[key], Map) and result[key] is not below:
            result.spans[key] = under.spans[key]
            _keep_places(below, result[key])


def _flow_entries(over: object) -> list[tuple[Map, str]]:
    if isinstance(over, Map):
        return [(over, text) for text in over]
    if isinstance(over, Seq):
        return [(item, text) for item in over if isinstance(item, Map) for text in item]
    return []


def _means(item: object, text: str) -> bool:
    if not isinstance(item, Map) or len(item) != 1:
        return False
    ((name, fields),) = item.items()
    wanted = " -> ".join(part.strip() for part in text.split("->"))
    return wanted in (name, fields.get("name") if isinstance(fields, Map) else None)


def _copy(data: Map) -> Map:
    result = Map(data)
    result.span, result.spans = data.span, dict(data.spans)
    return result


def overlay_of(template: Path) -> Overlay | None:
    """The overlay beside a template that names it; None where there is none."""
    for name in NAMES:
        path = template.parent / name
        if path.name == template.name or not path.is_file():
            continue
        try:
            document = read(path)
        except OSError:
            continue
        named = document.data.get("template") if isinstance(document.data, Map) else None
        if isinstance(named, str) and (path.parent / named).resolve() == template.resolve():
            return Overlay(document)
    return None


def template_of(overlay: Document, path: Path) -> tuple[Path, Document]:
    """The template that an overlay names. Raises OSError where there is none."""
    where = path.parent / str(overlay.data["template"])
    shown = Path(overlay.source.path).parent / str(overlay.data["template"])
    return where, read(where, shown.as_posix())


def is_overlay(data: object) -> bool:
    """Whether parsed text is an overlay: it names the template of which it says more."""
    return (
        isinstance(data, Map) and isinstance(data.get("template"), str) and not isinstance(data.get("Resources"), Map)
    )
