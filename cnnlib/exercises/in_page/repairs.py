"""Where Brython is not CPython and a few words in its text mend it: what stands there, what shall.

Each first text must stand in Brython's own; otherwise the build stops, and this table is to be
looked through. Names such as `$B.adopt` are those of ``worker.js``. What could not be mended is
listed, with what the page does instead, in ``tests/book/test_python_parity.py``.
"""

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
    (
        "slice.$conv_for_seq=function(self,len){",
        "slice.$conv_for_seq=function(self,len){$B.check_slice(self)\n",
    ),
    # Without a limit a worker that copies for ever takes the whole page with it.
    ("let res=self.slice()", "let res=$B.copied(self).slice()"),
    ("var res=self.slice()", "var res=$B.copied(self).slice()"),
    ("var res=$.self.slice()", "var res=$B.copied($.self).slice()"),
    # Rounding: exact, and half to even.
    ("y=(x.value*pow1)*pow2", "return fast_float(Number($B.fixed(x.value,ndigits)))"),
    (
        "roundDownToFixed=$B.roundDownToFixed=function(v,d){",
        "roundDownToFixed=$B.roundDownToFixed=function(v,d){return $B.fixed(v,d)\n",
    ),
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
    (
        "return fast_float(Math.pow(x,y))",
        "var z=Math.pow(x,y)\nif(isFinite(x)&& isFinite(y)&& ! isFinite(z)){"
        "$B.RAISE(_b_.OverflowError,\"(34, 'Numerical result out of range')\")}\n"
        "return fast_float(z)",
    ),
    (
        "var x=toBigInt(self)\nreturn int_or_long((x % y+y)% y)",
        "var x=toBigInt(self)\nif(x===$B.NULL){return _b_.NotImplemented}\n"
        "return int_or_long((x % y+y)% y)",
    ),
    # Calls without what they need, or with what nobody knows.
    (
        "zip.tp_iternext=function*(self){",
        "zip.tp_iternext=function*(self){if(! self.iters?.length){return}\n",
    ),
    ("var kw\nif(last.$kw){nb_args--", "var kw\nif(last?.$kw){nb_args--"),
    ("default:\n$B.RAISE(_b_.TypeError,\"'\"+item.key+", "default:\n$B.RAISE(_b_.TypeError,\"'\"+key+"),
    (
        "var end=$B.str_dict_get(kw,'end'",
        "$B.check_print(kw)\nvar end=$B.str_dict_get(kw,'end'",
    ),
)

# Lines: that of the operation within a statement of several lines, and that in front of `finally`.
LINES = (
    (
        "$B.set_lineno=function(frame,lineno,type){",
        "$B.set_lineno=function(frame,lineno,type){frame.inum=undefined\n",
    ),
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
_METHOD = "$B.method_to_op[op]"
WORDS = (
    ("list indices must be integer, not", "list indices must be integers or slices, not"),
    ('"string indices must be integers"', "`string indices must be integers, not '${$B.class_name(arg)}'`"),
    ('"Can\'t multiply sequence', '"can\'t multiply sequence'),
    ("str.sq_repeat=function(self,other){", "str.sq_repeat=function(self,other){\nif(! $B.is_int(other)){return _b_.NotImplemented}\n"),
    ('"for "+opname2opsign[op]+', f'"for "+{_METHOD}+'),
    ("$B.method_to_op[method]=op}", "$B.method_to_op[method]={'**':'** or pow()','or':'|','and':'&','xor':'^'}[op]??op}"),
    ("$B.RAISE(_b_.TypeError,`unsupported operand type(s) for ${$B.method_to_op[op]}:`", "$B.check_sequence(op,x,y)\n$B.RAISE(_b_.TypeError,`unsupported operand type(s) for ${$B.method_to_op[op]}:`"),
    ("$B.RAISE(_b_.TypeError,`unsupported operand type(s)`+\n` for ${op}", "$B.check_sequence(`__${method1}__`,left,right)\n$B.RAISE(_b_.TypeError,`unsupported operand type(s)`+\n` for ${op}"),
    ("list deletion index out of range", "list assignment index out of range"),
    ('"pop index out of range"', 'self.length ? "pop index out of range" : "pop from empty list"'),
    ("object doesn't support item deletion", "object does not support item deletion"),
    ('_b_.str.$factory($.x)+" is not in list"', '"list.remove(x): x not in list"'),
    ('expected+" argument"+(expected < 2 ? \'\' :\'s\')', '(expected==1 ? "one argument" : expected+" arguments")'),
    ('list_funcs.append=function(self,x){', 'list_funcs.append=function(self,x){if(arguments.length !=2){$B.check_nb_args_no_kw("list.append",1,[...arguments].slice(1))}\n'),
    (" expected 1 arguments, got 0", " expected at least 1 argument, got 0"),
    ('"range arg 3 must', '"range() arg 3 must'),
    ("_b_.str.$factory($B.jsobj2pyobj(obj))+\"'\"\n)", "$B.class_name(obj)+\"'\"\n)"),
    ('"argument to reversed() must be a sequence"', "`'${$B.class_name(seq)}' object is not reversible`"),
    ("'Outside valid range'", "'chr() arg not in range(0x110000)'"),
    ('"non-empty format string passed to object.__format__"', "`unsupported format string passed to ${$B.class_name(self)}.__format__`"),
    ("'ValueError: __len__() should", "'__len__() should"),
    ("iter() returned non-iterable of", "iter() returned non-iterator of"),
    ("`${$B.get_name(cls)} takes no arguments`", "`${$B.get_name(cls)}() takes no arguments`"),
    ("iterable=_b_.iter(iterable)\nvar res=[],count=0", 'try{iterable=_b_.iter(iterable)}catch(err){$B.RAISE(_b_.TypeError,"can only join an iterable")}\nvar res=[],count=0'),
    ("if(self.args.length > 0 && self.args[0]!==_b_.None){return", "if(self.args.length > 1 && self.args.every((it)=> it.ob_type ||! Array.isArray(it))){return _b_.repr(self.args)}\nif(self.args.length > 0 && self.args[0]!==_b_.None){return"),
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
