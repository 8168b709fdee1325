"""Where Brython is not CPython and a few words in its text mend it: what stands there, what shall.

Each first text must stand in Brython's own; otherwise the build stops, and this table is to be
looked through. Names such as `$B.adopt` are those of ``worker.js``. What could not be mended is
listed, with what the page does instead, in ``tests/book/test_python_parity.py``.
"""


def _before(place: str, code: str) -> tuple[str, str]:
    return place, f"{code}\n{place}"


def _behind(place: str, code: str) -> tuple[str, str]:
    return place, f"{place}{code}\n"


# Values and verdicts.
VALUES = (
    # CPython's own limit, less the frames above the student's code.
    ("$B.recursion_limit=900", "$B.recursion_limit=1000"),
    # One frame less for each call: the stack of a browser's worker is small.
    (
        "$call_with_position=function(callable,inum,...args){var test=false \n"
        "if(test){console.log('call',callable,inum)}\ntry{",
        "$call_with_position=function(callable,inum,...args){try{\n"
        "if(callable?.ob_type===$B.function){return callable(...args)}",
    ),
    # An error of JavaScript becomes one of Python before any `except` sees it.
    ("if(exc.ob_type===undefined){}", "if(exc.ob_type===undefined){$B.adopt(exc)}"),
    # A lambda made in a comprehension goes on seeing the comprehension's variable.
    (
        "if(! save_locals.has(comp_name)){js+=",
        "if(! save_locals.has(comp_name)&& ! js.includes('lambda_')){js+=",
    ),
    # x[1.5] = 0 was the same as x[1] = 0.
    (
        'if(_b_.hasattr(arg,"__int__")||_b_.hasattr(arg,"__index__")){list.mp',
        'if(_b_.hasattr(arg,"__index__")){list.mp',
    ),
    # x["0":] was the same as x[0:].
    _behind("slice.$conv_for_seq=function(self,len){", "$B.check_slice(self)"),
    # Without a limit a worker that copies for ever takes the whole page with it.
    ("let res=self.slice()", "let res=$B.copied(self).slice()"),
    ("var res=self.slice()", "var res=$B.copied(self).slice()"),
    ("var res=$.self.slice()", "var res=$B.copied($.self).slice()"),
    # Rounding: exact, and half to even.
    ("y=(x.value*pow1)*pow2", "return fast_float(Number($B.fixed(x.value,ndigits)))"),
    _behind("roundDownToFixed=$B.roundDownToFixed=function(v,d){", "return $B.fixed(v,d)"),
    ("res=Math.round(value)+(fmt", "res=$B.fixed(value,0)+(fmt"),
    ("if(res % 2){return res-1}}", "if(res % 2){res-=1}}"),
    ("var mult=Math.pow(10,n),x=arg*mult", "return $B.round_int(arg,n)\nvar mult,x"),
    ("int_funcs.conjugate=function(self){}", "int_funcs.conjugate=function(self){return self}"),
    # Division by zero and overflow.
    (
        "function _float_div_mod(vx,wx){",
        "function _float_div_mod(vx,wx){\n"
        'if(wx==0){$B.RAISE(_b_.ZeroDivisionError,"division by zero")}',
    ),
    (
        "case '/=':\nreturn $B.fast_float(res_type.x/res_type.y)",
        "case '/=':\nif(res_type.y==0){$B.RAISE(_b_.ZeroDivisionError,'division by zero')}\n"
        "return $B.fast_float(res_type.x/res_type.y)",
    ),
    _before("return fast_float(Math.pow(x,y))", "$B.check_power(x,y)"),
    _before("return int_or_long((x % y+y)% y)", "if(x===$B.NULL){return _b_.NotImplemented}"),
    # Calls without what they need, or with what nobody knows.
    _behind("zip.tp_iternext=function*(self){", "if(! self.iters?.length){return}"),
    ("var kw\nif(last.$kw){nb_args--", "var kw\nif(last?.$kw){nb_args--"),
    (
        'default:\n$B.RAISE(_b_.TypeError,"\'"+item.key+',
        'default:\n$B.RAISE(_b_.TypeError,"\'"+key+',
    ),
    _before("var end=$B.str_dict_get(kw,'end'", "$B.check_print(kw)"),
)

# Lines: that of the operation within a statement of several lines, and that in front of `finally`.
LINES = (
    _behind("$B.set_lineno=function(frame,lineno,type){", "frame.inum=undefined"),
    (
        "traceback_funcs.tb_lineno_get=function(self){return self.tb_lineno}",
        "traceback_funcs.tb_lineno_get=function(self){return $B.line_of(self)}",
    ),
    (
        "if(has_else ||has_finally){js+=prefix+'}'",
        "if(has_else ||has_finally){js+=prefix+(has_except_handlers ? '}' :"
        " '}catch(err){$B.set_exc(err,frame)\\nthrow err}')",
    ),
)

# Words, as CPython has them.
WORDS = (
    ("list indices must be integer, not", "list indices must be integers or slices, not"),
    (
        '"string indices must be integers"',
        "`string indices must be integers, not '${$B.class_name(arg)}'`",
    ),
    ("\"Can't multiply sequence", "\"can't multiply sequence"),
    _behind(
        "str.sq_repeat=function(self,other){",
        "if(! $B.is_int(other)){return _b_.NotImplemented}",
    ),
    ('"for "+opname2opsign[op]+', '"for "+$B.method_to_op[op]+'),
    (
        "$B.method_to_op[method]=op}",
        "$B.method_to_op[method]={'**':'** or pow()','or':'|','and':'&','xor':'^'}[op]??op}",
    ),
    _before(
        "$B.RAISE(_b_.TypeError,`unsupported operand type(s) for ${$B.method_to_op[op]}:`",
        "$B.check_sequence(op,x,y)",
    ),
    _before(
        "$B.RAISE(_b_.TypeError,`unsupported operand type(s)`+\n",
        "$B.check_sequence(`__${method1}__`,left,right)",
    ),
    ("list deletion index out of range", "list assignment index out of range"),
    ('"pop index out of range"', 'self.length ? "pop index out of range" : "pop from empty list"'),
    ("object doesn't support item deletion", "object does not support item deletion"),
    ('_b_.str.$factory($.x)+" is not in list"', '"list.remove(x): x not in list"'),
    (
        "expected+\" argument\"+(expected < 2 ? '' :'s')",
        '(expected==1 ? "one argument" : expected+" arguments")',
    ),
    _behind(
        "list_funcs.append=function(self,x){",
        "if(arguments.length !=2){$B.check_nb_args('list.append',1,[...arguments].slice(1))}",
    ),
    (" expected 1 arguments, got 0", " expected at least 1 argument, got 0"),
    ('"range arg 3 must', '"range() arg 3 must'),
    ('_b_.str.$factory($B.jsobj2pyobj(obj))+"\'"\n)', '$B.class_name(obj)+"\'"\n)'),
    (
        '"argument to reversed() must be a sequence"',
        "`'${$B.class_name(seq)}' object is not reversible`",
    ),
    ("'Outside valid range'", "'chr() arg not in range(0x110000)'"),
    (
        '"non-empty format string passed to object.__format__"',
        "`unsupported format string passed to ${$B.class_name(self)}.__format__`",
    ),
    ("'ValueError: __len__() should", "'__len__() should"),
    ("iter() returned non-iterable of", "iter() returned non-iterator of"),
    ("`${$B.get_name(cls)} takes no arguments`", "`${$B.get_name(cls)}() takes no arguments`"),
    (
        "iterable=_b_.iter(iterable)\nvar res=[],count=0",
        "iterable=$B.joined(iterable)\nvar res=[],count=0",
    ),
    _before(
        "if(self.args.length > 0 && self.args[0]!==_b_.None){return",
        "if($B.is_several(self.args)){return _b_.repr(self.args)}",
    ),
)


def repaired(text: str) -> str:
    """The text of ``brython.js`` with all repairs.

    Raises:
        ValueError: if a repair finds nothing to mend.
    """
    for old, new in VALUES + LINES + WORDS:
        if old not in text:
            raise ValueError(f"brython.js does not hold {old!r}: look through {__name__}")
        text = text.replace(old, new)
    return text
