"""Social Impact Days, the facilitator's pack: a day from one small file, as tables and as papers to print.

`read` takes the file, `agenda`, `groups`, `advice`, `harvest` and `follow_up` work it out, `pages` prints. Only `read`
needs YAML; all else runs on the standard library alone. Lengths and steps of the formats are a proposal, and say so.
"""
