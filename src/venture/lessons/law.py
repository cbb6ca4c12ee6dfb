"""Module 3: the questions of the lesson, with what each likely error deserves to hear.

Cases A and B; every number of a venture is illustrative. Every number of the law comes from the pack, with its day and mark.
"""

from __future__ import annotations

from venture.law.pack import Fact, said
from venture.law.pack import dated as day_and_mark
from venture.lesson import Check, Lesson, Prediction
from venture.model import Table
from venture.models import load
from venture.models.law import LIMIT, PACK, SHORT
from venture.numbers import say
from venture.regimes import indifferent_cost_share, tax_on_difference, tax_on_income
from venture.sections.law import SECTION
from venture.words import _

MODEL = load("law")
A, HOUSES = MODEL.run("a"), MODEL.run("houses")
T1, T2, LEAST = (PACK.fact(name) for name in ("usn_rate_income", "usn_rate_profit", "usn_min"))
SAME = indifferent_cost_share(T1.v, T2.v)
STEP = 100  # ₽ thousand of sales more, at the limit
REVENUE_B, COSTS_B = 4_200, 2_300
INCOME_B, DIFFERENCE_B = tax_on_income(REVENUE_B, T1.v), tax_on_difference(REVENUE_B, COSTS_B, T2.v, LEAST.v)
CONTRACT, LATE_DAYS, PENALTY = 600, 20, 0.5  # a contract, days late, per cent a day: of an invented contract
IN_TABLE = ("usn_rate_income", "usn_rate_profit", "usn_min", "vat_free_limit", "vat_5", "usn_credit_alone", "usn_credit_staff", "contrib_general", "npd_limit", "ausn_limit", "ausn_staff")  # fmt: skip


def _beyond() -> float:
    """What a little more revenue than the limit does to what owner and mission have together, at the same costs."""
    more = MODEL.run("houses", revenue=LIMIT + STEP)
    return sum(more[name].value - HOUSES[name].value for name in ("owner", "mission"))


FALL = _beyond()


def _sources(fact: Fact) -> str:
    return "; ".join(PACK.sources[key].title for key in fact.src)


def facts() -> Table:
    """The numbers of the law that this lesson uses, with day, mark and source."""
    rows = tuple(
        (said(fact.name), fact.shown, fact.as_of.isoformat(), fact.conf, " – ".join(filter(None, (fact.warning, _sources(fact)))))
        for fact in (PACK.fact(name) for name in IN_TABLE)
    )  # fmt: skip
    return Table(
        _("{pack}, checked on {day}. {disclaimer}").format(
            pack=PACK.title, day=PACK.pack.checked_on.isoformat(), disclaimer=PACK.text(PACK.pack.disclaimer)
        ),
        (_("number"), _("value"), _("as of"), _("mark"), _("source")),
        rows,
    )


def forms() -> Table:
    """What the pack says of each form beside money: who may take what is left, which status and grant are open."""
    takes = {"all": _("all of it"), "dividends": _("as dividends"), "none": _("nobody")}
    word = {True: _("yes"), False: _("no"), None: _("ask")}
    rows = tuple(
        (
            f"{number} {said(form.name)}",
            takes[form.owner_gets],
            word[form.status_ok.get("ru_social_enterprise")],
            word[form.status_ok.get("presidential_grant")],
            " ".join(PACK.text(need.says) for need in form.needs),
        )
        for number, form in enumerate(PACK.forms, start=1)
    )
    return Table(
        _(
            "Forms and regimes of {pack}, checked on {day}. Status: {status}; grant: {grant}; what an owner may take: "
            "check it. {disclaimer}"
        ).format(
            pack=PACK.title,
            day=PACK.pack.checked_on.isoformat(),
            status=day_and_mark(PACK.status_tests[0]),
            grant=day_and_mark(next(one for one in PACK.grants if one.id == "presidential_grant")),
            disclaimer=PACK.text(PACK.pack.disclaimer),
        ),
        (
            _("form"),
            _("who may take what is left"),
            _("social enterprise"),
            _("presidential grant"),
            _("what closes it"),
        ),
        rows,
    )


def regimes() -> Table:
    """The worked example: the two taxes of case A, step by step, without what may be set off."""
    values = A.values
    wages = values.staff * values.gross_month * 12
    on_wages = wages * (PACK.fact("contrib_general").v + PACK.fact("accident").v)
    costs = values.costs + wages + on_wages
    rows = (
        (_("revenue"), say(values.revenue), ""),
        (_("costs without wages"), say(values.costs), ""),
        (_("wages of a year"), say(wages), _("{staff} × {pay} × 12").format(staff=say(values.staff), pay=say(values.gross_month))),
        (_("contributions on wages"), say(on_wages, most=1), "; ".join(PACK.fact(name).printed for name in ("contrib_general", "accident"))),
        (_("all costs"), say(costs, most=1), _("{share} % of revenue").format(share=say(100 * costs / values.revenue, most=1))),
        (_("tax on income"), say(A["tax_income"].value, most=1), f"{say(values.revenue)} × {T1.printed}"),
        (_("tax on income less costs"), say(A["tax_difference"].value, most=1), f"{say(values.revenue - costs, most=1)} × {T2.printed}"),
    )  # fmt: skip
    return Table(_("Vera's centre in a year, ₽ thousand (illustrative)"), (_("what"), _("₽ thousand"), _("how")), rows)


def areas() -> Table:
    """What to look at in the six areas: what the pack says with its day and mark, else a question to ask."""
    licence = {one.id: one for one in PACK.licences}
    duty = {one.id: one for one in PACK.duties}
    note = {one.id: one for one in PACK.notes}
    way = PACK.status_tests[0].any_of[0]

    def dated(text: str, one: object) -> str:
        return f"{text} ({day_and_mark(one)})"

    def licensed(one: object) -> str:
        exception = _("Exception: {rule}").format(rule=PACK.text(one.not_needed_if))
        return dated(f"{PACK.text(one.needed_if)} {exception}", one)

    lawyer = _("a lawyer")
    rows = (
        (_("A children"), _("Is it teaching?"), licensed(licence["education"]), _("whoever licenses education in your region")),
        (_("A children"), _("Or is it care and play?"), licensed(licence["care"]), lawyer),
        (_("A children"), _("Rooms and people"), _("Ask: which sanitary and fire rules hold for these rooms, and which papers staff must bring?"), _("sanitary and fire inspection, before the lease is signed")),
        (_("B journeys"), _("Access"), dated(f"{said(duty['access'].who)}: {PACK.text(duty['access'].what)}", duty["access"]), _("people with a disability, then a lawyer")),
        (_("B journeys"), _("Selling a journey"), _("Ask: does this make me an operator or an agent, and in which register must I be?"), lawyer),
        (_("C media"), _("Publishing"), _("Ask: must the portal be registered, and who answers for what readers write?"), lawyer),
        (_("C media"), _("Young people's data and pictures"), _("Ask: whose consent do I need, in which form, for how long?"), lawyer),
        (_("D heritage"), _("A monument for rent"), dated(PACK.text(note["heritage"].text), note["heritage"]), _("the region's office for monuments")),
        (_("D heritage"), _("Work on it"), _("Ask: is the house listed, what may be changed, and who must approve it?"), _("the region's office for monuments")),
        (_("E energy"), _("The contract"), dated(PACK.text(note["energy_service"].text), note["energy_service"]), lawyer),
        (_("E energy"), _("What is saved"), _("Ask: who measures, from which base, and what if the winter is mild?"), _("an engineer, then a lawyer")),
        (_("F clothing"), _("The status"), _("{name}: {all}").format(name=said(way.name), all="; ".join(PACK.text(one.says) for one in way.all)) + " " + dated("", PACK.status_tests[0]).strip(), _("the region's support centre for business")),
        (_("F clothing"), _("What you know of convictions"), _("Ask: what may I store at all, who may see it, when must it be deleted?"), lawyer),
        (_("all"), _("Staff"), _("Ask: which contract is right for whom, and what must be paid on it?"), _("an accountant")),
    )  # fmt: skip
    return Table(
        _("What to look at in each area: facts of {pack}, and questions").format(pack=PACK.title),
        (_("area"), _("what"), _("what is known, or the question"), _("whom to ask")),
        rows,
    )


def clauses() -> Table:
    """Six clauses of invented contracts, and how to read them."""
    rows = (
        (_("“The customer pays within 60 days after the act of acceptance is signed.”"), _("When does the clock start, and who can hold it?"), _("A day by which the act must be signed or refused with a reason.")),
        (_("“The price is fixed for the whole term.”"), _("What if cloth or rent becomes dearer?"), _("A rise once a year by a published index, or a right to talk.")),
        (_("“The landlord may end the lease with notice of 30 days, the tenant with notice of six months.”"), _("Who can leave faster, and what have I built in by then?"), _("The same notice for both; payment for what was built in.")),
        (_("“For each day of delay the contractor pays 0.5 % of the contract's sum.”"), _("What is it for a month, and is there an upper limit?"), _("A limit, and the part that is late instead of the whole sum.")),
        (_("“All rights in the materials pass to the customer when they are made.”"), _("May I use my own course, patterns or texts again?"), _("Rights in what was there before stay with you.")),
        (_("“Money that was not spent as planned is paid back on demand.”"), _("What is “as planned”, and who decides, until when?"), _("A share that may be moved between lines, and a date after which nothing is asked back.")),
    )  # fmt: skip
    return Table(
        _("Six clauses of invented contracts"), (_("it says"), _("ask yourself"), _("what you could propose")), rows
    )


CHECKS = {
    "recall_outcome": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("That is counted on the day of the lesson: an output."),
                "b": _("That goes in before anything happens: an input."),
            },
            explain=_("An outcome needs a second look at people, later (module 1)."),
        ),
    ),
    "recall_market": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("A smaller share is the same mistake: nobody was asked."),
                "c": _("More people in the town do not make the share any truer."),
            },
            explain=_("Count from the bottom up: who is in reach, who is interested, who comes (module 2)."),
        ),
    ),
    "recall_stop": Check(
        "choice",
        dict(
            options="abc",
            expected="a",
            mistakes={
                "b": _("Then it would let a venture live that changes nothing."),
                "c": _("Then it would stop a venture for which all goes well."),
            },
            explain=_("Above what comes anyway, and below the plan (module 1)."),
        ),
    ),
    "ngo": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("It may sell. Look at its line in the bars: it has revenue like the others."),
                "b": _("Its line has no part for an owner. What is left stays with the mission."),
            },
            explain=_("It may sell and earn like the others in the bars; what is left stays in it."),
        ),
        question=_(
            "May a non-profit organisation sell services and earn?\na) no\nb) yes, and its founders share what is left\n"
            "c) yes, and what is left stays with the mission"
        ),
    ),
    "status": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("By itself it lowers no tax, as far as the pack knows. A region may have its own rule: ask there."),
                "c": _("Nothing is paid by itself. You may apply, and compete."),
            },
            explain=_("It opens doors: grants, training, help with rooms. You still have to walk through them."),
        ),
        question=_(
            "What does the status of a social enterprise bring by itself?\na) lower taxes\n"
            "b) the right to apply where others may not\nc) a grant each year"
        ),
    ),
    "income": Check(
        "number",
        dict(
            unit=_("₽ thousand"),
            low=0,
            high=REVENUE_B,
            expected=INCOME_B,
            mistakes={
                (REVENUE_B - COSTS_B) * T1.v: _("You took the costs off first. This tax does not ask what you spent."),
                REVENUE_B * T2.v: _("That is the other regime's rate."),
            },
            explain=_("Revenue times the rate. The costs do not count here."),
        ),
    ),
    "difference": Check(
        "number",
        dict(
            unit=_("₽ thousand"),
            low=0,
            high=REVENUE_B,
            expected=DIFFERENCE_B,
            mistakes={
                (REVENUE_B - COSTS_B) * T1.v: _("That is the other regime's rate."),
                REVENUE_B * T2.v: _("The costs are still in it. Take them off first."),
                REVENUE_B * LEAST.v: _("That is the least tax. Here the tax on the difference is more."),
            },
            explain=_("Revenue less costs, times the rate; and it is more than the least tax."),
        ),
    ),
    "same": Check(
        "number",
        dict(
            unit="%",
            low=0,
            high=100,
            expected=100 * SAME,
            tolerance=0.05,
            mistakes={
                100 * T1.v / T2.v: _("That is the share of what is left after costs. The costs are the rest."),
                SAME: _("Right as a share; here it is asked in per cent."),
            },
            explain=_("One less the first rate divided by the second. With higher costs the second tax is less."),
        ),
    ),
    "loss": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("A levy does not ask whether you earned."),
                "c": _("One of them is on revenue, and there was revenue."),
            },
            explain=_("The tax on income is due in full. The other takes nothing, or its least: {least}.").format(least=LEAST.printed),
        ),
        question=_(
            "A year ends with a loss. Which tax is due in full all the same?\na) none of them\nb) the one on income\n"
            "c) the one on income less costs"
        ),
    ),
    "limit": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("Sales that are not shown are no plan but an offence, and no funder stays."),
                "b": _("Some think of it. Whether it is allowed hangs on more than numbers: a lawyer comes before, not after."),
            },
            explain=_("How the limit is counted, what is due when, and which price carries it: questions for October, not for December."),
        ),
    ),
    "grant": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("It hangs on the form, on the purpose, and on books that keep the money apart."),
                "b": _("For a non-profit with separate books the pack says otherwise, with one source."),
            },
            explain=_("Ask before the money comes, and keep it in books of its own."),
        ),
    ),
    "licence": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("Not the name on the door decides but what happens behind it: a programme, a timetable, hired teachers."),
                "c": _("When the fine comes it is late. Ask before the first course is sold."),
            },
            explain=_("These are features of education in the table. Whether it needs a licence says whoever gives it."),
        ),
    ),
    "penalty": Check(
        "number",
        dict(
            unit=_("₽ thousand"),
            low=0,
            high=10 * CONTRACT,
            expected=CONTRACT * LATE_DAYS * PENALTY / 100,
            mistakes={
                CONTRACT * PENALTY / 100: _("That is one day."),
                CONTRACT * LATE_DAYS * PENALTY: _("You took 0.5 and not 0.5 %."),
                PENALTY * LATE_DAYS: _("That is the per cent of all days together. Per cent of what?"),
            },
            explain=_("Each day takes its share of the whole contract, also for the part that was delivered in time."),
        ),
    ),
    "clock": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("It begins when the act is signed. Whose pen is that?"),
                "c": _("An invoice is not named in the clause."),
            },
            explain=_("Who signs the act holds the clock. So ask for a day by which it must be signed."),
        ),
        question=_(
            "“The customer pays within 60 days after the act of acceptance is signed.” When do the 60 days begin?\n"
            "a) when you deliver\nb) when the customer signs\nc) when you send the invoice"
        ),
    ),
}  # fmt: skip

PREDICTIONS = {
    "beyond": Prediction(
        lambda: FALL,
        _("₽ thousand"),
        _(
            "Above the limit VAT is taken out of every price, not only out of the last one. This is a year that lies above the "
            "limit as a whole. In the year of crossing the law begins on the first of the next month, so that year loses less."
        ),
    ),
}


def figures() -> dict[str, float]:
    """Every number that the lesson's prose prints beside the cases' inputs. A content test holds the prose to this list."""
    values = A.values
    return {
        "revenue of case B": REVENUE_B,
        "costs of case B": COSTS_B,
        "a contract": CONTRACT,
        "days late": LATE_DAYS,
        "per cent a day": PENALTY,
        "sales more": STEP,
        "per cent of the market": 1,
        "people in the town": 41_000,
        "one per cent of them": 410,
        "wages of case A": values.staff * values.gross_month * 12,
        "forms compared": len(PACK.forms),
        "minutes for the task": 50,
        "year of the pack": PACK.pack.year,
        "days in the clause": 60,
        "houses": 3,
        "first rate of the example, %": 4,
        "second rate of the example, %": 16,
        "same in the example, %": 100 * indifferent_cost_share(0.04, 0.16),
        "months": 12,
        **{f"short {number}": number for number, _name in enumerate(SHORT, start=1)},
    }


LESSON = Lesson(
    module="03-law",
    title=_("Law: form, regime, permissions, contracts"),
    minutes=60,
    model="law",
    checks=CHECKS,
    predictions=PREDICTIONS,
    tables={"facts": facts, "forms": forms, "regimes": regimes, "areas": areas, "clauses": clauses},
    figures=figures,
    section=SECTION,
)
