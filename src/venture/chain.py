"""The logic of a social venture in words: what contradicts what on its canvas and in its chain.

A chain leads from inputs over activities, outputs and outcomes to impact. The checks here read short texts and say what
a careful reader would stop at. They know English and Russian words and are rules of thumb: they ask, a person decides.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from venture.words import _

LINKS = ("inputs", "activities", "outputs", "outcomes", "impact")
ALIKE = 0.7  # of their words that two boxes share, before one counts as a copy of the other

# Words of work done, counted on the day it is done; and words of a change, which needs a before and an after.
# "Занятость" is work that somebody has; "занятия" are lessons.
_WORK = re.compile(
    r"\b(?:train(?:ed|ings?)|workshops?|meetings?|sessions?|lessons?|classes|hours?|visit(?:s|ors)?|participants?|views|"
    r"took part|attended|held|given out|handed out|distributed|printed|published|produced|sold|sewn|served|delivered|"
    r"leaflets?|events?|courses?|consultations?|seminars?|обучен\w*|проведен\w*|встреч\w*|заняти(?:я|й|е|ях)|час(?:а|ов|ы)|"
    r"посещени\w*|посетител\w*|мероприяти\w*|семинар\w*|тренинг\w*|участник\w*|консультаци\w*|роздан\w*|выдан\w*|"
    r"напечатан\w*|опубликован\w*|продан\w*|сшит\w*)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:more|fewer|less|better|worse|again|still|keeps?|kept|stays?|stayed|no longer|not any more|instead|since|"
    r"would (?:not )?have|can|went back|comes? back|came back|returned|live[sd]?|own|later|now|"
    r"больше|меньше|лучше|хуже|реже|чаще|снова|по-прежнему|вернул\w*|остал\w*|остают\w*|живут|живёт|сво[йяёию]\w*|"
    r"спустя|теперь|перестал\w*|сам(?:а|и|остоятельно)?)\b",
    re.IGNORECASE,
)
_EVERYONE = re.compile(
    r"^(?:for )?(?:everyone|everybody|anyone|society|humanity|mankind|(?:the )?(?:general )?public|(?:the )?population|"
    r"(?:all|the) people|people|citizens|residents|all (?:citizens|residents|ages|of us)|"
    r"(?:the )?(?:whole|entire) \w+|для всех|все\b(?! \w+ (?:с|из|без|до|после)\b)|вс[её] общество|общество|население|"
    r"люди|жители|граждане|каждый|человечество)\b",
    re.IGNORECASE,
)
_WHO_EXACTLY = re.compile(
    r"\b(?:who|whose|with|without|after|under|over|aged|с|без|после|до|котор\w+|чь\w+)\b", re.IGNORECASE
)
_NOBODY = re.compile(
    r"^(?:none|no ?one|nobody|nothing|free(?: of charge)?|for free|no competit\w*|we have no \w+|there (?:is|are) no\w*|"
    r"нет|никто|никого|ничего|ничто|бесплатно|отсутству\w*|(?:у нас )?нет конкурент\w*|конкурентов нет)\b",
    re.IGNORECASE,
)
_ABSENCE = re.compile(
    r"^(?:(?:in \w+ )?there (?:is|are) (?:no|not enough|too few)|(?:a |the )?(?:lack|absence|shortage) of|"
    r"(?:в \w+ )?нет|не хватает|недостат\w+|отсутств\w+)\b",
    re.IGNORECASE,
)
_GIFT = re.compile(
    r"^(?:an? |the |our )?(?:grants?|donations?|donors?|sponsors?|charity|foundations?|funders?|"
    r"гранты?|фонды?|спонсоры?|пожертвования|меценаты?)$",
    re.IGNORECASE,
)
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True)
class Finding:
    """A contradiction: in which box, in a few words for the drawing, and as a sentence with what to do."""

    box: str
    short: str
    text: str


def beyond_anyway(reached: float, changed: float, anyway: float) -> float:
    """How many people changed because of the venture: those who changed, less those who would have anyway.

    Of 12 women 9 are at work. Of women like them 27 in 100 find work without the workshop, which would be 3.24 of the
    12: ``beyond_anyway(12, 9, 0.27)`` is 5.76. Negative where fewer changed than would have anyway. The share is one of
    the people *reached*, not of those who changed: that is the usual slip.

    Args:
        reached: people who came.
        changed: how many of them changed.
        anyway: the share of people like them that changes without the venture, 0 to 1.
    """
    return changed - reached * anyway


def counts_work(text: str) -> bool:
    """Whether every part of a text counts work done and names no change: an output, whatever it is called."""
    parts = _parts(text)
    return bool(parts) and all(_WORK.search(part) and not _CHANGE.search(part) for part in parts)


def works_counted(text: str) -> list[str]:
    """The parts of a list that count work done."""
    return [part for part in _parts(text) if counts_work(part)]


def is_everyone(text: str) -> bool:
    """Whether a group is so wide that nobody could be looked for: everyone, people, the public."""
    return bool(_EVERYONE.match(text)) and not _WHO_EXACTLY.search(text)


def is_nobody(text: str) -> bool:
    return bool(_NOBODY.match(text))


def is_absence(text: str) -> bool:
    """Whether a problem is told as the absence of a solution: "there is no workshop for …"."""
    return bool(_ABSENCE.match(text))


def is_gift(text: str) -> bool:
    """Whether only gifts pay: every part of the text is a grant, a donor or a sponsor."""
    parts = _parts(text)
    return bool(parts) and all(_GIFT.match(part) for part in parts)


def is_copy(one: str, other: str) -> bool:
    """Whether two texts say nearly the same words."""
    if one.casefold() == other.casefold():
        return bool(one)
    mine, theirs = ({word.casefold() for word in _LONG_WORD.findall(text)} for text in (one, other))
    if min(len(mine), len(theirs)) < 3:
        return False
    return len(mine & theirs) >= ALIKE * len(mine | theirs)


def contradictions(texts: Mapping[str, str], labels: Mapping[str, str]) -> Iterator[Finding]:
    """What contradicts itself in the boxes, the gravest first. An empty box is a gap and not named here.

    Args:
        texts: the boxes' texts by name: problem, beneficiary, offer, payer, today, indicator, the five `LINKS`, and any
            others, which are only compared with the rest.
        labels: what each box is called.
    """
    said = {name: text for name, text in texts.items() if text}
    get = said.get
    if get("offer") and (not get("payer") or is_nobody(said["payer"])):
        yield Finding("payer", _("nobody pays"), _("You offer something and nobody pays for it. Who has a reason to?"))
    elif is_gift(get("payer", "")):
        yield Finding("payer", _("only gifts"), _("Only gifts pay. Who pays when the grant has ended?"))
    if is_everyone(get("beneficiary", "")):
        yield Finding("beneficiary", _("everyone"), _("Everyone is nobody. Whom would you look for tomorrow morning?"))
    if is_absence(get("problem", "")):
        yield Finding("problem", _("your solution, missing"), _("The problem is told as the absence of your solution. What is hard for whom, before anybody builds anything?"))  # fmt: skip
    if works_counted(get("outcomes", "")):
        yield Finding("outcomes", _("this is an output"), _("“{text}” is work done, an output. What is different for people afterwards?").format(text=works_counted(said["outcomes"])[0]))  # fmt: skip
    if get("outcomes") and not get("indicator"):
        yield Finding(
            "indicator", _("no indicator"), _("The outcomes have no indicator. What would you count, and when?")
        )
    elif get("outcomes") and counts_work(get("indicator", "")):
        yield Finding("indicator", _("counts work"), _("The indicator counts work done. Count the people for whom something changed."))  # fmt: skip
    if works_counted(get("impact", "")):
        yield Finding("impact", _("this is an output"), _("The impact names work done. What stays changed that would not have come without you?"))  # fmt: skip
    yield from _copies(said, labels)
    if is_nobody(get("today", "")):
        yield Finding("today", _("no competitors?"), _("Somebody always competes: people manage somehow today, or do without. How?"))  # fmt: skip


def _copies(said: Mapping[str, str], labels: Mapping[str, str]) -> Iterator[Finding]:
    copied = set()
    for one, other in itertools.combinations(said, 2):
        if {one, other} == {"beneficiary", "payer"} or other in copied:  # those who are better off may pay themselves
            continue
        if is_copy(said[one], said[other]):
            copied.add(other)
            yield Finding(other, _("copied"), _("“{other}” repeats “{one}”. Each box has an answer of its own.").format(other=labels[other], one=labels[one]))  # fmt: skip


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]
