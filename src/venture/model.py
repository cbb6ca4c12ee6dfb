"""What a model is: named inputs, a pure `compute`, and a result that any face can show.

A model is written once, in `venture/models/`, and has three faces (`venture/faces/`): the
notebook's widget, the figure with its alt text, and the live model in the book's page. The
model knows none of them. Everything here is data: frozen, comparable, standard library alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from venture.diagram import Diagram
from venture.numbers import CURRENCY, Unreadable, read, say
from venture.words import _

THOUSANDS = _("₽ thousand")  # how the unit of an input of money begins
MAX_IN_VIEW = 5  # sliders that a person can hold in mind; the others wait in folds


class Refused(ValueError):
    """A value that an input does not take. ``name`` is the input; the message says what is allowed."""

    def __init__(self, name: str, message: str) -> None:
        self.name = name
        super().__init__(message)


@dataclass(frozen=True)
class NumberInput:
    """A number that the reader may change.

    ``low``, ``high`` and ``step`` are the slider's, a range that is easy to steer. A typed value may
    lie between steps unless ``whole``, and may go up to ``most`` (default: ``high``) for ventures
    unlike the case, and down to ``least`` (default: ``low``). ``group`` names the fold the input waits in; empty means always in view.
    """

    name: str
    label: str
    unit: str
    help: str
    low: float
    high: float
    step: float
    default: float
    whole: bool = False
    group: str = ""
    most: float | None = None
    least: float | None = None
    choices: tuple[tuple[float, str], ...] = ()
    """Where the number stands for one of a few things: each with its words, one step apart from ``low`` to ``high``."""

    def __post_init__(self) -> None:
        steps = [self.low + number * self.step for number in range(len(self.choices))]
        if self.choices and ([value for value, _words in self.choices] != steps or steps[-1] != self.high):
            raise ValueError(f"{self.name}: choices go from {self.low:g} to {self.high:g} in steps of {self.step:g}")

    @property
    def floor(self) -> float:
        """The smallest value that can be typed."""
        return self.low if self.least is None else self.least

    @property
    def limit(self) -> float:
        """The largest value that can be typed."""
        return self.high if self.most is None else self.most

    def take(self, value: object) -> float:
        """``value`` as this input's number, or `Refused` with what is allowed."""
        if isinstance(value, str) and "%" in value and self.unit != "%":
            raise Refused(self.name, _("No percent sign here. {range}").format(range=self.range()))
        if isinstance(value, str) and self.unit.startswith(THOUSANDS) and CURRENCY.search(value):
            # 120 roubles in an input of thousands would be 120 000
            raise Refused(self.name, _("Write the number alone, in thousands: 120 roubles are 0.12."))
        try:
            number = read(value)
        except Unreadable as error:
            raise Refused(self.name, f"{error} {self.range()}") from None
        if self.choices and number not in (value for value, _words in self.choices):
            raise Refused(self.name, self.range())
        if self.whole and not number.is_integer():
            raise Refused(self.name, _("Give a whole number. {range}").format(range=self.range()))
        if not self.floor <= number <= self.limit:
            raise Refused(self.name, _("{found} is outside. {range}").format(found=say(number), range=self.range()))
        return number

    def range(self) -> str:
        """The allowed values in words."""
        if self.choices:
            return _("One of these: {choices}.").format(
                choices="; ".join(
                    # many choices begin with their number, and years are nothing else
                    words if words.startswith((say(value), f"{value:g}")) else f"{say(value)} {words}"
                    for value, words in self.choices
                )
            )
        return (
            _("From {low} to {high} {unit}.")
            .format(low=say(self.floor), high=say(self.limit), unit=self.unit)
            .replace(" .", ".")
        )


@dataclass(frozen=True)
class TextInput:
    """A few words of the reader's own, such as what they count ("children"), or a list with semicolons between.

    ``may_be_empty`` is for a form that is filled bit by bit.
    """

    name: str
    label: str
    help: str
    default: str
    longest: int = 24
    group: str = ""
    may_be_empty: bool = False
    unit: str = field(default="", init=False)

    def take(self, value: object) -> str:
        """``value`` as this input's text, its spaces tidied, or `Refused` with what is allowed."""
        text = " ".join(str(value).split())
        if ";" in text:
            text = "; ".join(part.strip() for part in text.split(";") if part.strip())
        if not text and self.may_be_empty:
            return text
        if not text or len(text) > self.longest or not text.isprintable():
            says = (
                _("Write at most {longest} letters.")
                if self.may_be_empty
                else _("Write one to {longest} letters, for example “{example}”.")
            )
            raise Refused(self.name, says.format(longest=self.longest, example=self.default))
        return text


Input = NumberInput | TextInput


class Values(Mapping[str, "float | str"]):
    """A model's inputs, all of them, checked. Never changes; `changed` makes another one."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, float | str]) -> None:
        object.__setattr__(self, "_values", dict(values))

    def __getitem__(self, name: str) -> float | str:
        return self._values[name]

    def __getattr__(self, name: str) -> float | str:
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a model's values do not change; make others with model.values(...)")

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return "Values(" + ", ".join(f"{k}={v!r}" for k, v in self._values.items()) + ")"


@dataclass(frozen=True)
class Preset:
    """A case's numbers, by name: the inputs that differ from the defaults."""

    name: str
    label: str
    values: Mapping[str, float | str]


@dataclass(frozen=True)
class Figure:
    """One number of the result with its words. ``value`` is None where there is none; ``text`` always reads."""

    name: str
    label: str
    value: float | None
    text: str
    note: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the chart, in the order of ``points`` (x, y). The first line of a chart is its subject."""

    label: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Zone:
    """A stretch of the x axis to shade and hatch, such as volumes with a loss."""

    start: float
    end: float


@dataclass(frozen=True)
class Mark:
    """A point worth a name. ``label`` stands beside it."""

    x: float
    y: float
    label: str


@dataclass(frozen=True)
class Bar:
    """One bar: its place on the axis of places, the values that it reaches from and to, and a word at its end."""

    at: float
    start: float
    end: float
    label: str = ""


@dataclass(frozen=True)
class Bars:
    """Bars of one kind. What is stacked, floats or lies beside another is said by each bar's own numbers."""

    label: str
    bars: tuple[Bar, ...]
    width: float = 0.8  # in units of the axis of places
    loss: bool = False  # in the colour and hatch of a loss


@dataclass(frozen=True)
class Band:
    """An area between a low and a high line: ``points`` are (x, low, high)."""

    label: str
    points: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class Dots:
    """Places on a map or in a cloud: ``points`` are (x, y, radius in hundredths of the chart's width)."""

    label: str
    points: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class Level:
    """A limit across the whole chart, such as a reserve or a covenant, with its name on it."""

    at: float
    label: str


@dataclass(frozen=True)
class Chart:
    """What to draw. Axis labels carry their units; ``zone_label`` says what shading means.

    ``names`` puts words in place of numbers on the axis of places (x; where the chart is ``sideways``,
    y, the first at the top, and bars then lie). ``from_zero`` keeps zero in view; ``even`` draws both
    axes to one scale, for a map.
    """

    title: str
    x_label: str
    y_label: str
    lines: tuple[Line, ...] = ()
    zones: tuple[Zone, ...] = ()
    zone_label: str = ""
    marks: tuple[Mark, ...] = ()
    bars: tuple[Bars, ...] = ()
    bands: tuple[Band, ...] = ()
    dots: tuple[Dots, ...] = ()
    levels: tuple[Level, ...] = ()
    names: tuple[tuple[float, str], ...] = ()
    sideways: bool = False
    from_zero: bool = True
    even: bool = False


@dataclass(frozen=True)
class Table:
    """The chart's twin in numbers. The first column heads its row; cells are ready to read.

    A row that has words in its first cell alone is a heading. ``origins``, where given, has the shape of ``rows``:
    for each cell a sentence or two of where it comes from, or nothing. ``explained`` is the cell (row, column) whose
    origin stands beneath the table at first, and on paper; without it, the first that has one. ``totals`` are the
    rows (by place) that add others up.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    origins: tuple[tuple[str, ...], ...] = ()
    explained: tuple[int, int] | None = None
    totals: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not all(self.columns) or not all(row[0] for row in self.rows):
            raise ValueError(
                f"table {self.caption!r}: a column or a row has no heading, and who hears the table needs it"
            )

    @property
    def first_explained(self) -> tuple[int, int] | None:
        """The cell that is explained at first; None where no cell says where it comes from."""
        said = [(r, c) for r, row in enumerate(self.origins) for c, origin in enumerate(row) if origin]
        return self.explained if self.explained in said else next(iter(said), None)


@dataclass(frozen=True)
class Result:
    """What a model answers: one sentence first, then figures, the chart with its alt text, and the table."""

    sentence: str
    figures: tuple[Figure, ...]
    chart: Chart | Diagram
    alt: str
    table: Table
    values: Values | None = None
    more: tuple[tuple[Chart, str], ...] = ()  # further charts, each with its alt text; one or two at most

    def __getitem__(self, name: str) -> Figure:
        for figure in self.figures:
            if figure.name == name:
                return figure
        raise KeyError(f"no figure {name!r}; there are {', '.join(f.name for f in self.figures)}")


@dataclass(frozen=True)
class Model:
    """Named inputs and a pure function. ``compute`` takes `Values` and returns a `Result`."""

    name: str
    title: str
    inputs: tuple[Input, ...]
    compute: Callable[[Values], Result]
    presets: tuple[Preset, ...] = ()

    def __post_init__(self) -> None:
        in_view = [i.name for i in self.inputs if not i.group and isinstance(i, NumberInput)]
        if len(in_view) > MAX_IN_VIEW:
            raise ValueError(
                f"{self.name}: {len(in_view)} sliders in view ({', '.join(in_view)}), at most {MAX_IN_VIEW}; "
                "give some a group"
            )
        for preset in self.presets:
            self.values(**preset.values)

    def input(self, name: str) -> Input:
        for one in self.inputs:
            if one.name == name:
                return one
        known = ", ".join(i.name for i in self.inputs)
        raise Refused(name, _("The model has no input “{name}”. It has: {known}.").format(name=name, known=known))

    def preset(self, name: str) -> Preset:
        for one in self.presets:
            if one.name == name:
                return one
        raise KeyError(f"{self.name} has no preset {name!r}; there are {', '.join(p.name for p in self.presets)}")

    def values(self, **changes: object) -> Values:
        """Every input's value: the default, or the change once it is read and within its range.

        Raises:
            Refused: an unknown input, or a value that its input does not take.
        """
        taken = {name: self.input(name).take(value) for name, value in changes.items()}
        return Values({one.name: taken.get(one.name, one.default) for one in self.inputs})

    def run(self, preset: str | None = None, /, **changes: object) -> Result:
        """The result at the defaults, at a preset's values, or at either with some inputs changed."""
        start = dict(self.preset(preset).values) if preset else {}
        values = self.values(**{**start, **changes})
        return replace(self.compute(values), values=values)
