"""Sixteen swaps at a time: the innermost loop in the words of the compiler behind numba, which does not find it itself.

What the group of each element adds is looked up in a table. Up to 32 numbers of it fit in two registers, where the
processor has an instruction for that (AVX-512, ``vpermi2ps``): then a look takes a quarter of the time.
"""

from __future__ import annotations

from typing import Any, cast

import llvmlite.binding as llvm
from llvmlite import ir
from numba import core, types
from numba.core import cgutils as untyped_cgutils
from numba.extending import intrinsic

cgutils, config = cast("Any", untyped_cgutils), cast("Any", core.config)

WIDTH = 16
"""How many numbers are taken together."""

TABLE = 2 * WIDTH
"""How many numbers two registers hold."""


def has_instruction() -> bool:
    """Tell whether this processor has the instruction, and numba compiles for this processor."""
    if config.CPU_NAME is not None or config.CPU_FEATURES is not None:
        return False
    try:
        return bool(llvm.get_host_cpu_features().get("avx512f"))
    except RuntimeError:
        # Not every kind of processor can be asked.
        return False


AVAILABLE = has_instruction()

FLOAT, INT, LONG = ir.FloatType(), ir.IntType(32), ir.IntType(64)
FLOATS, INTS = ir.VectorType(FLOAT, WIDTH), ir.VectorType(INT, WIDTH)
FAST = ("fast",)


class Rows:
    """Arrays of numbers while code is being written that takes ``WIDTH`` of them at a time."""

    def __init__(self, context: Any, builder: Any, kinds: Any, values: Any) -> None:
        self.builder = builder
        self.arrays = [
            context.make_array(kind)(context, builder, value)
            for kind, value in zip(kinds, values, strict=True)
            if isinstance(kind, types.Array)
        ]

    def function(self, name: str, result: Any, *arguments: Any) -> Any:
        kind = ir.FunctionType(result, arguments)
        return cgutils.get_or_insert_function(self.builder.module, kind, name)

    def everywhere(self, value: Any) -> Any:
        """Return a register filled with one number."""
        nothing = ir.Constant(ir.VectorType(value.type, WIDTH), ir.Undefined)
        first = self.builder.insert_element(nothing, value, ir.Constant(INT, 0))
        return self.builder.shuffle_vector(first, nothing, ir.Constant(INTS, [0] * WIDTH))

    def place(self, array: int, index: Any, kind: Any) -> Any:
        address = self.builder.gep(self.arrays[array].data, [index])
        return self.builder.bitcast(address, kind.as_pointer())

    def load(self, array: int, index: Any, kind: Any = FLOATS) -> Any:
        loaded = self.builder.load(self.place(array, index, kind))
        loaded.align = 4
        return loaded

    def looked_up(self, indices: Any, *, in_registers: bool) -> Any:
        """Return the numbers of array 0 at these places."""
        b = self.builder
        if in_registers:
            permute = self.function("llvm.x86.avx512.vpermi2var.ps.512", FLOATS, FLOATS, INTS, FLOATS)
            low, high = self.load(0, ir.Constant(LONG, 0)), self.load(0, ir.Constant(LONG, WIDTH))
            return b.call(permute, [low, indices, high])
        found = ir.Constant(FLOATS, ir.Undefined)
        for k in range(WIDTH):
            at = b.zext(b.extract_element(indices, ir.Constant(INT, k)), LONG)
            value = b.load(b.gep(self.arrays[0].data, [at]))
            found = b.insert_element(found, value, ir.Constant(INT, k))
        return found


def most_gain_with(*, in_registers: bool) -> Any:
    """Make the function ``most_gain``, for tables in registers or of any length in memory."""

    @intrinsic
    def most_gain(  # noqa: PLR0917
        typing: Any,
        reach: Any,
        groups: Any,
        near: Any,
        own: Any,
        twice: Any,
        noise: Any,
        heat: Any,
        gain: Any,
    ) -> Any:
        """Write reach[groups] + near - own - twice + heat * noise to ``gain``, and return the most.

        The length of ``gain`` is a multiple of ``WIDTH``, and all but ``reach`` are as long at least.
        """

        def code(context: Any, b: Any, signature: Any, arguments: Any) -> Any:
            rows = Rows(context, b, signature.args, arguments)
            heats = rows.everywhere(arguments[6])
            most = cgutils.alloca_once_value(b, ir.Constant(FLOATS, [-3e38] * WIDTH))
            width = ir.Constant(LONG, WIDTH)
            with cgutils.for_range(b, b.udiv(rows.arrays[6].nitems, width)) as loop:
                at = b.mul(loop.index, width)
                value = rows.looked_up(rows.load(1, at, INTS), in_registers=in_registers)
                value = b.fadd(value, rows.load(2, at), flags=FAST)
                value = b.fsub(value, b.fadd(rows.load(3, at), rows.load(4, at), flags=FAST), flags=FAST)
                value = b.fadd(value, b.fmul(heats, rows.load(5, at), flags=FAST), flags=FAST)
                b.store(value, rows.place(6, at, FLOATS)).align = 4
                before = b.load(most)
                b.store(b.select(b.fcmp_ordered(">", value, before), value, before), most)
            largest = rows.function("llvm.vector.reduce.fmax.v16f32", FLOAT, FLOATS)
            return b.call(largest, [b.load(most)])

        return types.float32(reach, groups, near, own, twice, noise, heat, gain), code

    return most_gain


most_gain = most_gain_with(in_registers=AVAILABLE)
"""For tables of ``TABLE`` numbers exactly."""

most_gain_of_many = most_gain_with(in_registers=False)
"""For tables of any length."""
