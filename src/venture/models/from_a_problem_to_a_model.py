"""From a social problem to a model: does the chain from what goes in to what lasts hold together?

The canvas has twelve boxes, the chain five links, every arrow an assumption. The model draws the chain, says what
contradicts what, and counts for how many people the venture made the difference.
"""

from __future__ import annotations

from venture import chain
from venture.chain import LINKS, Finding
from venture.diagram import Arrow, Box, Diagram
from venture.model import Figure, Model, NumberInput, Preset, Result, Table, TextInput, Values
from venture.numbers import form, say
from venture.words import _, joined, ngettext

SHORT, LONG = 120, 200  # letters in a box of the canvas, and in a link of the chain
MOST = 1_000_000  # people that can be typed
CANVAS, CHAIN = _("The rest of the canvas"), _("The chain, and how you measure it")
ARROWS, STOP = _("What must be true: one assumption for each arrow"), _("Whom you count, and when you stop")


def _box(name: str, label: str, help: str, longest: int = SHORT, group: str = "") -> TextInput:
    return TextInput(name, label, help, "", longest, group, may_be_empty=True)


INPUTS = (
    NumberInput("reached", _("People who come"), _("people a year"), _("How many you reach."), 0, 200, 1, 0, whole=True, most=MOST),
    NumberInput("changed", _("For whom it changes"), _("of them"), _("How many of those who come have what you promise, when you look again."), 0, 200, 1, 0, whole=True, most=MOST),
    NumberInput("anyway", _("Would have managed anyway"), "%", _("Of a hundred people like them who did not come, so many got there without you."), 0, 100, 1, 0),
    _box("problem", _("The problem"), _("Who finds what hard: begin with the people, not with your idea.")),
    _box("beneficiary", _("Who is better off"), _("A group that you could look for tomorrow.")),
    _box("offer", _("What you offer"), _("In one line, as you would say it at a bus stop.")),
    _box("payer", _("Who pays"), _("Often somebody else than those who are better off.")),
    _box("inputs", _("Inputs"), _("What you put in: people, rooms, machines, money. Several with a semicolon between."), LONG, CHAIN),
    _box("activities", _("Activities"), _("What you do with it."), LONG, CHAIN),
    _box("outputs", _("Outputs"), _("What can be counted on the day when the work is done."), LONG, CHAIN),
    _box("outcomes", _("Outcomes"), _("What is different for people afterwards."), LONG, CHAIN),
    _box("impact", _("Impact"), _("What of this would not have come without you."), LONG, CHAIN),
    _box("indicator", _("Indicator"), _("What you count to see the outcome, and when."), SHORT, CHAIN),
    *(
        _box(f"assumption_{number}", _("From {one} to {other}").format(one=one, other=other), _("What must be true so that this step works."), SHORT, ARROWS)
        for number, (one, other) in enumerate(((_("inputs"), _("activities")), (_("activities"), _("outputs")), (_("outputs"), _("outcomes")), (_("outcomes"), _("impact"))), start=1)
    ),
    NumberInput("weakest", _("The arrow that you trust least"), "", _("1 is the first, 4 the last."), 1, 4, 1, 1, whole=True, group=ARROWS),
    _box("test", _("How you will test it"), _("Something small that you can do within a month."), SHORT, ARROWS),
    TextInput("people", _("Whom you count"), _("In the plural: women, parents, travellers."), _("people"), group=STOP),
    NumberInput("stop_at", _("Stop if fewer than"), _("people"), _("Of those for whom it changes. 0 if you have not decided."), 0, 100, 1, 0, whole=True, group=STOP, most=MOST),
    NumberInput("stop_month", _("… at the end of month"), "", _("Counted from the start."), 1, 36, 1, 9, whole=True, group=STOP, most=120),
    _box("today", _("How they manage today"), _("What people do without you: that is your competition."), group=CANVAS),
    _box("reason", _("Why the payer pays"), _("What the payer gets that is worth the money."), group=CANVAS),
    _box("way", _("How they hear of you"), _("Those who are better off, and those who pay."), group=CANVAS),
    _box("partners", _("Partners"), _("Who helps, and with what."), group=CANVAS),
    _box("costs", _("Largest costs"), _("The two or three that decide."), group=CANVAS),
    _box("income", _("What brings money"), _("What is sold, and in which unit."), group=CANVAS),
    _box("surplus", _("What happens with a surplus"), _("If money is left at the year's end."), group=CANVAS),
)  # fmt: skip
STOP_WORDS = _("Fewer than {number} {people} at the end of month {month}")
STOP_AT_NONE = _("No {people} at the end of month {month}")  # fewer than one
LABELS = {one.name: one.label for one in INPUTS}
ASSUMPTIONS = tuple(f"assumption_{number}" for number in range(1, 5))
BOXES = ("problem", "beneficiary", "offer", "payer", "today", "reason", "way", "partners", "costs", "income", "surplus", "indicator")  # fmt: skip
WRITTEN = (*BOXES, *LINKS, *ASSUMPTIONS)  # what is counted as filled or empty

CASE_F = dict(
    people=_("women"), reached=12, changed=9, anyway=27, stop_at=6, stop_month=9,
    problem=_("Women who come home after a sentence find no employer who asks what they can do"),
    beneficiary=_("Women with a conviction, from Irkutsk and the towns around"),
    offer=_("Paid work at a machine from the first day, with a forewoman and a mentor"),
    payer=_("Factories and building firms that buy workwear; shops; schools"),
    today=_("Odd jobs without a contract; buyers order from large makers far away"),
    reason=_("Sixty pieces in three sizes within two weeks, with good seams"),
    way=_("Women through the probation office; buyers through a sample jacket"),
    partners=_("Probation office; a machine works; two parishes"),
    costs=_("Cloth; pay; rent of the sewing room"),
    income=_("Workwear, bags and uniforms, by the piece"),
    surplus=_("It buys more machines"),
    indicator=_("Women in regular work nine months after they began"),
    inputs=_("Twelve machines; a forewoman and a mentor; start-up money"),
    activities=_("Paid sewing; teaching at the machine; help with documents, flat and custody"),
    outputs=_("Twelve women at work; two hundred days of training a year"),
    outcomes=_("Women keep regular work; they rent a flat of their own; fewer go back to prison"),
    impact=_("More women find their way back than would have without the workshop"),
    assumption_1=_("Women come and stay when pay comes every fortnight"),
    assumption_2=_("Buyers care about seams, not about convictions"),
    assumption_3=_("A mentor prevents more than she costs"),
    assumption_4=_("Work and a flat keep people out of prison"),
    weakest=2, test=_("Nine buyers see the same jacket; five are told who made it"),
)  # fmt: skip
FIRST_DRAFT = {
    **CASE_F,
    **dict(
        problem=_("There is no sewing workshop for women after prison in Irkutsk"),
        beneficiary=_("Everyone in the region"),
        payer="",
        today=_("We have no competitors"),
        indicator="",
        outcomes=_("Twelve women trained; forty meetings with a mentor held"),
        impact=_("Paid sewing; teaching at the machine; help with documents, flat and custody"),
        assumption_2="", assumption_3="", assumption_4="", test="", weakest=1, stop_at=0,
    ),
}  # fmt: skip
CASE_A = dict(
    people=_("parents"), reached=50, changed=20, anyway=12, stop_at=15, stop_month=12,
    problem=_("School ends at one o'clock and work at six: parents work half time, or a child is alone"),
    beneficiary=_("Children of five to twelve whose parents work full days, and these parents"),
    offer=_("A place from one to seven o'clock: lunch, homework with a teacher, then play"),
    payer=_("Parents, month by month; the town for some of the places"),
    today=_("A grandmother; the school's group until three; a dear private club"),
    reason=_("Five more hours of work, and a child who is safe"),
    way=_("Parents' meetings at two schools; word of mouth"),
    partners=_("Two schools; a caterer; an association of large families"),
    costs=_("Teachers; rent; meals"),
    income=_("A place, by the month"),
    surplus=_("It pays for free places"),
    indicator=_("Parents who work full days twelve months after they came"),
    inputs=_("Rooms for 72 children; three teachers and a head"),
    activities=_("Homework, meals, sport and play on school days"),
    outputs=_("68 children looked after each month"),
    outcomes=_("Parents work full days; homework no longer ends in tears"),
    impact=_("Families earn more and worry less than they would if the centre had not opened"),
    assumption_1=_("A teacher can work well with a group of mixed age"),
    assumption_2=_("Parents who say that they would come do come"),
    assumption_3=_("Parents use the hours to work"),
    assumption_4=_("They would not have found another way"),
    weakest=2, test=_("Forty families pay a deposit before the lease is signed"),
)  # fmt: skip
PRESETS = (
    Preset("f", _("Case F: a sewing workshop (illustrative)"), CASE_F),
    Preset("draft", _("Case F: the first draft, with its errors (illustrative)"), FIRST_DRAFT),
    Preset("a", _("Case A: a children's centre (illustrative)"), CASE_A),
    Preset("blank", _("An empty canvas"), {}),
)


def compute(v: Values) -> Result:
    """What the boxes say, what contradicts what, and what the venture itself has changed."""
    texts = {name: v[name] for name in (*BOXES, *LINKS)}
    found = (*chain.contradictions(texts, LABELS), *_in_numbers(v), *_among_arrows(v))
    empty = [name for name in WRITTEN if not v[name]]
    beyond = chain.beyond_anyway(v.reached, v.changed, v.anyway / 100)
    diagram = _diagram(v, found)
    filled = len(WRITTEN) - len(empty)
    figures = (
        Figure(
            "contradictions",
            _("Contradictions"),
            len(found),
            _("none") if not found else say(len(found)),
            "; ".join(f"{LABELS[one.box]}: {one.short}" for one in found) or _("rules of thumb found none; a reader may"),
        ),
        Figure("filled", _("Boxes filled"), filled, _("{filled} of {all}").format(filled=filled, all=len(WRITTEN)), _first_gaps(empty)),
        Figure(
            "would_anyway",
            _("Would have managed anyway"),
            v.reached * v.anyway / 100,
            _people(v.reached * v.anyway / 100, v),
            _("{anyway} % of the {reached} who come").format(anyway=say(v.anyway), reached=say(v.reached)),
        ),
        Figure(
            "because_of_you",
            _("Changed because of you"),
            beyond,
            _people(beyond, v),
            _("those for whom it changes, less those who would have managed anyway"),
        ),
        Figure("test", _("To be tested first"), v.weakest if v.test else None, v.test or _("no test yet"), v[f"assumption_{v.weakest:.0f}"] or _("no assumption yet on this arrow")),
        Figure("stop", _("Stop condition"), v.stop_at or None, stop_in_words(v) or _("none yet"), _("decided before the start, so that hope does not decide later")),
    )  # fmt: skip
    return Result(_sentence(v, found, empty, beyond), figures, diagram, _alt(diagram, found), _table(v, found))


def stop_in_words(v: Values) -> str:
    """The stop condition as the plan holds it; empty where none was decided."""
    if not v.stop_at:
        return ""
    words = STOP_AT_NONE if v.stop_at == 1 else STOP_WORDS
    return words.format(number=f"{v.stop_at:.0f}", people=v.people, month=f"{v.stop_month:.0f}")


def _people(count: float, v: Values) -> str:
    """So many of those whom the student counts, who are people whatever their word for them is."""
    return ngettext("{n} person", "{n} {people}", form(count, 2)).format(n=say(count, most=2), people=v.people)


def _in_numbers(v: Values) -> tuple[Finding, ...]:
    """What contradicts itself in the numbers."""
    found = []
    if v.changed > v.reached:
        found.append(
            Finding("changed", _("more than come"), _("More people change than come. Count only those who came."))
        )
    elif v.changed and chain.beyond_anyway(v.reached, v.changed, v.anyway / 100) <= 0:
        found.append(Finding("anyway", _("no impact"), _("As many would have managed without you. Then it is an outcome, but not yours.")))  # fmt: skip
    if v.stop_at and v.stop_at > v.changed:
        found.append(Finding("stop_at", _("stops a success"), _("You would stop although all goes as planned. Set the limit below the plan.")))  # fmt: skip
    elif v.stop_at and v.stop_at <= v.reached * v.anyway / 100:
        found.append(Finding("stop_at", _("too low"), _("You would go on with a result that comes without you too. Set the limit higher.")))  # fmt: skip
    return tuple(found)


def _among_arrows(v: Values) -> tuple[Finding, ...]:
    """Assumptions that repeat each other."""
    found, seen = [], []
    for name in ASSUMPTIONS:
        if v[name] and any(chain.is_copy(v[one], v[name]) for one in seen):
            found.append(
                Finding(name, _("copied"), _("Two arrows rest on the same words. Each step has its own risk."))
            )
        seen.append(name)
    return tuple(found)


def _first_gaps(empty: list[str]) -> str:
    if not empty:
        return _("every box has an answer")
    shown = [LABELS[name] for name in empty[:3]]
    if len(empty) > 3:
        shown.append(_("{count} more").format(count=len(empty) - 3))
    return _("still empty: {boxes}").format(boxes=joined(shown))


def _sentence(v: Values, found: tuple[Finding, ...], empty: list[str], beyond: float) -> str:
    """One sentence that reads the result aloud."""
    if len(empty) == len(WRITTEN):
        return _("Nothing is written yet: begin with the people who find something hard, and not with your idea.")
    if found:
        text = (
            _("Your model contradicts itself in one place, “{box}”: {what}")
            if len(found) == 1
            else _("Your model contradicts itself in {count} places, first in “{box}”: {what}")
        ).format(count=len(found), box=LABELS[found[0].box], what=found[0].short)
    elif empty:
        filled = len(WRITTEN) - len(empty)
        text = ngettext(
            "No contradiction is found, and {filled} of {all} boxes is filled",
            "No contradiction is found, and {filled} of {all} boxes are filled",
            filled,
        ).format(filled=filled, all=len(WRITTEN))
    else:
        text = _("Every box is filled and no contradiction is found")
    if v.changed > v.reached or not v.changed:
        return text + "."
    changed = int(v.changed)
    if beyond <= 0:
        told = ngettext(
            "it changes for one person, and at least one would have managed without you",
            "of the {changed} {people} for whom it changes, as many would have managed without you",
            changed,
        )
    elif not v.anyway:
        told = ngettext(
            "the one person for whom it changes counts as yours, as long as nobody manages without you",
            "all {changed} {people} for whom it changes count as yours, as long as nobody manages without you",
            changed,
        )
    else:
        told = ngettext(
            "it changes for one person, and about {beyond} of that change is yours",
            "of the {changed} {people} for whom it changes, about {beyond} would not have managed without you",
            changed,
        )
    return text + "; " + told.format(changed=say(v.changed), people=v.people, beyond=say(beyond, most=1)) + "."


def _diagram(v: Values, found: tuple[Finding, ...]) -> Diagram:
    warnings: dict[str, str] = {}
    for one in found:
        warnings.setdefault("outcomes" if one.box == "indicator" else one.box, one.short)
    boxes = [
        Box(LABELS[name], v[name], warnings.get(name, "") or ("" if v[name] else _("nothing here yet")))
        for name in LINKS
    ]
    arrows = []
    for number, name in enumerate(ASSUMPTIONS, start=1):
        label = v[name] or _("no assumption yet")
        if v[name] and v.test and number == v.weakest:
            label = _("{label} (test first)").format(label=label)
        arrows.append(Arrow(label, weak=not v[name]))
    foot = stop_in_words(v)
    return Diagram(
        _("The chain, and what must be true at each arrow"),
        tuple(boxes),
        tuple(arrows),
        foot=_("Stop: {condition}").format(condition=foot[0].lower() + foot[1:])
        if foot
        else _("No stop condition yet"),
    )


def _alt(diagram: Diagram, found: tuple[Finding, ...]) -> str:
    """What the drawing shows, for those who hear it."""
    parts = []
    for number, box in enumerate(diagram.boxes):
        marked = _(" (marked: {warning})").format(warning=box.warning) if box.warning else ""
        parts.append(f"{box.title}: {box.text}{marked}.".replace(":  (", " ("))
        if number < len(diagram.arrows):
            parts.append(_("Arrow: {label}.").format(label=diagram.arrows[number].label))
    return _("A chain of five boxes from top to bottom. {chain} Below it: {foot}.").format(
        chain=" ".join(parts), foot=diagram.foot
    )


def _table(v: Values, found: tuple[Finding, ...]) -> Table:
    """Every box with what it says and what to look at."""
    advice: dict[str, str] = {}
    for one in found:
        advice.setdefault(one.box, one.text)
    rows = [(LABELS[name], v[name] or "–", advice.pop(name, "" if v[name] else _("empty"))) for name in WRITTEN]
    rows += [(LABELS[name], say(v[name]), text) for name, text in advice.items()]
    return Table(_("The boxes one by one"), (_("box"), _("what it says"), _("what to look at")), tuple(rows))


MODEL = Model("from_a_problem_to_a_model", _("From a social problem to a model"), INPUTS, compute, PRESETS)
