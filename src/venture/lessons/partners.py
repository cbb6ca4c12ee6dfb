"""Module 14: the questions of the lesson, with what each likely error deserves to hear.

Case D, an old trading house with the city, and case A, copies of a children's centre. Every number is illustrative and comes
from the model or `venture.partners`.
"""

from __future__ import annotations

from venture import costs, partners
from venture.lesson import Check, Lesson, Prediction
from venture.model import Table
from venture.models import load
from venture.models.partners import PARTIES, RISKS, flows, public_support, service
from venture.numbers import say
from venture.sections.partners import SECTION
from venture.words import _

MODEL = load("partners")
MONEY, A_YEAR = _("₽ thousand"), _("₽ thousand a year")
D = MODEL.values(**MODEL.preset("d").values)
A = MODEL.values(**MODEL.preset("a").values)
RATE = D.rate / 100
FLOWS = flows(D)
HOUSE = public_support(D)
GAP = HOUSE.gap
LOWER = public_support(MODEL.values(**MODEL.preset("d").values, rate=10))
GROWN = GAP * (1 + RATE)
COUNT = len(service(D))
WITH_GUARANTEE = MODEL.run("d", who_demand=1)["public_gives"].value
DEMAND = D.cost_demand
OWN = MODEL.run("d")["worth_to_public"].value

ROYALTY = A.royalty / 100 * A.turnover
NEEDED = MODEL.run("a")["needed"].value
LESS = MODEL.run("a", royalty=5)
NEW = 5
OF_LAUNCHES = NEW * (A.fee - A.launch)
EARNED, GRANT = 3800, 600  # of one unit in the question about the base of the royalty
DUE = EARNED * A.royalty / 100
SHARED = 1500  # up to which the company bears the old fabric


def house() -> Table:
    """The worked example: what each year of case D is worth today."""
    later = sum(value / (1 + RATE) ** year for year, value in enumerate(FLOWS) if year > D.opens)
    rows = (
        (_("today"), say(FLOWS[0]), _("counts whole"), say(FLOWS[0])),
        (_("year 1, building"), say(0), "–", say(0)),
        (_("year 2, the house fills"), say(D.first), f"{say(D.first)} / {say(1 + RATE)}²", say(D.first / (1 + RATE) ** 2, 2)),
        (_("years 3 to 20"), _("{amount} each").format(amount=say(D.later)), _("each by its own year, added up"), say(later, 2)),
        (_("together"), "", "", say(HOUSE.npv, 2)),
    )  # fmt: skip
    return Table(
        _("Case D at a required return of 12 % (₽ thousand, illustrative)"),
        (_("when"), _("flow"), _("brought to today"), _("worth today")),
        rows,
    )


def matrix() -> Table:
    """Who bears which risk in the draft, and who can do something about it."""
    names = (_("nobody yet"), _("city"), _("company"), _("society"))
    rows = tuple(
        (one.label, one.what, names[one.steered_by], names[one.bearer] if one.bearer else _("“both together”"), say(one.cost))
        for one in RISKS
    )  # fmt: skip
    return Table(
        _("The draft of the agreement (₽ thousand, illustrative)"),
        (_("risk"), _("what happens"), _("who can do most about it"), _("who bears it"), _("may cost")),
        rows,
    )


def core() -> Table:
    """What is mandatory in Vera's network and what is free."""
    rows = (
        (_("Brand"), _("name, sign, what may be promised with it"), _("pictures, events, the town's own name behind it")),
        (_("Method"), _("homework first, a teacher for each group, training before the opening"), _("sport, crafts, outings, holidays")),
        (_("Safety"), _("two adults in the house, checks of staff, a report of each accident within a day"), _("which doctor, which route to school")),
        (_("Impact data"), _("unique children and the yearly survey, counted alike everywhere"), _("anything else that the town wants to know")),
        (_("Money"), _("royalty on what is earned, books open to the centre"), _("prices, landlord, caterer, grants of the region")),
    )  # fmt: skip
    return Table(
        _("Vera's one page (illustrative)"), (_("field"), _("mandatory core"), _("free zone")), rows
    )  # fmt: skip


def network() -> Table:
    """The worked example: from the royalty to the number of units."""
    margin = MODEL.run("a")["margin"].value
    rows = (
        (_("royalty of a unit"), f"{say(A.royalty)} % × {say(A.turnover)}", say(ROYALTY)),
        (_("less its support"), f"{say(ROYALTY)} − {say(A.support)}", say(margin)),
        (_("units that carry the centre"), f"{say(A.central)} / {say(margin)}", say(A.central / margin, 2)),
        (_("rounded up, as a unit comes whole"), "", say(NEEDED)),
        (_("fee less launch, each new unit once"), f"{say(A.fee)} − {say(A.launch)}", say(A.fee - A.launch)),
        (_("years until that is paid back"), f"{say(A.launch - A.fee)} / {say(margin)}", say(MODEL.run("a")["payback"].value, 2)),
    )  # fmt: skip
    return Table(_("Vera's network (₽ thousand a year, illustrative)"), (_("what"), _("how"), _("result")), rows)


CHECKS = {
    "recall_npv": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("A cash plan would show that. NPV compares with what is asked for the money."),
                "c": _("It may make a profit every year and still bring less than the required return."),
            },
            explain=_("Below zero it brings less than the required return, by so much in today's money (module 11)."),
        ),
    ),
    "recall_round": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("Thirteen leave 390. Ten are still uncovered, and that is a loss."),
                "b": _("A third of a unit cannot be sold. Whole ones, rounded up."),
            },
            explain=_("400 / 30 is 13.33, rounded up (module 4). Today the units will be whole ventures."),
        ),
    ),
    "recall_tranche": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("A signature pays no wages."),
                "b": _("After the report comes a check, and after the check a payment. Each may be late."),
            },
            explain=_("A grant is money when it is in the account (module 10). A partner's promise too."),
        ),
    ),
    "form": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("After a sale the city has no say in it, and no house in twenty years. That is privatisation."),
                "b": _("Then the city would need the money for building now, and it would run the house after that."),
            },
            explain=_(
                "Build, run and bear risks for many years, with the house back in the city's hands at the end: a partnership is no sale."
            ),
        ),
        question=_(
            "A city wants an old house restored and open for twenty years, has no money to build, and wants the house in order "
            "at the end. Which form fits?\na) sell it\nb) pay a firm for the works\nc) a public–private partnership"
        ),
    ),
    "gap_10": Check(
        "number",
        dict(
            unit=MONEY,
            low=-50_000,
            high=100_000,
            expected=LOWER.gap,
            tolerance=0.6,
            mistakes={
                lambda x: abs(x + LOWER.gap) < 1: _(
                    "That is the net present value. The gap is the grant that fills it, so it has no minus."
                ),
                lambda x: abs(x - GAP) < 1: _("That is at 12 %. Set the required return to 10."),
                lambda x: abs(x - LOWER.gap / 1.1) < 1: _(
                    "A spreadsheet's NPV takes the first number as a year away. Today's cost counts whole."
                ),
                0: _("The house still lacks something at 10 %. Read the sentence of the model."),
            },
            explain=_("Who asks for less needs less help. So ask first who decided that it is 12."),
        ),
    ),
    "count": Check(
        "number",
        dict(
            unit=_("payments"),
            whole=True,
            low=1,
            high=100,
            expected=COUNT,
            tolerance=0.001,
            mistakes={
                COUNT - 1: _("Both ends count: year 2 and year 20 are paid."),
                COUNT + 1: _("Year 1 is not paid: the house is not open yet."),
            },
            explain=_("From year 2 to year 20, both of them paid: one less than the years of the agreement."),
        ),
    ),
    "opening": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("It only looks cheaper, because the money comes a year earlier. What does the city get for the first one?"),
                "c": _("The number of payments is not the trouble. Look at what stands on the plot in year 1."),
            },
            explain=_("It is called availability payment because it pays for a house that is open. No house, no payment."),
        ),
        question=_(
            "A house opens at the beginning of year 2. A lawyer writes yearly payments for its being open, the first at the end of year 1. "
            "What is wrong?\na) nothing, each payment is smaller then\nb) the first one pays for a house that is not open\n"
            "c) there must be twenty payments"
        ),
    ),
    "old_fabric": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("When the beams are rotten, good faith is what both sides run out of. Who pays the first rouble, who the last?"),
                "b": _("It cannot look into closed beams. It will add the worst case to its price, or go under in it."),
            },
            explain=_("Look first, then draw a line: a number up to which one bears it, and from which the other does."),
        ),
        question=_(
            "Nobody knows whether the beams of an old house are rotten. What do city and company write?\n"
            "a) both bear it together, in good faith\nb) the company bears all of it\n"
            "c) the beams are opened before signing; the company bears up to a sum, the city what is above"
        ),
    ),
    "guarantee": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=100_000,
            expected=WITH_GUARANTEE,
            tolerance=1,
            mistakes={
                lambda x: abs(x - (GAP + DEMAND)) < 1: _(
                    "The demand is in it now. The city bears permits and law as well."
                ),
                lambda x: abs(x - (WITH_GUARANTEE - DEMAND)) < 1: _("That is without the guarantee. Set Demand to 1."),
                lambda x: abs(x - GAP) < 1: _("That is the gap alone. What may the city's risks cost?"),
                DEMAND: _("That is the guarantee. What does the city give in all?"),
            },
            explain=_("1\u202f400 more than before, although no rouble flows on the day of signing."),
        ),
    ),
    "core": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("A kitchen in another town knows its children and its market. That is what freedom is for."),
                "c": _("The town knows what its families can pay. A fixed price would shut the poorer towns out."),
            },
            explain=_("One accident in one town closes the doors in all. Safety is never a matter of taste."),
        ),
        question=_(
            "A centre for children lets others copy it. Which element belongs in the mandatory core?\na) the menu\n"
            "b) the checks of staff and the report of each accident\nc) the price"
        ),
    ),
    "base": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=5000,
            expected=DUE,
            tolerance=0.5,
            mistakes={
                (EARNED + GRANT) * A.royalty / 100: _("The grant is in the base. It was given for children, not for a centre far away."),
                GRANT * A.royalty / 100: _("That is 6 % of the grant. Only what is earned counts."),
                ROYALTY: _("That is a unit that earns 4\u202f200. This one earns less."),
            },
            explain=_("6 % of what customers paid. The funder of the grant will ask where it went: all to the children."),
        ),
        question=_(
            "A unit of a social franchise earns 3800 and gets a grant of 600. The royalty is 6 % of earned income. How much is due?"
        ),
    ),
    "leaves": Check(
        "number",
        dict(
            unit=A_YEAR,
            low=-1000,
            high=5000,
            expected=LESS["margin"].value,
            tolerance=0.5,
            mistakes={
                LESS["royalty_of_unit"].value: _("That is the royalty. The unit's support has to be paid from it."),
                MODEL.run("a")["margin"].value: _("That is at 6 %."),
                LESS["royalty_of_unit"].value + A.support: _("Support is a cost of the centre: take it off."),
            },
            explain=_("One point less of royalty is nearly a third less of what is left."),
        ),
    ),
    "units_5": Check(
        "number",
        dict(
            unit=_("units"),
            whole=True,
            low=1,
            high=1000,
            expected=LESS["needed"].value,
            tolerance=0.001,
            mistakes={
                NEEDED: _("That was at 6 %."),
                lambda x: x in (4, 5): _("It looks as if you divided by the whole royalty. The unit's support is not free."),
                LESS["needed"].value + 1: _("900 / 90 comes out even: nothing is left to round up."),
            },
            explain=_("Three towns more, for one point of royalty."),
        ),
    ),
    "never": Check(
        "number",
        dict(
            unit=A_YEAR,
            low=0,
            high=5000,
            expected=ROYALTY,
            tolerance=0.5,
            mistakes={
                A.support: _("That is what support costs now, and 7 units carry the centre. How far may it rise?"),
                A.central: _("The centre can be carried by more units. Which cost grows with each unit?"),
                MODEL.run("a")["margin"].value: _("That is how much support may still grow. Asked is the support itself."),
                A.turnover: _("That is all that a unit earns. The centre sees 6 % of it."),
            },
            explain=_("Where support costs what the royalty brings, each new unit leaves nothing, and never is the answer."),
        ),
    ),
    "fees": Check(
        "number",
        dict(
            unit=MONEY,
            low=-10_000,
            high=10_000,
            expected=OF_LAUNCHES,
            tolerance=0.5,
            mistakes={
                NEW * A.fee: _("Those are the fees. What did the five launches cost?"),
                -OF_LAUNCHES: _("The amount is right. A launch costs more than its fee brings, so it has a minus."),
                A.fee - A.launch: _("That is one launch. There are five."),
                -NEW * A.launch: _("Those are the launches without the fees."),
            },
            explain=_("A fee pays back a part of the launch. It is no profit, and growth costs money first."),
        ),
        question=_(
            "A new unit pays a fee of 250, and launching it costs the centre 400. In a year five units begin. "
            "What do fees less launches leave? Below zero with a minus."
        ),
    ),
}  # fmt: skip

PREDICTIONS = {
    "gap": Prediction(
        lambda: GAP,
        MONEY,
        _("Twice the money comes back, but over twenty years, and at 12 % a rouble of year 20 is worth ten kopecks today."),
    ),
    "needed": Prediction(
        lambda: float(NEEDED),
        _("units"),
        _("Of a royalty of 252 nearly half goes back into support. The fee is not in it: it does not even pay for the launch."),
    ),
}  # fmt: skip


def figures() -> dict[str, float]:
    """Every number that the lesson's prose prints beside the case's inputs. A content test holds the prose to this list."""
    a, d = MODEL.run("a"), MODEL.run("d")
    return {
        "recall: costs": 400,
        "recall: a unit leaves": 30,
        "recall: rounded down": 13,
        "recall: not rounded": round(400 / 30, 1),
        "recall: rounded up": costs.steps_at(400 / 30, 1),
        "recall: NPV": 100,
        "all that the house leaves": sum(FLOWS[1:]),
        "twenty years": D.last,
        "NPV": round(HOUSE.npv, 2),
        "gap": round(GAP, 2),
        "gap at 10 %": round(LOWER.gap, 2),
        "10 %": 10,
        "damage by rotten beams": 10_500,
        "one in ten of it": 10_500 * 0.1,
        "rate with one": 1 + RATE,
        "year 2 today": round(D.first / (1 + RATE) ** 2, 2),
        "later years today": round(sum(value / (1 + RATE) ** year for year, value in enumerate(FLOWS) if year > 2), 2),
        "grown": round(GROWN, 2),
        "count": COUNT,
        "payment": round(HOUSE.payment, 2),
        "paid in all": round(HOUSE.paid_in_all, 2),
        "worth to the city": round(OWN, 2),
        "how much more": round(OWN - GAP, 2),
        "risks of the city": d["public_risk"].value,
        "risks of the company": d["private_risk"].value,
        "gap and risks": round(d["public_gives"].value, 2),
        "with the guarantee": round(WITH_GUARANTEE, 2),
        "all risks": sum(one.cost for one in RISKS),
        "old fabric, shared up to": SHARED,
        "a rouble of year 20, in kopecks": round(100 / (1 + RATE) ** 20),
        "royalty": ROYALTY,
        "margin": a["margin"].value,
        "units, not rounded": round(A.central / a["margin"].value, 2),
        "units": NEEDED,
        "fee less launch": A.fee - A.launch,
        "launch less fee": A.launch - A.fee,
        "payback": round(a["payback"].value, 2),
        "at work, steady": a["steady"].value,
        "steady, as it is spoken": -a["steady"].value,
        "with fee, as it is spoken": -a["with_fee"].value,
        "without fee, as it is spoken": -a["without_fee"].value,
        "royalty at 5 %": LESS["royalty_of_unit"].value,
        "margin at 5 %": LESS["margin"].value,
        "units at 5 %": LESS["needed"].value,
        "seven units, a year": MODEL.run("a", units=7)["steady"].value,
        "earned": EARNED,
        "grant": GRANT,
        "royalty due": DUE,
        "launches": OF_LAUNCHES,
        "five fees": NEW * A.fee,
        "minutes for the task": 45,
        "section of the source": 16.2,
        "parties": len(PARTIES) - 1,
        "the gap, checked": round(partners.viability_gap(RATE, FLOWS), 2),
    }  # fmt: skip


NETWORK_TERMS = ("royalty", "support", "units", "fee", "launch", "central", "new")
PROJECT_TERMS = ("rate", "opens", "first", "later", "last", "own_rate", *(f"who_{one.name}" for one in RISKS))

LESSON = Lesson(
    module="14-partners",
    title=_("Partners and social franchise"),
    minutes=75,
    model="partners",
    checks=CHECKS,
    predictions=PREDICTIONS,
    tables={"house": house, "matrix": matrix, "core": core, "network": network},
    figures=figures,
    own=dict.fromkeys((f"{what}_{one.name}" for what in ("who", "cost") for one in RISKS), 0),
    section=SECTION,
    moot=dict.fromkeys(NETWORK_TERMS, "turnover") | dict.fromkeys(PROJECT_TERMS, "cost"),
)
