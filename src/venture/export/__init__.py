"""Out of the kit: the plan as documents that others open."""
