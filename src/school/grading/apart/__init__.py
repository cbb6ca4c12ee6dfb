"""Grading in two processes: one runs what a student wrote and gives values, the other checks the values.

    notebook ─ plan ─► box (sandbox) ─► student's process ─ values as bounded JSON ─► checker's process ─► outputs

What the student's process says is never trusted and never unpickled: at worst it gives other
values. What the checks say comes from a process in which no line of the student's ever ran.

Everything in `inside/` runs in the sandbox, with the standard library and IPython; the rest runs outside.
"""
