"""What helps with a TypeError: a value of one kind where Python needs another.

Like the judge it imports nothing, for its text runs in the book's page too.
"""

# The type, words of the message, words of the line, and the help. The first that fits is said.
TYPE_ERRORS = (
    (
        "TypeError",
        "'tuple' object does not support item assignment",
        "",
        "A tuple, `(…)`, cannot be changed: begin with a list, `[…]`.",
    ),
    *(
        (
            "TypeError",
            f"'{once}' object is not subscriptable",
            "",
            "What is given out one by one has no places: make a list of it first, `list(…)`.",
        )
        for once in ("generator", "map", "zip", "filter", "set", "enumerate")
    ),
    (
        "TypeError",
        ": 'generator' and",
        "",
        "`(… for …)` is no number, and no list: is `sum` missing in front of it?",
    ),
    (
        "TypeError",
        "indices must be integers or slices, not str",
        "",
        "A place in a list is a number, not a text. Only a dictionary has names for its entries.",
    ),
    (
        "TypeError",
        "slice indices must be integers",
        "",
        "The ends of a slice are whole numbers. `/` makes a fraction even of 4 / 2: use `//`.",
    ),
    (
        "TypeError",
        "assign an iterable",
        "",
        "A part of a list, `row[a:b]`, takes a list, not a single number: go through its places in "
        "a loop, or give it `[x] * (b - a)`.",
    ),
    (
        "TypeError",
        "cannot unpack non-iterable",
        "",
        "`for a, b in …` and `a, b = …` take pairs apart. What comes here is a single thing.",
    ),
    (
        "TypeError",
        "unhashable type",
        "",
        "A list can be no key of a dictionary and no entry of a set: a tuple can.",
    ),
    (
        "TypeError",
        "not supported between instances of 'list'",
        "",
        "A whole list is compared with a number here. Compare number by number, in a loop.",
    ),
    (
        "TypeError",
        "** or pow(): 'list'",
        "",
        "A list has no power: raise number by number, in a loop.",
    ),
    (
        "TypeError",
        "for //: 'list'",
        "",
        "Lists cannot be divided as a whole: divide number by number, in a loop.",
    ),
    (
        "TypeError",
        "not tuple",
        "::-1",
        "A slice with a comma, as in `kernel[::-1, ::-1]`, is NumPy's. With lists of rows take the "
        "rows first, then each row: `[row[::-1] for row in kernel[::-1]]`.",
    ),
    (
        "TypeError",
        "not tuple",
        "",
        "An index with a comma is NumPy's. These are lists of rows: write `image[i][j]`, and for a "
        "part of a table `[row[a:b] for row in image[c:d]]`.",
    ),
    (
        "TypeError",
        "indices must be integers or slices, not float",
        "",
        "A place in a list is a whole number. (`/` makes a fraction even of 4 / 2: use `//`. And "
        "`for x in kernel` gives the numbers, not their places.)",
    ),
    (
        "TypeError",
        "indices must be integers or slices, not list",
        "",
        "You index with a list: `for row in image` goes through the rows themselves. Their places "
        "are `for i in range(len(image))`.",
    ),
    (
        "TypeError",
        "can't multiply sequence by non-int",
        "",
        "A list cannot be multiplied by a list or by a fraction. Multiply number by number, in a "
        "loop.",
    ),
    (
        "TypeError",
        "for +: 'int' and 'list'",
        "",
        "A number and a list cannot be added: one index is missing, or `sum` runs over rows.",
    ),
    (
        "TypeError",
        "for +=: 'int' and 'list'",
        "",
        "A number and a list cannot be added: one index is missing.",
    ),
    ("TypeError", "for ^:", "", "`^` is no power in Python: write `**`."),
    (
        "TypeError",
        'can only concatenate list (not "str")',
        "",
        "A list and a text cannot be added: `[text]` is a list that holds it.",
    ),
    (
        "TypeError",
        'can only concatenate list (not "tuple")',
        "",
        "A list and a tuple cannot be added: `list(…)` makes a list of the tuple.",
    ),
    (
        "TypeError",
        "can only concatenate list",
        "",
        "A list and a number cannot be added. To put a number behind a list: `append`.",
    ),
    (
        "TypeError",
        "for -: 'list'",
        "",
        "Lists cannot be subtracted as a whole: subtract number by number, in a loop.",
    ),
    (
        "TypeError",
        "for /: 'list'",
        "",
        "Lists cannot be divided as a whole: divide number by number, in a loop.",
    ),
    (
        "TypeError",
        "'list' object cannot be interpreted as an integer",
        "range(",
        "`range` takes a number: `range(len(…))`.",
    ),
    (
        "TypeError",
        "'list' object cannot be interpreted as an integer",
        "",
        "A whole list stands where a number is needed.",
    ),
    (
        "TypeError",
        "'float' object cannot be interpreted as an integer",
        "",
        "`range` and `[0] * n` take whole numbers. `/` makes a fraction even of 4 / 2: use `//`.",
    ),
    (
        "TypeError",
        "object is not subscriptable",
        "",
        "What you index here is not a list: one index too many, or the entry itself (from `for x "
        "in …`) where its place is meant.",
    ),
    (
        "TypeError",
        "does not support item assignment",
        "",
        "You assign into something that is not a list: one index too many?",
    ),
    (
        "TypeError",
        "object is not iterable",
        "",
        "This loop, `sum` or `max` runs over a single number. A loop over places needs `range(…)`.",
    ),
    (
        "TypeError",
        "object of type 'int' has no len",
        "",
        "You take `len` of a number: it is an entry, not a row or a list.",
    ),
    (
        "TypeError",
        "has no len()",
        "",
        "`len` needs a list. Make one of what `reversed`, `map`, `zip` or a `(… for …)` gives: "
        "`list(…)`.",
    ),
    (
        "TypeError",
        "and 'str'",
        "",
        "A number meets a text here. Are there quotes or a `str` too many?",
    ),
    (
        "",
        "Cannot cast",
        "",
        "An array of whole numbers cannot take fractions: begin with `np.zeros(shape)`.",
    ),
    (
        "TypeError",
        "object is not callable",
        "",
        "Parentheses call a function. A list is indexed with brackets, `image[i]`, and a product "
        "needs its `*`. (Or did you give a variable the name of a function, such as `sum`?)",
    ),
    (
        "TypeError",
        "positional argument",
        "",
        "A function is called here with another number of inputs than it has parameters.",
    ),
    (
        "TypeError",
        "must be real number, not list",
        "",
        "A function of `math` takes one number, not a list: call it for each number, in a loop.",
    ),
    (
        "TypeError",
        "bad operand type for unary -",
        "",
        "A list has no sign: put the minus before each number, in a loop.",
    ),
)
