"""Grants: received by tranches, and earned as what they pay for is used up.

An income grant is released month by month over the months of its costs, a capital grant over the rest of its asset's
life. What is received and not yet released is a liability (deferred grant). A grant that reimburses is earned first
and paid later: until then it is owed to the venture.
"""

from __future__ import annotations

from venture.plan import Asset, Grant, Tranche
from venture.rows.ground import Ground
from venture.words import _

YEAR = 12  # months that an income grant covers where the plan does not say


def add(ground: Ground) -> None:
    counted = [grant for grant in ground.plan.grants if grant.status == "agreed" or ground.with_requested]
    for grant in counted:
        _one(ground, grant)
    income = [grant.name for grant in counted if grant.purpose == "income"]
    capital = [grant.name for grant in counted if grant.purpose == "capital"]
    every = [grant.name for grant in counted]
    total = ground.sheet.total
    total("income_grants", _("Income grants released"), [f"released/{name}" for name in income], part="income")
    total("capital_grants_released", _("Capital grants released"), [f"released/{name}" for name in capital], part="income")  # fmt: skip
    total("income_grants_received", _("Income grants received"), [f"paid/{name}" for name in income], part="cash")
    total("capital_grants_received", _("Capital grants received"), [f"paid/{name}" for name in capital], part="cash")
    total("deferred_grants", _("Deferred grants"), [f"deferred/{name}" for name in every], part="balance")
    total("grants_receivable", _("Grants owed to us"), [f"owed_grant/{name}" for name in every], part="balance")


def _one(ground: Ground, grant: Grant) -> None:
    name, row = grant.name, ground.sheet.row
    reads: dict[str, str] = {}
    for place, tranche in enumerate(grant.tranches, 1):
        for field in ("amount", "month"):
            path = f"grants/{name}/tranches/{place}/{field}"
            label = _("{grant}, tranche {place}").format(grant=name, place=place)
            reads[f"{field}{place}"] = ground.one(path, label, Tranche, field, getattr(tranche, field))
    numbers = range(1, len(grant.tranches) + 1)
    when = "month == 0" if grant.already else "month == month{n}"
    flow = " + ".join(f"if({when.format(n=n)}, amount{n}, 0)" for n in numbers) or "0"
    row(f"received/{name}", _("{grant}: received").format(grant=name), flow, "=", part="working", **reads)
    row(f"paid/{name}", _("{grant}: paid in").format(grant=name), "0" if grant.already else "received", "=", part="cash",
        received=f"received/{name}")  # fmt: skip
    asset = next((one for one in ground.plan.assets if one.name == grant.asset), None)
    if grant.purpose == "capital" and asset:
        used = f"used/{asset.name}" if asset.in_use is not None else f"assets/{asset.name}/month"
        reads |= {"bought": f"assets/{asset.name}/month", "used": used, "life": f"assets/{asset.name}/life"}
    elif grant.purpose == "income":
        reads |= ground.inputs("grants", grant, "first")
        if grant.last is not None:
            reads["until"] = ground.inputs("grants", grant, "last")["last"]
    formula = " + ".join(_release(grant, asset, n) for n in numbers) or "0"
    row(f"released/{name}", _("{grant}: released").format(grant=name), formula, part="income", **reads)
    totals = dict(received=f"received/{name}", released=f"released/{name}")
    row(f"received_total/{name}", _("{grant}: received so far").format(grant=name), "last + received", "=", part="working", **totals)  # fmt: skip
    row(f"released_total/{name}", _("{grant}: released so far").format(grant=name), "last + released", "=", part="working", **totals)  # fmt: skip
    _position(ground, grant, reads)


def _release(grant: Grant, asset: Asset | None, n: int) -> str:
    """What tranche ``n`` releases in a month.

    What is paid ahead ``waits`` until it comes. What comes when all is used up is released at once; so the number of
    months is at least 1 where it divides.
    """
    waits = grant.paid == "advance" and not grant.already
    if grant.purpose == "capital":
        if asset is None or asset.method == "none":
            return "0"  # land stays, and so does the grant for it
        after, until = f"max(month{n}, used)" if waits else "used", "used + life"
        months = f"max(1, {until} - {after})" if waits else "life"
        lasts, late = f"month > {after} and month <= {until}", f"month{n} >= {until}"
    else:
        begin = f"max(month{n}, first)" if waits else "first"
        until = "until" if grant.last is not None else f"first + {YEAR - 1}"
        months = f"max(1, {until} - {begin} + 1)" if waits else f"({until} - {begin} + 1)"
        lasts, late = f"month >= {begin} and month <= {until}", f"month{n} > {until}"
    spread = f"if({lasts}, amount{n} / {months}, 0)"
    return f"if({late}, if(month == month{n}, amount{n}, 0), {spread})" if waits else spread


def _position(ground: Ground, grant: Grant, reads: dict[str, str]) -> None:
    name, row = grant.name, ground.sheet.row
    labels = _("{grant}: deferred").format(grant=name), _("{grant}: owed to us").format(grant=name)
    totals = dict(received=f"received_total/{name}", released=f"released_total/{name}")
    if grant.paid == "advance":
        row(f"deferred/{name}", labels[0], "received - released", "=", part="balance", **totals)
        row(f"owed_grant/{name}", labels[1], "0", part="balance")
        return
    everything = " + ".join(f"amount{n}" for n in range(1, len(grant.tranches) + 1)) or "0"
    earned = f"if(month >= bought, {everything}, 0)" if "bought" in reads else "released"
    row(f"earned/{name}", _("{grant}: earned or received so far").format(grant=name), f"max({earned}, received)", "=",
        part="working", **totals, **{one: path for one, path in reads.items() if one not in totals})  # fmt: skip
    row(f"deferred/{name}", labels[0], "earned - released", "=", part="balance", earned=f"earned/{name}", **totals)
    row(f"owed_grant/{name}", labels[1], "earned - received", "=", part="balance", earned=f"earned/{name}", **totals)
