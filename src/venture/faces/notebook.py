"""The notebook's face: `show("break_even")` puts the live model into the lesson.

An ipywidgets widget (through anywidget) whose controls are the page's own: native sliders with
visible labels and type-ins, which a keyboard reaches and a screen reader names. In the book's
build (``VENTURE_FACE=page``) the same call writes the page's static HTML instead.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from venture.faces.box import in_the_book
from venture.faces.html import model_html, new_uid
from venture.faces.live import dispatch
from venture.model import Model, Result
from venture.models import load
from venture.words import _

WEB = Path(__file__).parent / "web"


def show(model: str | Model, preset: str = "", **changes: object) -> None:
    """Show a model, live, at a case's numbers (``preset``) or at its defaults, some of them changed.

    Raises:
        LookupError: there is no model of that name.
        Refused: a change is outside what its input takes.
    """
    model = load(model) if isinstance(model, str) else model
    put_model(model, model.run(preset or None, **changes), preset)


def put_model(model: Model, result: Result, preset: str = "") -> None:
    """Show a model at a result that is there already; ``preset`` names the case whose numbers these are."""
    from IPython.display import display

    if in_the_book():
        display(Page(model, result, preset))
    else:
        display(_widget_class()(html=model_html(model, result, new_uid(model), "notebook", preset)))


class Page:
    """What the book's build takes from the notebook: HTML that `web/page.js` wakes, and a sentence where HTML is no use."""

    def __init__(self, model: Model, result: Result, preset: str = "") -> None:
        self.result = result
        self.html = model_html(model, result, new_uid(model), "page", preset)

    def _repr_html_(self) -> str:
        return self.html

    def _repr_png_(self) -> bytes:
        """For the printed book, which has no use for HTML."""
        from venture.faces.figure import draw

        return draw(self.result).png()

    def __repr__(self) -> str:
        return self.result.sentence


@cache
def _widget_class() -> type:
    """The widget's class, made at first use so that importing this file needs no ipywidgets."""
    import anywidget
    import traitlets

    class ModelWidget(anywidget.AnyWidget):
        _esm = (WEB / "bind.js").read_text("utf-8") + (WEB / "widget.js").read_text("utf-8")
        _css = (WEB / "model.css").read_text("utf-8")
        html = traitlets.Unicode().tag(sync=True)
        asleep = traitlets.Unicode(
            _(
                "The model is asleep. To wake it, run the first cell of the notebook and then this one. The last result stays."
            )
        ).tag(sync=True)

        def __init__(self, **traits: object) -> None:
            super().__init__(**traits)
            self.on_msg(
                lambda widget, message, _buffers: widget.send(
                    {"number": message["number"], "answer": dispatch(message["request"])}
                )
            )

    return ModelWidget
