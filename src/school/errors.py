"""How the school's commands say no: one line that names the place, what was found and what to do."""


class Problem(Exception):
    """Something a person can put right.

    ``found`` names the place and what was found there; ``todo`` says what to do next.
    The command line prints both as one line and leaves with exit code 1.
    """

    def __init__(self, found: str, todo: str = "") -> None:
        self.found, self.todo = found.strip(), todo.strip()
        super().__init__(" ".join(part for part in (self.found, self.todo) if part))
