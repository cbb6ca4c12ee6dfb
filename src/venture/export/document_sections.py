"""The business plan's sections in their order, as plain data: the student's words, the engine's numbers, the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from venture import appraisal, impact, risk
from venture.export import document_numbers as numbers
from venture.export import document_tables as tables
from venture.export import figures
from venture.export.document_blocks import Block, Line, Missing, Section, Table, Under, Words
from venture.export.words import amount, at, called, share, unit
from venture.forecast import Forecast
from venture.numbers import in_units, say
from venture.plan import Plan
from venture.words import _

PORTRAIT = 6  # years that a page has room for; more are shown on a turned page

# What a section that has no words yet should say.
WANTED = {
    "summary": _("what the venture does, for whom, who pays, what it needs and what comes of it. Half a page, written last."),
    "problem": _("whom it happens to, how often, what it costs them, and its cause."),
    "beneficiaries": _("who is better off, how many, and how you know."),
    "theory": _("what goes in, what you do, what comes of it, and what must be true for that (in the plan: impact, theory)."),
    "solution": _("what people get, how it works, and what is better than what they do today."),
    "market": _("how many people would come, from the bottom up, and where each number is from."),
    "competition": _("what people use today, what it costs, and why they would come to you."),
    "law": _("legal form, licences, data protection, and who has checked it."),
    "operations": _("how a day goes, who does what, and who stands in."),
    "marketing": _("how customers hear of you, and why the price is what it is."),
    "impact": _("what changes for people, how you measure it, and what would have happened without you."),
    "partners": _("who gives what, who gets what, and what is agreed in writing."),
    "finance": _("what the numbers say: the worst month, the year in which it carries itself, what that hangs on."),
    "risk": _("the three things most likely to go wrong, and what you do about each."),
    "milestones": _("the next steps, each with a month and a name (in the plan: milestones)."),
    "request": _("how much, from whom, for what, in which steps, and what happens if a condition fails."),
}  # fmt: skip


def sections(plan: Plan, f: Forecast, with_requested: bool = False) -> tuple[Section, ...]:
    parts: tuple[tuple[str, str, Callable[[], Iterator[Block]]], ...] = (
        ("summary", _("Summary"), lambda: _summary(plan, f, with_requested)),
        ("problem", _("Problem and beneficiaries"), lambda: _problem(plan)),
        ("theory", _("Theory of change"), lambda: _theory(plan)),
        ("solution", _("Solution"), lambda: _solution(plan, f)),
        ("market", _("Market and region"), lambda: _market(plan)),
        ("competition", _("Competition"), lambda: _told(plan, "competition")),
        ("law", _("Law and legal form"), lambda: _law(plan)),
        ("operations", _("Operations and people"), lambda: _operations(plan, f)),
        ("marketing", _("Marketing and price"), lambda: _marketing(plan, f)),
        ("impact", _("Impact"), lambda: _impact(plan, f)),
        ("partners", _("Partners"), lambda: _partners(plan)),
        ("finance", _("Finance"), lambda: _finance(plan, f, with_requested)),
        ("risk", _("Risk"), lambda: _risk(plan, f, with_requested)),
        ("milestones", _("Calendar of implementation"), lambda: _milestones(plan)),
        ("request", _("Funding request and tranches"), lambda: _request(plan, f, with_requested)),
    )
    made = [Section(key, title, tuple(blocks()), new_page=key == "summary") for key, title, blocks in parts]
    return (*made, *_appendices(plan, f))


def _told(plan: Plan, key: str) -> Iterator[Block]:
    """What the student wrote for a section, or what is still to write."""
    text = getattr(plan.narrative, key)
    yield Words(text) if text.strip() else Missing(WANTED[key])


def _words(text: str, key: str) -> Block:
    return Words(text) if text.strip() else Missing(WANTED[key])


# --- one after the other


def _summary(plan: Plan, f: Forecast, with_requested: bool) -> Iterator[Block]:
    yield from _told(plan, "summary")
    rows = [(_("Start"), _("{month}, {n} months are planned").format(month=called(plan, 1), n=f.months))]
    for year in dict.fromkeys((1, f.years)):
        rows.append((
            _("Revenue and net income, year {n}").format(n=year),
            _("{revenue} and {result}").format(revenue=amount(plan, f.year("revenue", year)), result=amount(plan, f.year("net_income", year))),
        ))  # fmt: skip
    if even := numbers.break_even(f):
        reached = (
            _("none up to {most}").format(most=in_units(even.capacity))
            if even.lasting is None
            else in_units(even.lasting)
        )
        name = (
            _("Break-even of month {month}, after the levy")
            if plan.tax.regime == "revenue levy"
            else _("Operating break-even of month {month}")
        )
        mixed = _(", all products in the mix of that month") if len(even.mix) > 1 else ""
        rows.append((name.format(month=numbers.settled_month(f)), _("{units} a month; the plan has {planned}{mixed}").format(
            units=reached, planned=say(even.planned, most=1), mixed=mixed)))  # fmt: skip
    rows.append((_("Lowest cash"), f"{amount(plan, f.lowest_cash)} {at(plan, numbers.lowest_month(f))}"))
    if f.ask or plan.reserve:
        rows.append((_("Missing for the reserve of {reserve}").format(reserve=say(plan.reserve)), amount(plan, f.ask)))
    if plan.ask.amount:
        rows.append((_("Asked for"), amount(plan, plan.ask.amount)))
    if plan.loans:
        ratio = appraisal.ratio(f, "dscr minimum")
        rows.append((_("Lowest cover of debt service in twelve months (DSCR)"), numbers.shown(ratio)))
    if result := numbers.social_return(f):
        rows.append((_("Social return on what is put in (SROI)"), say(result.ratio, 2)))
    counted = (
        _("agreed and requested grants are counted") if with_requested else _("only grants that are agreed are counted")
    )
    yield Table(
        _("The plan in numbers; money in {unit}, {counted}").format(unit=unit(plan), counted=counted),
        (_("What"), _("How much")), tuple(rows), frozenset({1}), widths=(0.58, 0.42),
    )  # fmt: skip


def _problem(plan: Plan) -> Iterator[Block]:
    yield _words(plan.problem, "problem")
    yield Under(_("Who is better off"))
    yield _words(plan.beneficiaries, "beneficiaries")
    if plan.payer:
        yield Under(_("Who pays"))
        yield Words(plan.payer)


def _theory(plan: Plan) -> Iterator[Block]:
    theory = plan.impact.theory
    picture = figures.chain(plan)
    yield picture or Missing(WANTED["theory"])
    if theory.assumptions:
        rows = tuple((one.text, one.test or _("no test yet")) for one in theory.assumptions)
        yield Table(_("What must be true, and how we find out"), (_("Assumption"), _("Test")), rows, widths=(0.5, 0.5))
    if theory.stop:
        yield Under(_("When we stop"))
        yield Words(theory.stop)


def _solution(plan: Plan, f: Forecast) -> Iterator[Block]:
    yield from _told(plan, "solution")
    if plan.products:
        yield tables.products(f)


def _market(plan: Plan) -> Iterator[Block]:
    yield from _told(plan, "market")
    if plan.market.people:
        yield funnel(plan)
    if plan.market.survey:
        yield Line(_("Own survey: {survey}").format(survey=plan.market.survey))


def funnel(plan: Plan) -> Table:
    rows = tuple((name, factor, say(people, 0)) for name, factor, people in funnel_steps(plan))
    return Table(_("Demand from the bottom up"), (_("Step"), _("Share"), _("How many")), rows, frozenset({1, 2}),
                 frozenset({len(rows) - 1}), widths=(0.5, 0.25, 0.25), note=plan.market.source and _("Source: {source}").format(source=plan.market.source))  # fmt: skip


def funnel_steps(plan: Plan) -> tuple[tuple[str, str, float], ...]:
    """The market's factors one by one: what, the share, the people who are left. The last is the plan's demand."""
    market, left = plan.market, plan.market.people
    steps = [(_("in the place"), "", left)]
    for name, factor in (
        (_("in the target group"), market.share),
        (_("within reach"), market.reach),
        (_("interested"), market.interest),
    ):
        left *= factor
        steps.append((name, share(factor), left))
    return (*steps, (_("would come"), share(market.conversion), market.demand))


def _law(plan: Plan) -> Iterator[Block]:
    yield from _told(plan, "law")
    rows = []
    if plan.form:
        rows.append((_("Legal form"), plan.form))
    if plan.tax.regime != "none":
        rows.append((_("Tax"), _tax(plan)))
    if plan.vat.kind != "none":
        rows.append((_(plan.vat.kind), share(plan.vat.rate)))
    if rows:
        yield Table(
            _("Form and taxes that the plan reckons with"), (_("What"), _("How")), tuple(rows), widths=(0.25, 0.75)
        )


def _operations(plan: Plan, f: Forecast) -> Iterator[Block]:
    yield from _told(plan, "operations")
    if plan.staff:
        yield tables.people(f)
    if plan.step_costs or plan.fixed_costs:
        yield tables.running_costs(f)
    if plan.assets:
        yield tables.assets(plan)


def _marketing(plan: Plan, f: Forecast) -> Iterator[Block]:
    yield from _told(plan, "marketing")
    if table := tables.break_evens(f):
        yield table
        if (even := numbers.break_even(f)) and (safety := even.margin_of_safety) is not None:
            enough = _(
                "In month {month} the plan sells {planned}. It may sell {share} fewer before the operating result after levy is lost."
            )
            short = _("In month {month} the plan sells {planned}: fewer than the operating break-even after levy.")
            yield Line((enough if safety >= 0 else short).format(
                month=numbers.settled_month(f), planned=in_units(even.planned, most=1), share=share(safety)))  # fmt: skip


def _impact(plan: Plan, f: Forecast) -> Iterator[Block]:
    yield from _told(plan, "impact")
    if plan.impact.indicators:
        rows = tuple(
            (one.name if one.id == "own" else f"{one.name} ({one.id})", one.definition or "–",
             "–" if one.baseline is None else say(one.baseline), "–" if one.target is None else say(one.target), one.method or "–")
            for one in plan.impact.indicators
        )  # fmt: skip
        yield Table(_("Indicators"), (_("Indicator"), _("What is counted"), _("Before"), _("Target"), _("How")),
                    rows, frozenset({2, 3}), widths=(0.22, 0.28, 0.09, 0.09, 0.32))  # fmt: skip
    if not (result := numbers.social_return(f)):
        return
    yield Under(_("What it is worth"))
    rows = tuple(
        (one.name, say(one.outcome.quantity), say(one.outcome.proxy), share(one.outcome.deadweight), share(one.outcome.displacement),
         share(one.outcome.attribution), amount(plan, one.year_1), amount(plan, one.present_value))
        for one in result.rows
    )  # fmt: skip
    total = (_("All outcomes"), "", "", "", "", "", amount(plan, result.by_year[0]), amount(plan, result.present_value))
    yield Table(
        _("Value of the outcomes; money in {unit}").format(unit=unit(plan)),
        (_("Outcome"), _("Number"), _("Worth of one"), _("Anyway"), _("Moved"), _("Others"), _("Year 1"), _("Present value")),
        (*rows, total), frozenset(range(1, 8)), frozenset({len(rows)}), (0.22, 0.1, 0.11, 0.11, 0.11, 0.11, 0.12, 0.12),
    )  # fmt: skip
    yield figures.impact_waterfall(result, plan)
    swing = impact.sensitivity(result)[0]
    low, high = sorted((swing.ratio_at_low, swing.ratio_at_high))
    yield Line(_("Each unit of money put in ({inputs}) returns {ratio} in value for people. The number that moves this most is {field} of “{row}”: with it, the ratio lies between {low} and {high}.").format(
        inputs=amount(plan, result.inputs), ratio=say(result.ratio, 2), field=FIELDS.get(swing.field, swing.field), row=swing.row or _("the plan"),
        low=say(low, 2), high=say(high, 2)))  # fmt: skip


FIELDS = {
    "deadweight": _("deadweight"), "displacement": _("displacement"), "attribution": _("attribution"),
    "drop_off": _("drop-off"), "proxy": _("the worth of one"), "rate": _("the discount rate"),
}  # fmt: skip


def _partners(plan: Plan) -> Iterator[Block]:
    yield from _told(plan, "partners")
    if plan.partners:
        rows = tuple(
            (one.name, _(one.kind), one.gives or "–", one.gets or "–", one.agreement or "–") for one in plan.partners
        )
        yield Table(_("Who gives and who gets"), (_("Partner"), _("Kind"), _("Gives"), _("Gets"), _("Agreed by")), rows,
                    widths=(0.2, 0.1, 0.26, 0.24, 0.2))  # fmt: skip


def _finance(plan: Plan, f: Forecast, with_requested: bool) -> Iterator[Block]:
    yield from _told(plan, "finance")
    if numbers.is_empty(f):
        yield Missing(
            _(
                "what is sold, what it costs, and where the money comes from (in the plan: products, costs, owners' money)."
            )
        )
        return
    yield figures.revenue_and_result(f)
    if f.years <= PORTRAIT:  # else the appendix has it, on a wide page
        yield tables.in_short(f)
    yield figures.cash_by_month(f, None if with_requested else numbers.with_the_request(f))
    lowest, month = f.lowest_cash, numbers.lowest_month(f)
    if gap := f.shortfall:
        yield Line(_("Cash runs out: it falls below zero {first}; it is lowest {month}, with {amount} missing.").format(
            first=at(plan, gap.first), month=at(plan, gap.month), amount=amount(plan, gap.amount)))  # fmt: skip
    elif lowest < plan.reserve - numbers.NOTHING:
        yield Line(_("Cash stays above zero. It is lowest {month} with {amount}, which is less than the reserve of {reserve}.").format(
            month=at(plan, month), amount=amount(plan, lowest), reserve=say(plan.reserve)))  # fmt: skip
    else:
        yield Line(_("Cash stays above the reserve of {reserve}. It is lowest {month} with {amount}.").format(
            month=at(plan, month), amount=amount(plan, lowest), reserve=say(plan.reserve)))  # fmt: skip
    yield tables.ratios(f)
    if plan.loans:
        yield tables.loans(plan)


def _risk(plan: Plan, f: Forecast, with_requested: bool) -> Iterator[Block]:
    yield from _told(plan, "risk")
    if plan.risks:
        moved = {bar.driver: bar for bar in numbers.bars(f, with_requested)}
        rows = []
        for one in plan.risks:
            bar = moved.get(one.driver)
            worst = "–" if bar is None else amount(plan, min(bar.at_low, bar.at_high))
            rows.append((one.name, _range(plan, one), worst, one.mitigation or _("nothing yet"), one.owner or "–"))
        yield Table(
            _("Risks; lowest cash in {unit}, {base} as planned").format(unit=unit(plan), base=amount(plan, f.lowest_cash)),
            (_("Risk"), _("Range"), _("Lowest cash at the worse end"), _("What is done"), _("By whom")), tuple(rows),
            frozenset({2}), widths=(0.2, 0.18, 0.14, 0.33, 0.15),
        )  # fmt: skip
    if plan.scenarios and (told := numbers.stories(f, with_requested)):
        names = list(told[0].outcomes)
        rows = tuple((one.name, *(_outcome(plan, name, value) for name, value in one.outcomes.items())) for one in told)
        yield Table(_("What if; money in {unit}").format(unit=unit(plan)), (_("Story"), *(name[:1].upper() + name[1:] for name in names)),
                    rows, frozenset(range(1, len(names) + 1)), frozenset({0}), (0.36, *[0.64 / len(names)] * len(names)))  # fmt: skip
        for one in plan.scenarios:
            if one.story.strip():
                yield Words(f"{one.name}: {one.story}")


def _range(plan: Plan, one: object) -> str:
    if one.low is None or one.high is None:
        return "–"
    spec = None
    try:
        from venture.planfile import places

        spec = places.spec_at(plan, one.driver)
        words = risk.label(plan, one.driver)
    except ValueError:
        words = one.driver
    write = share if spec and spec.kind == "share" else say
    return _("{words}: {low} to {high}").format(words=words, low=write(one.low), high=write(one.high))


def _outcome(plan: Plan, name: str, value: float) -> str:
    return say(value, 2) if "DSCR" in name else amount(plan, value)


def _milestones(plan: Plan) -> Iterator[Block]:
    if not plan.milestones:
        yield Missing(WANTED["milestones"])
        return
    steps = sorted(plan.milestones, key=lambda one: one.month)
    rows = tuple(
        (called(plan, one.month), one.name, one.who or "–", _("done") if one.done else _("open")) for one in steps
    )
    yield Table(_("Milestones"), (_("When"), _("What"), _("Who"), _("State")), rows, widths=(0.17, 0.45, 0.26, 0.12))


def _request(plan: Plan, f: Forecast, with_requested: bool) -> Iterator[Block]:
    yield from _told(plan, "request")
    ask = plan.ask
    lacking = _("By the numbers, {amount} are missing for cash never to fall below the reserve of {reserve}.").format(
        amount=amount(plan, f.ask), reserve=say(plan.reserve))  # fmt: skip
    if ask.amount:
        whom = _(" ({funder})").format(funder=ask.funder) if ask.funder else ""
        yield Line(_("Asked for: {amount} {unit}{whom}.").format(amount=say(ask.amount), unit=unit(plan), whom=whom) + " " + lacking)  # fmt: skip
    else:
        yield Line(lacking)
    if ask.uses:
        rows = tuple((one.what, say(one.amount)) for one in ask.uses)
        total = (_("All uses"), say(sum(one.amount for one in ask.uses)))
        yield Table(_("What the request is spent on, {unit}").format(unit=unit(plan)), (_("Use"), _("Amount")), (*rows, total),
                    frozenset({1}), frozenset({len(rows)}), (0.8, 0.2))  # fmt: skip
    if any(grant.tranches for grant in plan.grants):
        yield tables.tranches(plan)
    money = numbers.sources_and_uses(f, with_requested)
    if money.sources:
        yield figures.sources_and_uses(f, money)
        yield tables.side_by_side(plan, money)


def _appendices(plan: Plan, f: Forecast) -> Iterator[Section]:
    wide = f.years > PORTRAIT
    years = [tables.by_year(f, name) for name in tables.TITLES]
    if wide:
        years.insert(0, tables.in_short(f))
    yield Section("years", _("Appendix A: statements by year"), tuple(years), wide, new_page=True, appendix=True)
    months = tuple(tables.first_year(f, name) for name in tables.TITLES)
    yield Section("months", _("Appendix B: first year by month"), months, wide=True, new_page=True, appendix=True)
    sources = tables.assumptions(plan)
    blocks: tuple[Block, ...] = (sources,) if sources.rows else (Missing(_("where each number comes from: a quote, a lease, a survey, a law.")),)  # fmt: skip
    yield Section("sources", _("Appendix C: sources of the assumptions"), blocks, new_page=True, appendix=True)


def _tax(plan: Plan) -> str:
    """The regime with its rate, which its name may hold already."""
    name, rate = plan.tax.name or _(plan.tax.regime), share(plan.tax.rate)
    return name if "%" in name else _("{name}: {rate}").format(name=name, rate=rate)
