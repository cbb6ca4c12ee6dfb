"""The day to begin from: Yaroslavl, with people and projects made up for practice. The file and the day are the same."""

from __future__ import annotations

import datetime

from venture.days.day import Day, Person, Project, Session

PEOPLE = {
    "civil": {"manager": ("Anna", "Galina", "Pavel"), "specialist": ("Ilya", "Sofia"), "volunteer": ("Darya", "Kirill", "Timur", "Vera")},
    "public": {"manager": ("Boris", "Nina"), "specialist": ("Elena", "Marat", "Oleg", "Yulia")},
    "private": {"manager": ("Fyodor", "Larisa", "Zoya"), "specialist": ("Roman", "Tamara")},
}  # fmt: skip
STOPS = (
    "the stop where most people change buses",
    "a courtyard between blocks of flats",
    "the square in front of a public building",
    "a market or a row of shops",
    "the waterfront",
    "a playground or a sports ground",
    "a building that stands empty",
    "the way from the railway station into the town",
)
PROJECTS = (("Courtyard kitchen", "Anna"), ("Open school yard", "Elena"), ("Repair bench at the market", "Roman"), ("Benches by the water", "Vera"))  # fmt: skip
ABOUT = (("opening", "hall"), ("breakfast", "hall"), ("break", ""), ("city laboratory", ""), ("lunch", ""), ("creative session", "hall"), ("break", ""), ("consultation", "hall"), ("harvest", "hall"), ("commitments", "hall"), ("closing", "hall"))  # fmt: skip
LENGTHS = {"breakfast": 75, "city laboratory": 165, "creative session": 95, "commitments": 25, "closing": 10, "opening": 15, "consultation": 15, "harvest": 20}  # fmt: skip
DATE = datetime.date(2027, 4, 22)


def people() -> tuple[Person, ...]:
    return tuple(
        Person(name, sector, role)
        for sector, roles in PEOPLE.items()
        for role, names in roles.items()
        for name in names
    )


def day() -> Day:
    """The example, without reading a file."""
    return Day(
        "Social Impact Day",
        DATE,
        9 * 60,
        17 * 60 + 30,
        "Yaroslavl",
        "ru",
        {"hall": 40, "library": 16},
        tuple(Session(name, LENGTHS.get(name), room=room) for name, room in ABOUT),
        people(),
        stops=STOPS,
        projects=tuple(Project(*one) for one in PROJECTS),
    )


def text() -> str:
    """The example as the file that a facilitator changes."""
    one = day()
    lines = [
        "# The day. Change what you like, save, and run the command again. A line that begins with # is a remark.",
        "# Lengths and steps are a proposal. People, projects and stops are made up: put your own.",
        "# Of people only a first name or a number, the sector and a role. No surnames, no addresses.",
        f"name: {one.name}",
        f"town: {one.town}",
        f"area: {one.area}                 # whose public holidays count; leave it out where yours is not there",
        f"date: {one.date}",
        'start: "09:00"',
        'end: "17:30"',
        "rooms: {hall: 40, library: 16}   # names and seats",
        "",
        "# format: opening, breakfast, city laboratory, discourse, creative session, project fair, pitch slam,",
        "# consultation, harvest, commitments, closing, break, lunch, or session with a title of your own.",
        '# Further entries: minutes, title, room, host, at: "11:00", for: half A (parts of the people can meet at one time).',
        "agenda:",
        *(f"  - {{format: {s.format}{f', minutes: {s.minutes}' if s.minutes else ''}{f', room: {s.room}' if s.room else ''}}}" for s in one.agenda),
        "",
        "table_size: 6        # people at a table, at most",
        "seed: 1              # the lot: another number draws other tables",
        "absent: []           # who did not come: [Anna, Boris]",
        "",
        "# or a table beside this file: people: people.csv (columns name, sector, role)",
        "people:",
        *(f"  - {{name: {p.name}, sector: {p.sector}, role: {p.role}}}" for p in one.people),
        "",
        "# where the city laboratory stops; choose the places on a map of your town",
        "stops:",
        *(f"  - {stop}" for stop in one.stops),
        "",
        "# for the consultation and the pitch slam; the owner is one of the people",
        "projects:",
        *(f"  - {{name: {p.name}, owner: {p.owner}}}" for p in one.projects),
        "",
        "follow_up: [7, 14, 30]   # days after the day; a date without work moves to the next working day",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"
