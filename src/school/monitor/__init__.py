"""`school monitor`: funded ventures month by month, against the plan that was frozen.

`agreement` is what was agreed with a venture, `template` the workbook that it fills in, `actuals` reads that back,
`indicators` sets it beside the frozen plan, `gate` decides about the next tranche, `page` writes the reports.
"""
