"""Reading packs: what is wrong is named by line and field, hostile files do nothing, and the JSON is the YAML's."""

from __future__ import annotations

import json
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venture.law import load, names, packed, shape
from venture.law.pack import Pack, dated, said
from venture.law.read import BadPack, parse, read
from venture.law.reading import build, used
from venture.law.shipped import HERE
from venture.planfile.problems import BadPlan

TEMPLATE = (HERE / "_template.yaml").read_text("utf-8")


def changed(old: str, new: str, text: str = TEMPLATE) -> str:
    assert text.count(old) >= 1, f"the template has no “{old}”"
    return text.replace(old, new, 1)


def problems(text: str) -> list[str]:
    with pytest.raises(BadPack) as bad:
        parse(text, "xx-2026.yaml")
    return [str(one) for one in bad.value.problems]


def the_problem(text: str) -> str:
    (one,) = problems(text)
    return one


def line_of(words: str, text: str = TEMPLATE) -> int:
    return text[: text.index(words)].count("\n") + 1


# --- what is shipped


@pytest.mark.parametrize("path", packed.sources(), ids=lambda path: path.stem)
class TestShipped:
    def test_the_json_is_the_yamls(self, path):
        assert path.with_suffix(".json").read_text("utf-8") == packed.text(read(path)), (
            "run: python -m venture.law.packed"
        )
        assert load(path.stem) == read(path)

    def test_every_fact_has_day_source_and_mark_and_is_used(self, path):
        pack = read(path)
        assert used(pack) == pack.facts.keys()
        for fact in pack.facts.values():
            assert fact.as_of and fact.src and fact.conf in "ABCN"
            assert fact.note or fact.conf in "AB"
            assert all(pack.sources[one].url for one in fact.src) or fact.conf in "CN"

    def test_no_number_of_the_law_stands_twice_in_the_file(self, path):
        """Rates and limits of three digits or more appear in the YAML once, or as another fact."""
        pack = read(path)
        text = re.sub(r"url: .*|title: .*|#.*", "", path.read_text("utf-8"))
        for fact in pack.facts.values():
            if fact.v and fact.v >= 1000 and fact.unit != "share":
                same = [one for one in pack.facts.values() if fact.v in (one.v, *(later.v for later in one.next))]
                assert len(re.findall(rf"(?<!\d){fact.v:.0f}(?!\d)", text)) == len(same), fact.key

    def test_it_speaks_the_languages_that_it_promises(self, path):
        pack = read(path)
        for form in pack.forms:
            assert set(pack.pack.languages) <= form.name.keys()


def test_names_are_those_of_the_files():
    assert {"de-2026", "gb-2025", "ge-2025", "ru-2026"} <= set(names())
    assert {path.stem for path in packed.sources()} == set(names())
    assert [load(name).name for name in names()] == list(names())


@pytest.mark.parametrize(
    "name", ["fr-2026", "", "../plan.schema", "ru-2026.golden", "_template", "ru-2026/../ru-2026", "RU-2026"]
)
def test_an_unknown_pack_is_said_with_those_there_are(name):
    with pytest.raises(LookupError, match=r"There are: .*de-2026.*ru-2026"):
        load(name)


def test_words_come_in_a_language_or_in_english(monkeypatch):
    form = load("ru-2026").form("npd")
    assert said(form.name) == "Self-employed person (NPD)" and said(form.name, "ru") == "Самозанятый (НПД)"
    monkeypatch.setenv("VENTURE_LANG", "ru")
    assert said(form.name) == "Самозанятый (НПД)" and said(load("de-2026").pack.name) == "Germany"


def test_words_print_facts_with_the_warning_that_they_need():
    pack = load("ru-2026")
    assert pack.text({"en": "Up to {npd_limit}."}) == "Up to 2\u202f400\u202f000 RUB a year."
    assert "0.2\u202f% (not confirmed: check it before you use it)" in pack.text({"en": "{accident}"})
    assert pack.text({"en": "{__class__} {0} {accident.v} {nobody}"}) == "{__class__} {0} {accident.v} {nobody}"


# --- errors of an author


def test_the_template_is_a_pack():
    assert parse(TEMPLATE).name == "xx-2026"


@pytest.mark.parametrize("field", ["as_of: 2026-01-01", "src: tax_code", "conf: A"])
def test_a_fact_without_day_source_or_mark_is_named_with_its_line(field):
    text = changed(f"    {field}\n", "")
    name = field.partition(":")[0]
    said = the_problem(text)
    assert said.startswith(f"line {line_of('  turnover_rate:', text)}, facts / turnover_rate: ")
    assert (f"“{name}” is missing" in said or "needs a source" in said) and "For example:" in said


@pytest.mark.parametrize(
    ("old", "new", "where", "says"),
    [
        ("conf: A\n  turnover_limit", "conf: D\n  turnover_limit", "facts / turnover_rate / conf", "found “D”. One of: A, B, C, N."),
        ("as_of: 2026-01-01", "as_of: 2026-13-01", "facts / turnover_rate / as_of", "A date that exists"),
        ("v: 6 %", "v: six", "facts / turnover_rate / v", "found “six”. A number in digits"),
        ("v: 100000", "v: 100 000", "facts / turnover_limit / v", "without spaces"),
        ("src: tax_code", "src: tax_cod", "facts / turnover_rate / src", "Did you mean “tax_code”?"),
        ("unit: share", "units: share", "facts / turnover_rate / units", "This name is not known here. Did you mean “unit”?"),
        ("rate: turnover_rate", "rate: turnover_rat", "forms / trader / takes / 1 / rate", "Did you mean “turnover_rate”?"),
        ("kind: turnover", "kind: sales", "forms / trader / takes / 1 / kind", "One of: turnover, profit, vat, owner_social, fixed, dividend."),
        ("revenue <= turnover_limit", "revenue <= net_profit", "forms / trader / needs / 1 / that", "“net_profit” is not known here"),
        ("revenue <= turnover_limit", "turnover_limit", "forms / trader / needs / 1 / that", "A condition is wanted"),
        ("{turnover_limit}", "{turnover_limits}", "forms / trader / needs / 1 / says", "There is no fact of that name. Did you mean “turnover_limit”?"),
        ("payroll: general", "payroll: generel", "forms / trader / payroll", "Did you mean “general”?"),
        ("owner_gets: all", "owner_gets: most", "forms / trader / owner_gets", "One of: all, dividends, none."),
        ("work_integration: yes", "work_integraton: yes", "forms / trader / status_ok", "Did you mean “work_integration”?"),
        ("work_integration: yes", "work_integration: maybe", "forms / trader / status_ok / work_integration", "yes or no."),
        ("url: https://example.org/tax-code", "url: javascript:alert(1)", "sources / tax_code / url", "An address that begins with http"),
        ("id: company", "id: trader", "forms / trader", "This id stands twice."),
        ("next: [{since: 2027-01-01", "next: [{since: 2025-01-01", "facts / turnover_limit / next", "all after as_of"),
        ("valid_to: 2027-12-31", "valid_to: 2025-12-31", "facts / turnover_limit / valid_to", "It ends before it begins."),
        ("bands: [{rate: wage_charges}]", "bands: [{upto: vat_from, rate: wage_charges}]", "payroll / schemes / general / 1", "Each band but the last"),
        ("bands: [{rate: wage_charges}]", "extra: wage_charges", "payroll / schemes / general", "bands of the year or bands of the month"),
        ("        rate: profit_rate\n", "", "forms / company / takes / 1", "a rate, or a scale of rates"),
        ("owner_gets: dividends", "owner_gets: all", "forms / company / takes / 3", "It comes last, in a form whose owner gets dividends."),
        ("id: xx ", "id: Examplia ", "pack / id", "Small letters"),
        ("    note: Not found. Ask a tax adviser.\n", "", "facts / dividend_tax", "needs a note"),
        ("    note: Look it up in the social insurance act.\n", "", "facts / wage_charges", "needs a note"),
        ("conf: N", "conf: C", "facts / dividend_tax / v", "A fact has a value, or the mark N and none."),
        ("    v: 20 %\n", "", "facts / profit_rate / v", "A fact has a value, or the mark N and none."),
        ("    src: tax_code\n    conf: B", "    src: memory\n    conf: B", "facts / profit_rate / src", "needs a source with an address"),
        ("  turnover_rate:", "  revenue: {name: x, v: 1, unit: u, as_of: 2026-01-01, src: tax_code, conf: A}\n  turnover_rate:", "facts / revenue", "belongs to the scenario"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_its_place_what_was_found_and_what_is_allowed(old, new, where, says):
    found = problems(changed(old, new))
    assert any(re.match(rf"line \d+, {re.escape(where)}: ", one) and says in one for one in found), found
    assert all(re.match(r"line [1-9]\d*, ", one) for one in found)


def test_more_mistakes_than_anybody_mends_in_one_go_are_not_passed_over_in_silence():
    with pytest.raises(BadPack, match=r"20 things to mend[\s\S]*and more; mend these first"):
        parse(TEMPLATE + "".join(f"unknown_{number}: x\n" for number in range(25)), "xx-2026.yaml")


def test_a_mistake_stands_on_its_own_line():
    assert the_problem(changed("v: 10 %", "v: ten")).startswith(f"line {line_of('v: 10 %')}, ")


def test_all_mistakes_are_said_at_once_in_the_order_of_the_file():
    text = changed("conf: B", "conf: X", changed("v: 6 %", "v: six", changed("kind: dividend", "kind: bonus")))
    assert len(problems(text)) == 3
    assert [int(re.match(r"line (\d+)", one)[1]) for one in problems(text)] == sorted(int(re.match(r"line (\d+)", one)[1]) for one in problems(text))  # fmt: skip


@pytest.mark.parametrize("text", ["", "pack:", "- 1\n- 2", "just words", "facts: []", "pack: {id: xx}\nfacts: 3"])
def test_what_is_no_pack_at_all_is_refused_in_words(text):
    assert problems(text)


# --- hostile packs

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join([f'*{chr(97 + i)}'] * 9)}]\n" for i in range(9))  # fmt: skip
HOSTILE = {
    "object": "pack: !!python/object/apply:os.system ['echo harm']\n",
    "name": "pack: !!python/name:os.system\n",
    "bomb": BOMB,
    "merge": "pack: &p {id: xx}\nother:\n  <<: *p\n",
    "deep": "pack: " + "[" * 5000,
    "deep_table": "".join(" " * i + "a:\n" for i in range(200)),
    "long_line": "pack: " + "x" * 100_000,
    "many": "facts:\n" + "".join(f"  f{i}: {{v: 1}}\n" for i in range(30_000)),
    "two": TEMPLATE + "\n---\n" + TEMPLATE,
    "twice": TEMPLATE + "\nfacts: {}\n",
    "too_many_forms": TEMPLATE.partition("forms:")[0] + "forms:\n" + "  - {id: a, name: a, payroll: general, owner_gets: all}\n" * 300,
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_quickly_and_runs_nothing(text, capfd):
    start = time.perf_counter()
    assert problems(text)
    assert time.perf_counter() - start < 60  # a second or two on a machine at rest
    assert "harm" not in capfd.readouterr().out


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('echo harm')",
        "(lambda: 1)()",
        "9**9**9",
        "'a' * 10**9",
        "open('x', 'w')",
        "().__class__",
        "exit()",
    ],
)
@pytest.mark.parametrize(
    "old", ["rate: turnover_rate", "that: revenue <= turnover_limit", "free_below: vat_from", "rate: wage_charges"]
)
def test_an_expression_that_would_do_more_than_compute_is_refused(text, old, capfd):
    key = old.partition(":")[0]
    assert any(re.search("is not (taken|expected|known)", one) for one in problems(changed(old, f'{key}: "{text}"')))
    assert "harm" not in capfd.readouterr().out


@pytest.mark.parametrize("sign", ["\x1b[31m", "\u202e", "\x07", "\u200b"])
def test_words_with_unseen_signs_are_refused(sign):
    assert problems(changed("name: Examplia ", f'name: "Exa{sign}mplia" '))


def test_no_error_is_one_of_python():
    """Whatever is cut out of a pack, the reader answers in words."""
    lines = TEMPLATE.splitlines(keepends=True)
    for at in range(0, len(lines), 7):
        try:
            parse("".join(lines[:at] + lines[at + 2 :]))
        except BadPlan as bad:
            assert bad.problems and str(bad)


JSON = json.loads((HERE / "gb-2025.json").read_text("utf-8"))
ODD = st.none() | st.booleans() | st.integers(-5, 10**20) | st.just(10**400) | st.floats() | st.text(max_size=5) | st.lists(st.integers(), max_size=2) | st.dictionaries(st.text(max_size=3), st.integers(), max_size=2)  # fmt: skip


def places(data, place=()):
    yield place
    for key, one in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from places(one, (*place, key))


@given(st.sampled_from([place for place in places(JSON) if place]), ODD)
def test_odd_data_anywhere_gives_a_pack_or_faults_and_no_exception(place, odd):
    made = json.loads(json.dumps(JSON))
    inside = made
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = odd
    pack, faults = build(made)
    assert isinstance(pack, Pack) != bool(faults)
    assert all(str(one) for one in faults)


def test_plain_data_gives_the_same_pack_back():
    for name in names():
        again, faults = build(json.loads(json.dumps(shape.plain(load(name)))))
        assert faults == [] and again == load(name)


@pytest.mark.parametrize("name", names())
def test_no_rule_in_words_is_printed_without_its_mark_and_what_a_reader_must_do(name):
    made = load(name)
    for rule in (*made.status_tests, *made.duties, *made.licences, *made.grants, *made.notes):
        text = dated(rule)
        assert f"mark {rule.conf}" in text and (rule.conf == "A" or "check it" in text or rule.conf == "N"), (
            name,
            rule,
        )
        assert rule.as_of is None or rule.as_of.isoformat() in text
