"""Numbers of the models inside text: computed when the book is built, never typed.

``{model-figure}`break_even margin``` writes the figure as the model says it ("7.5 ₽ thousand");
``{model-figure}`break_even operating levy=6``` after a change of inputs, ``preset=f`` at a case's
numbers, ``input.price`` an input's own value with its unit, ``number.price`` without, ``sentence``
the sentence.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole

from venture.faces.html import shown_text
from venture.model import Refused
from venture.models import load


def figure_text(request: str) -> str:
    """The text for ``<model> <figure> [name=value …]``.

    Raises:
        LookupError, Refused, ValueError: there is no such model, figure, input or preset, or the request is malformed.
    """
    parts = request.split()
    if len(parts) < 2:
        raise ValueError(f"“{request}” needs a model and a figure, for example “break_even margin”")
    name, figure, *changes = parts
    given = dict(_change(part) for part in changes)
    model = load(name)
    result = model.run(given.pop("preset", None), **given)
    if figure == "sentence":
        return result.sentence
    kind, dot, input_name = figure.partition(".")
    if dot:
        one = model.input(input_name)
        value = shown_text(result.values[one.name])
        return value if kind == "number" else f"{value} {one.unit}".strip()
    return result[figure].text


def _change(part: str) -> tuple[str, str]:
    name, equals, value = part.partition("=")
    if not equals:
        raise ValueError(f"“{part}” is no change; write name=value")
    return name, value


class ModelFigure(SphinxRole):
    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        try:
            return [nodes.inline(self.text, figure_text(self.text), classes=["model-figure"])], []
        except (LookupError, Refused, ValueError) as error:
            message = self.inliner.reporter.error(f"model-figure: {error}", line=self.lineno)
            return [nodes.problematic(self.rawtext, self.rawtext)], [message]


def setup(app: Sphinx) -> None:
    app.add_role("model-figure", ModelFigure())
