"""Conditions: the same answer in Python and in the browser, and clear words for what is wrong."""

import json
import math
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instruments.expressions import Expression, ExpressionError, evaluate, holds, parse
from instruments.functions import FUNCTIONS, OPERATORS

HERE = Path(__file__).parent
SCRIPT = HERE.parents[1] / "app" / "static" / "expressions.js"
CASES = json.loads((HERE / "expression_cases.json").read_text(encoding="utf-8"))

# The browser journeys run the same script where there is no node.
with_node = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")

RUNNER = """
globalThis.self = globalThis;
await import("{script}");
const {{ evaluate, holds }} = self.tolqyn;
import {{ readFileSync }} from "node:fs";
const asked = JSON.parse(readFileSync(0, "utf8"));
const plain = v => typeof v == "number" && (!isFinite(v) || Object.is(v, -0)) ? String(v) : v;
console.log(JSON.stringify(asked.map(([tree, answers, current]) =>
  [plain(evaluate(tree, answers, current)), holds(tree, answers, current)])));
"""


def frozen(value):
    if isinstance(value, list):
        return tuple(frozen(inner) for inner in value)
    return {k: frozen(v) for k, v in value.items()} if isinstance(value, dict) else value


def in_browser(asked):
    done = subprocess.run(
        ["node", "--input-type=module", "-e", RUNNER.format(script=SCRIPT.as_uri())],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def plain(value):
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return "0" if isinstance(value, float) and value == 0 and math.copysign(1, value) < 0 else value


def mistake(source):
    with pytest.raises(ExpressionError) as caught:
        parse(source)
    return str(caught.value.message)


@pytest.mark.parametrize("case", CASES, ids=[case["expression"].strip() for case in CASES])
def test_every_case_holds_on_the_server(case):
    expression = parse(case["expression"])
    result = evaluate(expression, frozen(case["answers"]), frozen(case.get("current")))
    assert result == case["result"]
    assert isinstance(result, bool) == isinstance(case["result"], bool)
    assert isinstance(result, str) == isinstance(case["result"], str)


@with_node
def test_every_case_holds_in_the_browser():
    asked = [[parse(c["expression"]).tree, c["answers"], c.get("current")] for c in CASES]
    given = zip(CASES, in_browser(asked), strict=True)
    wrong = [(case, result) for case, (result, _) in given if result != case["result"]]
    assert wrong == []


def test_the_table_of_cases_uses_every_function_and_operator():
    assert len(CASES) >= 120
    used = set()

    def walk(tree):
        used.add(tree[0])
        for part in tree[1:]:
            if isinstance(part, list):
                walk(part)

    for case in CASES:
        walk(parse(case["expression"]).tree)
    assert {*FUNCTIONS, *OPERATORS, "today", "once", "ref", "cur", "num", "str"} == used


LEAVES = [
    "1", "0", "2.5", "'3'", "''", "'a b'", "'2024-03-01'", "'09:30'", ".", "${n}", "${m}", "${t}",
    "${rows}", "${inner}", "${none}", "true()", "'-0.5'", "1000000007", "0.00002",
]  # fmt: skip


def grown(dice, depth):
    """Grow a random expression."""
    if depth == 0 or dice.random() < 0.15:
        return dice.choice(LEAVES)
    kind = dice.random()
    if kind < 0.5:
        operator = dice.choice([name for name in OPERATORS if name != "neg"])
        return f"({grown(dice, depth - 1)} {operator} {grown(dice, depth - 1)})"
    if kind < 0.6:
        return f"-{grown(dice, depth - 1)}"
    name = dice.choice(sorted(FUNCTIONS))
    if name in ("sum", "count"):
        return f"{name}({dice.choice(['${n}', '${inner}', '${rows}', '${m}'])})"
    if name == "regex":
        return f"regex({grown(dice, depth - 1)}, '[0-9]+')"
    arguments = [grown(dice, depth - 1) for _ in range(max(FUNCTIONS[name].least, 0))]
    return f"{name}({', '.join(arguments)})"


@with_node
def test_random_expressions_give_the_same_on_the_server_and_in_the_browser():
    dice = random.Random(20241)
    answers = {"n": 3, "m": ["a", "b"], "t": "x 1", "rows": [{"inner": 2}, {"inner": -1.5}, {}]}
    sources = [grown(dice, 4) for _ in range(3000)]
    asked = [[parse(source).tree, answers, dice.choice([5, "a", None])] for source in sources]
    for source, (_, _, current), result in zip(sources, asked, in_browser(asked), strict=True):
        value = evaluate(parse(source), frozen(answers), current)
        both = [plain(value), holds(source, frozen(answers), current)]
        assert both == [0 if result[0] == "-0" else result[0], result[1]] or (
            both[0] == "0" and result[0] in ("-0", "0", 0)
        ), source


def test_an_expression_names_the_items_it_depends_on():
    expression = parse("${a} = 1 and selected(${b}, 'x') or ${a} > sum(${c})")
    assert expression.references == {"a", "b", "c"}
    assert expression.source.startswith("${a}")
    assert parse("1 = 1").references == frozenset()


def test_the_tree_is_json_and_parsing_is_done_once():
    tree = parse("not(${a} = 3) and .5 < -1").tree
    assert json.loads(json.dumps(tree)) == tree
    assert tree == ["and", ["not", ["=", ["ref", "a"], ["num", 3]]],
                    ["<", ["num", 0.5], ["neg", ["num", 1]]]]  # fmt: skip
    assert parse("${a} = 1") is parse("${a} = 1")
    assert isinstance(hash(parse("${a} = 1")), int)
    assert isinstance(parse("1"), Expression)


def test_no_condition_always_holds():
    assert holds("", {})
    assert holds("  ", {})
    assert not holds(parse("1 = 2"), {})


def test_the_context_is_seen_behind_the_answers():
    context = {"wave_stage": "baseline", "wave_number": "1", "language": "kk"}
    assert holds("${wave_stage} = 'baseline' and ${wave_number} = 1", {}, context=context)
    assert not holds("${language} = 'kk'", {"language": "ru"}, context=context)


def test_the_day_of_the_study_goes_before_the_day_of_the_server():
    assert evaluate(parse("today()"), {}, context={"today": "2024-02-29"}) == "2024-02-29"


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("", "This condition is empty."),
        ("  ", "This condition is empty."),
        ("1 +", "This condition ends too early: something is missing after its last sign."),
        ("(1 = 1", "This condition ends too early: something is missing after its last sign."),
        ("a = 1", "This condition cannot be understood at character 3: = 1"),
        ("1 = = 1", "This condition cannot be understood at character 5: = 1"),
        ("1 = 1)", "This condition cannot be understood at character 6: )"),
        ("${a", "This condition cannot be understood at character 1: ${a"),
        ("${} = 1", "This condition cannot be understood at character 1: ${} = 1"),
        ("${last-saved#a} = 1", "This condition cannot be understood at character 1: "
         "${last-saved#a} = 1"),
        ("../a = 1", "This condition cannot be understood at character 2: ./a = 1"),
        ("1 && 2", "This condition cannot be understood at character 3: && 2"),
        ("1 andtrue()", "This condition cannot be understood at character 3: andtrue()"),
        ("${a} = 'x", "The quotation mark at character 8 is not closed."),
        ("${a} = 1 and pulldata('x')", "Unknown function pulldata() at character 14."),
        ("Selected(${a}, 'x')", "Unknown function Selected() at character 1."),
        ("jr:choice-name(${a}, 'a')", "Unknown function jr:choice-name() at character 1."),
        ("if(1, 2)", "if() at character 1 needs another number of arguments: 3, not 2."),
        ("true(1)", "true() at character 1 needs another number of arguments: 0, not 1."),
        ("today(1)", "today() at character 1 needs another number of arguments: 0, not 1."),
        ("round(1, 2, 3)", "round() at character 1 needs another number of arguments: 1-2, not 3."),
        ("concat()", "concat() at character 1 needs another number of arguments: 1+, not 0."),
        ("sum(3)", "sum() at character 1 needs the name of an item: sum(${item})."),
        ("count(1 = 1)", "count() at character 1 needs the name of an item: count(${item})."),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(source, sentence):
    assert mistake(source) == sentence


@pytest.mark.parametrize("pattern", ["(", "[", "a**", "(?P<n>a)", "(?i)a", r"\p{L}", "[[a]", "*"])
def test_a_pattern_that_browsers_and_server_do_not_share_is_refused(pattern):
    assert mistake(f"regex(., '{pattern}')").startswith("regex() at character 1 needs a valid")


def test_a_pattern_must_be_written_out():
    assert "pattern in quotes" in mistake("regex(., ${pattern})")


@pytest.mark.parametrize(
    "source",
    [
        "(" * 1000 + "1" + ")" * 1000,
        "-" * 1000 + "1",
        "1" + "+1" * 1000,
        "abs(" * 700 + "1" + ")" * 700,
    ],
)
def test_deep_nesting_is_refused_in_words(source):
    assert mistake(source).startswith("This condition is nested too deeply")


def test_an_endless_condition_or_number_is_refused():
    assert mistake("1 = " + "1" * 5000) == (
        "This condition has 5004 characters: write it in at most 4000."
    )
    assert mistake("1 < " + "9" * 400) == "The number at character 5 is too big."


def test_a_long_list_of_alternatives_is_fine():
    source = " or ".join(f"${{a}} = '{number}'" for number in range(90))
    assert holds(source, {"a": "89"})


def test_mistakes_are_told_in_kazakh_and_russian():
    with pytest.raises(ExpressionError) as caught:
        parse("foo(1)")
    assert caught.value.message.in_("kk") == "foo() функциясы белгісіз (1-таңба)."
    assert caught.value.message.in_("ru") == "Неизвестная функция foo() (символ 1)."


PIECES = st.sampled_from(
    ["${a}", "${rows}", ".", "1", "2.5", "'x'", '"', "'", "(", ")", ",", "and", "or", "not(", "=",
     "!=", "<", "-", "*", "div", "mod", "selected(", "regex(", "if(", "sum(", "round(", " ", "$",
     "{", "}", "today()", "9" * 30, "é", "\x00", "\\"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map("".join)))
def test_any_text_is_either_evaluated_or_refused_in_words(source):
    try:
        expression = parse(source)
    except ExpressionError as error:
        assert str(error.message)
        return
    value = evaluate(expression, {"a": 3, "rows": ({"b": 1}, {})}, "x")
    assert isinstance(value, bool | float | str)
