"""Answers as students write them, in words of their own, are told the mistake that they hold."""

import pytest

from cnnlib.exercises import _judge, registry

C3_MAPS = """
def c3_maps(maps, kernels, biases, table):
    kh, kw = len(kernels[0]), len(kernels[0][0])
    h, w = len(maps[0]) - kh + 1, len(maps[0][0]) - kw + 1
    n, result = 0, []
    for o in range(len(table)):
        out = [[biases[o]] * w for _ in range(h)]
        for m in range(len(maps)):
            if table[o][m]:
                for i in range(h):
                    for j in range(w):
                        for a in range(kh):
                            for b in range(kw):
                                out[i][j] += maps[m][i + a][j + b] * kernels[n][a][b]
                n += 1
        result.append(out)
    return result
"""
C3_LOOPS = C3_MAPS[C3_MAPS.index("    for o") : C3_MAPS.index("                for i")]
C3_TURNED = C3_LOOPS.replace("len(maps)", "len(table)").replace("[o][m]", "[m][o]")
C3_TURNED = C3_TURNED.replace("for o in range(len(table))", "for o in range(len(table[0]))")
COUNT = """
def count(table, kernel, height, width):
    links = 0
    for i in range(len(table)):
        for j in range(len(table[0])):
            links += table[i][j]
    weights, biases = links * kernel**2, len(table)
    places = (height - kernel + 1) * (width - kernel + 1)
    return weights + biases, (weights + biases) * places
"""
SUBSAMPLE = """
from math import tanh
def subsample(image, weight, bias):
    out = []
    for i in range(len(image) // 2):
        row = []
        for j in range(len(image[0]) // 2):
            t, u = image[2 * i], image[2 * i + 1]
            m = (t[2 * j] + t[2 * j + 1] + u[2 * j] + u[2 * j + 1]) / 4
            row.append(1.7159 * tanh(2 * (weight * m + bias) / 3))
        out.append(row)
    return out
"""
READ = """
def read(features, codes):
    n, m = len(codes), len(features)
    d = []
    for i in range(n):
        s = 0
        for j in range(m):
            s += (features[j] - codes[i][j]) ** 2
        d.append(s)
    return d, d.index(min(d))
"""
DROPOUT = """
def dropout(values, mask, p, training):
    return [v * m / (1 - p) for v, m in zip(values, mask)] if training else values[:]
"""
TYPICAL = """
def typical(m, b, n, k):
    pools, (a, b) = b, ("conv", "pool")
    return ([a] * m + [b] * pools) * n + ["dense"] * k
"""
OCCLUDE = """
def occlude(picture, hole, step, paper):
    out, y, x = [], 0, 0
    while y + hole <= len(picture):
        while x + hole <= len(picture[0]):
            copy = [row[:] for row in picture]
            for a in range(hole):
                for b in range(hole):
                    copy[y + a][x + b] = paper
            out.append(copy)
            x += step
        y, x = y + step, 0
    return out
"""
RIGHT = {
    "09-typical": TYPICAL,
    "08-count": COUNT,
    "08-subsample": SUBSAMPLE,
    "08-rbf": READ,
    "08-c3-maps": C3_MAPS,
    "09-dropout": DROPOUT,
    "09-occlude": OCCLUDE,
}


@pytest.mark.parametrize(
    ("name", "right", "wrong", "said"),
    [
        ("08-count", "height - kernel + 1", "height - kernel", "one of the two directions"),
        ("08-count", "width - kernel + 1", "width - kernel + 2", "one of the two directions"),
        ("08-count", "kernel**2, len(table)", "kernel**2, len(table) * kernel**2", "single number"),
        ("08-count", "    weights,", "    links = table.count(1)\n    weights,", "finds none"),
        ("08-count", "len(table[0])", "len(table)", "A table need not be square"),
        ("08-count", "return weights", "return 0, weights", "Commas make them several"),
        ("08-subsample", "u[2 * j + 1]) / 4", "u[2 * j]) / 4", "counts twice in yours"),
        ("08-subsample", "u[2 * j] +", "t[2 * j] +", "counts twice in yours"),
        (
            "08-count",
            "(height - kernel + 1) * (width - kernel + 1)",
            "height * width / kernel**2",
            "not by its own size",
        ),
        ("08-c3-maps", "kernels[n][a]", "kernels[o][m][a]", "for each 1 of the table"),
        ("09-typical", '("conv", "pool")', '("convolution", "pooling")', "in small letters"),
        ("09-dropout", "v * m / (1 - p)", "v / (1 - p) if m else None", "did you put it there"),
        ("08-rbf", "n, m =", "m, n =", "exchanged in `codes`"),
        ("08-c3-maps", "in range(kw)", "in range(kw - 1)", "A row or a column of each kernel"),
        ("08-c3-maps", "in range(kh)", "in range(1, kh)", "A row or a column of each kernel"),
        ("08-c3-maps", "[j + b]", "[j]", "one of the four is missing"),
        ("08-c3-maps", "h, w =", "w, h =", "Height and width are exchanged"),
        ("08-c3-maps", C3_LOOPS, C3_TURNED, "Yours reads it the other way round"),
        ("08-c3-maps", "kh + 1", "kh", "the last row of each table is missing"),
        ("08-c3-maps", "in range(kw)", "in range(kh)", "A kernel need not be square"),
        ("08-c3-maps", "return result", "return dict(enumerate(result))", "`list(….values())`"),
        (
            "09-dropout",
            "for v, m in zip(values, mask)",
            "for v in values for m in mask",
            "one loop",
        ),
        ("09-occlude", "a in range(hole)", "a in range(hole - 1)", "one pixel too small"),
        ("09-occlude", "b in range(hole)", "b in range(hole - 1)", "one pixel too small"),
        ("09-occlude", "y + step, 0", "y + step, x", "not set back to 0"),
    ],
)
def test_what_students_write_is_named(name, right, wrong, said):
    code = RIGHT[name]
    assert told(name, code).startswith("All ")
    assert right in code
    assert said in told(name, code.replace(right, wrong))


def test_a_product_of_matrices_is_named():
    code = C3_MAPS.replace("def c3", "import numpy as np\ndef c3")
    inner = code[
        code.index("                        for a in") : code.index("                n += 1")
    ]
    block = "[row[j : j + kw] for row in maps[m][i : i + kh]]"
    product = (
        f"                        out[i][j] += np.sum(np.array({block}) @ np.array(kernels[n]))\n"
    )
    assert "For a product number by number write `*`." in told(
        "08-c3-maps", code.replace(inner, product)
    )


def told(name, code):
    exercise = registry.find(name)
    scope = {}
    exec(compile(code, "<student>", "exec"), scope)
    lines = code.split("\n")
    return _judge.judge(
        exercise.data,
        scope[exercise.function],
        lambda file, line: lines[line - 1] if file == "<student>" else None,
        source=code,
    )["sentence"]


def test_two_pairs_of_brackets_take_rows_twice():
    code = OCCLUDE.replace("[row[:] for row in picture]", "np.array(picture, float)")
    code = code.replace("for a in range(hole)", "for a in [0]").replace(
        "for b in range(hole)", "for b in [0]"
    )
    code = code.replace("copy[y + a][x + b] =", "copy[y : y + hole, x : x + hole] =")
    code = "import numpy as np" + code
    assert told("09-occlude", code).startswith("All ")
    assert "take rows twice" in told("09-occlude", code.replace("hole, x :", "hole][x :"))
