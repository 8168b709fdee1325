"""What LeNet-5 of 1998 has besides layers: who hears whom in C3, and ten fixed codes."""

#: The maps of S2 that each of the sixteen maps of C3 sees: three neighbors in a ring of six, four
#: neighbors, two pairs of opposite ones, all six.
_SEEN = (
    *("012", "123", "234", "345", "045", "015"),
    *("0123", "1234", "2345", "0345", "0145", "0125"),
    *("0134", "1245", "0235", "012345"),
)

#: LeCun et al. (1998), Table I: a row for each of C3's 16 maps, 1 where it sees that map of S2.
LENET5_TABLE: tuple[tuple[int, ...], ...] = tuple(
    tuple(int(str(below) in seen) for below in range(6)) for seen in _SEEN
)

_DRAWN = """
..###.. ...##.. .#####. ####### ....##. ####### ...###. ####### .#####. .#####.
.#####. ..###.. ####### ####### ...###. ####### ..####. ####### ####### #######
##...## .####.. ##...## ....##. ..####. ##..... .###... .....## ##...## ##...##
##...## ...##.. .....## ...##.. .##.##. ##..... .##.... .....## ##...## ##...##
##...## ...##.. .....## ..##... .##.##. ######. ##..... ....##. ##...## ##...##
##...## ...##.. ....##. .####.. ##..##. ####### ######. ....##. .#####. #######
##...## ...##.. ...##.. .#####. ##..##. .....## ####### ...##.. .#####. .######
##...## ...##.. ..##... ....### ####### .....## ##...## ...##.. ##...## .....##
##...## ...##.. .##.... .....## ####### .....## ##...## ..##... ##...## ....###
##...## ...##.. ##..... ##...## ....##. ##...## ##...## ..##... ##...## ...###.
.#####. .###### ####### ####### ....##. ####### ####### ..##... ####### .####..
..###.. .###### ####### .#####. ....##. .#####. .#####. ..##... .#####. .###...
"""

#: What F6 should say of each digit: a picture of 12 rows and 7 columns, row by row, ink 1 and paper
#: −1. The paper has such pictures for all of ASCII; these ten are drawn for this book.
LENET5_CODES: tuple[tuple[int, ...], ...] = tuple(
    tuple(1 if cell == "#" else -1 for cell in "".join(rows))
    for rows in zip(*(line.split() for line in _DRAWN.split("\n") if line), strict=True)
)
