"""What CPython says about code that it cannot read, where Brython says it otherwise.

Brython reads tabs as CPython 2 did, counts lines past the last one, and calls much of what stops
CPython's tokenizer "invalid syntax". So the text is looked at once more, by the tokenizer's rules
alone, and `reread` puts both findings together in the order in which CPython would meet them.
"""

NEVER_CLOSED = "unterminated {}string literal (detected at line {})"
TABS = "inconsistent use of tabs and spaces in indentation"
DEDENT = "unindent does not match any outer indentation level"
ZEROS = (
    "leading zeros in decimal integer literals are not permitted; "
    "use an 0o prefix for octal integers"
)
TOKENS = (
    "invalid character",
    "invalid non-",
    "unexpected char",
    "unmatched",
    "closing paren",
    "invalid decimal",
    "invalid hexa",
    "invalid octal",
    "invalid binary",
    "invalid digit",
    "leading zeros",
)
FORGOT_COMMA = ". Perhaps you forgot a comma?"


def reread(code, error=None):
    """The error with which CPython refuses `code`, or None.

    `error` is what this Python raised when it read the code; None if it had no objection.

    >>> reread("if x:\\n    y = 1\\n\\tz = 2")
    TabError('inconsistent use of tabs and spaces in indentation', ('<string>', 3, 0, ''))
    """
    if error is None and "\t" not in code:
        return None
    text = Text(code)
    kind, words, line = text.fault or (None, "", 0)
    if error is None:
        return found(kind, words, line) if kind is TabError else None
    said = error.msg if isinstance(error.msg, str) else str(error.msg[0])  # a list in Brython
    words_here, line_here = text.corrected(said, error.lineno)
    # What the tokenizer stops at comes before all that the parser has to say, but for what the
    # tokenizer meets first: signs, brackets, and the first line of a block that nothing opens.
    if words_here.startswith((*TOKENS, "unexpected indent")):
        first = line_here <= line
    else:
        first = kind is not SyntaxError and line_here < line
    if kind and not first:
        return found(kind, words, line)
    return found(type(error), words_here, line_here)


def found(kind, words, line):
    return kind(words, ("<string>", line, 0, ""))


def misspelt(number, after):
    """What is wrong with a number, as the tokenizer says it; "" if nothing is."""
    if number.isdigit() and number[0] != "0":
        return ""
    for start, name, digits in (("0b", "binary", "01"), ("0o", "octal", "01234567")):
        wrong = number[2:].strip(f"{digits}_")[:1] if number[:2] == start else ""
        if wrong.isdigit():
            return f"invalid digit '{wrong}' in {name} literal"
        if number[:2] == start and (number == start or number[-1] == "_"):
            return f"invalid {name} literal"
    if number == "0x" or (number[:2] == "0x" and number[2].strip("0123456789abcdef_")):
        return "invalid hexadecimal literal"
    if number.isdigit() and number[0] == "0" and number.strip("0") and after[:1] != ".":
        return ZEROS
    signed = after[:1] in ("+", "-") and after[1:].isdigit()
    unfinished = number[:-1].isdigit() and number[-1] == "e" and not signed
    return "invalid decimal literal" if "__" in number or number[-1] == "_" or unfinished else ""


class Text:
    """One walk through the code, as far as the first thing that no Python can read.

    `fault` is that thing: type, words and line. `indented` is the line of the first block that
    nothing opens, `bracketed` the lines that lie within brackets, at least in part.
    """

    def __init__(self, code):
        self.code, self.lines = code, code.split("\n")
        self.place, self.line = 0, 1
        self.indents = [(0, 0)]  # in columns, a tab once up to the next eighth and once as one
        self.brackets, self.bracketed = "", set()
        self.fault, self.indented, self.last = None, 0, ""
        start = True
        while self.place < len(code) and not self.fault:
            if start and not self.brackets:
                self.margin()
            start = self.step()

    def peek(self, count=1):
        return self.code[self.place : self.place + count]

    def fail(self, kind, words, line):
        self.fault = self.fault or (kind, words, line)
        self.place = len(self.code)

    def step(self):
        """Pass one token or one other character; whether a line of code begins behind it."""
        sign = self.peek()
        if sign == " ":
            self.place += 1
            return False
        if sign == "\n":
            self.place, self.line = self.place + 1, self.line + 1
            return True
        if sign == "\\" and self.peek(2) == "\\\n":
            self.place, self.line = self.place + 2, self.line + 1
            if self.place == len(self.code):
                self.fail(SyntaxError, "unexpected EOF while parsing", self.line - 1)
            return False
        if sign == "\\":
            self.place = len(self.code)  # where the tokenizer stops; the parser's words are known
            return False
        if sign == "#":
            end = self.code.find("\n", self.place)
            self.place = len(self.code) if end < 0 else end
            return False
        if sign not in " \t\f":
            self.last = sign
        if sign in ("'", '"'):
            self.string()
        elif sign.isdigit():
            self.number()
        elif sign == "." and self.peek(2)[1:].isdigit():
            self.place += 1
            self.word()
        elif sign.isalpha() or sign == "_":
            word = self.word()
            if self.peek() in ("'", '"') and len(word) < 3 and word.lower().strip("rbfu") == "":
                self.string()
        else:
            self.bracket(sign)
            self.place += 1
        return False

    def margin(self):
        """Compare the indentation of a line of code with those above; tabs count twice."""
        wide = narrow = 0
        while self.peek() and self.peek() in " \t\f":
            tab = self.peek() == "\t"
            wide, narrow = (wide // 8 + 1) * 8 if tab else wide + 1, narrow + 1
            if self.peek() == "\f":
                wide = narrow = 0
            self.place += 1
        if self.peek() in ("", "\n", "#", "\\"):
            return
        if wide > self.indents[-1][0]:
            if narrow <= self.indents[-1][1]:
                self.fail(TabError, TABS, self.line)
            elif self.last != ":" and not self.indented:
                self.indented = self.line
            self.indents.append((wide, narrow))
        while wide < self.indents[-1][0]:
            self.indents.pop()
        if wide != self.indents[-1][0]:
            self.fail(IndentationError, DEDENT, self.line)
        elif narrow != self.indents[-1][1]:
            self.fail(TabError, TABS, self.line)

    def bracket(self, sign):
        if sign in "([{":
            self.brackets += sign
        if self.brackets:
            self.bracketed.add(self.line)
        if sign in ")]}" and self.brackets:
            self.brackets = self.brackets[:-1]

    def string(self):
        quote, first = self.peek(), self.line
        triple = self.peek(3) == 3 * quote
        end = 3 * quote if triple else quote
        self.place += len(end)
        while self.peek(len(end)) != end:
            sign = self.peek()
            if sign == "" or (sign == "\n" and not triple):
                sort = "triple-quoted " if triple else ""
                last = self.line - 1 if triple and self.code.endswith("\n") else self.line
                self.fail(SyntaxError, NEVER_CLOSED.format(sort, last), first)
                return
            if sign == "\\":
                self.place += 1
            if self.peek() == "\n":
                self.line += 1
            self.place += 1
        self.place += len(end)

    def word(self):
        code, start, end = self.code, self.place, self.place
        while end < len(code) and (code[end].isalnum() or code[end] == "_"):
            end += 1
        self.place = end
        return code[start:end]

    def number(self):
        words = misspelt(self.word().lower(), self.peek(2))
        if words:
            self.fail(SyntaxError, words, self.line)

    def corrected(self, words, line):
        """Words and line of an error, as CPython has them."""
        last = len(self.lines) - (self.lines[-1] == "")
        line = min(line, max(last, 1))
        if words == "unexpected indent" and self.indented:
            line = self.indented
        if words.startswith("invalid non-printable character") and "(" in words:
            words = f"invalid non-printable character {words[words.index('(') + 1 : -1]}"
        if words.startswith("Pattern matching is"):
            words = "expected ':'"
        if words == f"invalid syntax{FORGOT_COMMA}" and line not in self.bracketed:
            words = "invalid syntax"
        if words == "invalid syntax":
            name, _, rest = self.lines[line - 1].strip().partition(" ")
            if name in ("print", "exec") and (rest[:1].isalnum() or rest[:1] in ("'", '"', "_")):
                words = f"Missing parentheses in call to '{name}'. Did you mean {name}(...)?"
        return words, line
