"""Arithmetic written by an author, worked out without ever running it as code. Free of Django."""

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

from interviews.questions.items import ItemError

Value = float | int | str

MOST_CHARACTERS = 300
MOST_WHOLE = 10**18

OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Not: operator.not_,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "ceil": math.ceil,
    "cos": math.cos,
    "erf": math.erf,
    "exp": math.exp,
    "floor": math.floor,
    "log": math.log,
    "log2": math.log2,
    "max": max,
    "min": min,
    "round": round,
    "sin": math.sin,
    "sqrt": math.sqrt,
    "tanh": math.tanh,
}
HOLE = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*(?::([^{}]{1,8}))?\}\}")
SPEC = re.compile(r",?(\.\d)?[dfge%]?")


def evaluate(expression: str, names: Mapping[str, Value]) -> Value:
    """Work out one expression over the names, or raise ItemError saying which part is not allowed."""
    if len(expression) > MOST_CHARACTERS:
        raise ItemError(f"the formula “{expression[:40]}…” is longer than {MOST_CHARACTERS} characters")
    try:
        tree = ast.parse(expression.strip(), mode="eval")
        value = _value(tree.body, names)
    except ItemError:
        raise
    except (SyntaxError, ValueError, ArithmeticError, TypeError, RecursionError, MemoryError) as error:
        raise ItemError(f"the formula “{expression}” cannot be worked out: {error}") from error
    # A root of a negative number is complex, and nobody meant that.
    if not isinstance(value, int | float | str) or (isinstance(value, float) and not math.isfinite(value)):
        raise ItemError(f"the formula “{expression}” gives no finite number")
    return value


def names_in(expression: str) -> set[str]:
    """The names a formula uses; none where it cannot be read, which working it out will say."""
    try:
        return {node.id for node in ast.walk(ast.parse(expression.strip(), mode="eval")) if isinstance(node, ast.Name)}
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()


def number(expression: str, names: Mapping[str, Value]) -> float:
    """Work out an expression that must be a number."""
    value = evaluate(expression, names)
    if isinstance(value, str):
        raise ItemError(f"the formula “{expression}” gives the word “{value}” where a number is needed")
    return float(value)


def filled(text: str, names: Mapping[str, Value]) -> str:
    """Put the drawn numbers into a text, or raise ItemError for a name nobody draws."""

    def put(hole: re.Match[str]) -> str:
        name, spec = hole.group(1), (hole.group(2) or "").strip()
        if name not in names:
            raise ItemError(f"the text asks for “{name}”, which is neither drawn nor computed")
        return shown(names[name], spec)

    return HOLE.sub(put, text)


def shown(value: Value, spec: str = "") -> str:
    """Write a number as a reader sees it: by the given format, else without trailing noise."""
    if isinstance(value, str):
        return value
    if not SPEC.fullmatch(spec):
        raise ItemError(f"the format “{spec}” is not one of .2f, .3g, d, , or %")
    try:
        written = format(int(value) if spec.endswith("d") else value, spec) if spec else _plain(value)
    except ValueError as error:
        raise ItemError(f"{value} cannot be written as “{spec}”") from error
    # “-0.00” is no number anybody writes.
    return written[1:] if written.startswith("-") and not any(sign in written for sign in "123456789") else written


def _plain(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.10g}"


def _value(node: ast.AST, names: Mapping[str, Value]) -> Any:
    match node:
        case ast.Constant(value=value) if type(value) in (int, float, str):
            return value
        case ast.Name(id=name) if name in names:
            return names[name]
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _power(_value(left, names), _value(right, names))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return _arithmetic(op, _value(left, names), _value(right, names))
        case ast.UnaryOp(op=op, operand=operand) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_value(operand, names))
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_value(left, names), _value(right, names))
        case ast.BoolOp(op=op, values=values):
            together = all if isinstance(op, ast.And) else any
            return together(_value(one, names) for one in values)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return _value(body if _value(test, names) else orelse, names)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in FUNCTIONS:
            return FUNCTIONS[name](*(_value(one, names) for one in arguments))
        case ast.Name(id=name):
            raise ItemError(f"“{name}” is neither drawn nor computed before it is used")
    raise ItemError(
        f"“{ast.unparse(node)}” is not allowed in a formula: use numbers, + - * / **, and {', '.join(FUNCTIONS)}"
    )


def _arithmetic(op: ast.operator, left: Any, right: Any) -> Any:
    # A word times a number would be a longer word.
    if isinstance(left, str) or isinstance(right, str):
        raise ItemError("words cannot be reckoned with in a formula, only compared")
    return _bounded(OPERATORS[type(op)](left, right))


def _bounded(value: Any) -> Any:
    # Whole numbers have no end in Python; a chain of formulas could fill the memory with one.
    if isinstance(value, int) and abs(value) > MOST_WHOLE:
        raise ItemError("a whole number here is larger than 10**18: write 1.0 * … to reckon with decimals")
    return value


def _power(base: Any, exponent: Any) -> Any:
    if isinstance(base, str) or isinstance(exponent, str):
        raise ItemError("words cannot be reckoned with in a formula, only compared")
    if abs(exponent) > 64 or abs(base) > 1e6:
        raise ItemError(f"{base} ** {exponent} is too large for a formula")
    return _bounded(float(base) ** exponent if not isinstance(base, int) or exponent < 0 else base**exponent)
