"""What a line of code indexes, and how: an exception is known by it as well as by its words.

Like the judge it imports nothing, for its text runs in the book's page too.
"""


def subscripts(line, parameters):
    """What a line indexes, and how, with the names of its variables left out.

    >>> subscripts("total += image[i + u][j+v] * kernel[u][v]", ["image", "kernel"])
    ['image[_+_][_+_]', 'kernel[_][_]']
    >>> subscripts("out[i] = image[0]", ["image", "kernel"])
    ['_[_]', 'image[0]']
    >>> subscripts("[x[i + v] for v in range(len(k[0]))]", ["x", "k"])
    ['x[_+_]']
    """
    found, end = [], 0
    for start in range(len(line)):
        before = line[start - 1 : start]
        if start < end or line[start] != "[" or not (before.isalnum() or before == "_"):
            continue
        first = end = start
        while first and (line[first - 1].isalnum() or line[first - 1] in "_."):
            first -= 1
        depth = 0
        while end < len(line) and (depth or line[end] == "["):
            depth += (line[end] == "[") - (line[end] == "]")
            end += 1
        if line[:first].endswith("len("):
            continue  # `len(kernel[0])` asks for a size, and goes wrong nowhere
        name = line[first:start]
        found.append((name if name in parameters else "_") + _anonymous(line[start:end]))
    return found


def among(spot, known):
    """Whether a line that indexes `known` indexes `spot`, or the same by another way.

    Who writes `kernel = kernels[n]` indexes `kernel[u][v]`, who does not `kernels[n][u][v]`.

    >>> among("kernels[_][_][_]", ["_[_][_]"]), among("_[_][_]", ["kernels[_][_][_]"])
    (True, True)
    >>> among("kernels[_][_]", ["_[_][_]"]), among("kernels[_][_]", ["maps[_][_]"])
    (False, False)
    """
    return any(spot == other or _entry(spot, other) or _entry(other, spot) for other in known)


def _entry(spot, short):
    """Whether `short` indexes an entry of what `spot` does, by a name of its own."""
    before, found, after = spot.rpartition(short[1:])
    own = short[0] == "_" and spot[0] != "_"
    return own and bool(found) and not after and before.endswith("]")


def _anonymous(text):
    short, inside = "", False
    for letter in text:
        in_name = letter == "_" or letter.isalpha() or (inside and letter.isdigit())
        if in_name and not inside:
            short += "_"
        elif not in_name and letter != " ":
            short += letter
        inside = in_name
    return short
