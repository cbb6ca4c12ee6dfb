"""The room that reads and writes the plan file; `venture.plan` is the plan itself.

Only `tree` knows YAML (through ruamel.yaml); the rest runs on the standard library alone.
"""

from venture.planfile.problems import BadPlan, Problem

__all__ = ["BadPlan", "Problem"]
