"""The command `venture`: what a person does with their own plan."""


def main() -> None:
    raise SystemExit("to come")
