"""Divide n x d numbers into groups with means as equal as can be, in memory linear in n, for up to millions of rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from circlemix.errors import InputError
from circlemix.interrupts import Asked, never

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]

BLOCK = 131_072
"""About how many elements are divided together. Means of blocks differ by chance, which costs a share of 1 / BLOCK."""

PASSES = 16
"""Passes per round of matching when neither passes nor seconds are given."""


@dataclass(frozen=True)
class Division:
    """Who sits where, and how equal the groups are.

    ``objective`` is the sum of squared distances to the group means, to be large (k-means anticlustering);
    ``between_share`` the part of the total sum of squares that lies between groups, to be near 0.
    """

    groups: I32
    objective: float
    between_share: float
    seconds: float
    passes: int


@dataclass(frozen=True)
class Job:
    """One block to divide, complete in itself, so that it can be sent to another process or machine."""

    values: F32
    sizes: I32
    passes: int | None
    seconds: float | None
    seed: int


def sizes_for(count: int, size: int) -> I32:
    """Return sizes of groups of about ``size``, differing by one at most, the larger ones first."""
    groups = max(1, round(count / size))
    sizes = np.full(groups, count // groups, np.int32)
    sizes[: count % groups] += 1
    return sizes


def divide(
    x: npt.ArrayLike,
    *,
    size: int = 8,
    sizes: Iterable[int] | None = None,
    seconds: float | None = None,
    passes: int | None = None,
    seed: int = 1,
    executor: Executor | None = None,
    workers: int = 1,
    on_progress: Callable[[float], None] | None = None,
    asked: Asked = never,
) -> Division:
    """Divide rows into groups that are alike: each as mixed as the whole (squared Euclidean k-means anticlustering).

    :param x: one row of numbers per element. Columns count as they are: scale them first.
    :param size: of the groups, when ``sizes`` does not give each; one more or less where it does not fit.
    :param seconds: to use, on the clock. ``None``: as ``passes`` says, and then the same seed gives the same groups.
    :param passes: over the pairs, per round of matching. ``None`` with ``seconds`` also ``None``: sixteen.
    :param executor: where blocks of elements are divided; ``workers`` tells how many at the same time.
    :param on_progress: told which part of the blocks is done.
    :param asked: tells whether to stop early, with the best so far. An executor is not interrupted.
    :raises InputError: for anything but finite numbers, and for sizes that do not add up.
    """
    begun = time.perf_counter()
    values, total = centred(x)
    wanted = checked_sizes(sizes, size, len(values))
    order = np.random.default_rng(seed).permutation(len(values)).astype(np.int32)
    shares = blocks(wanted)
    # Reading the result out takes about as long as preparing did.
    left = None if seconds is None else seconds - 2 * (time.perf_counter() - begun)
    if seconds is None and passes is None:
        passes = PASSES
    groups = np.empty(len(values), np.int32)
    used = 0
    ends = np.cumsum([int(wanted[share].sum()) for share in shares])
    starts = np.concatenate([[0], ends[:-1]])

    def job(k: int, seconds: float | None) -> Job:
        # Each block has a seed of its own.
        return Job(values[order[starts[k] : ends[k]]], wanted[shares[k]], passes, seconds, seed * 65_537 + k)

    found = results(job, len(shares), left, executor, workers, asked)
    for done, (k, (members, spent)) in enumerate(found, start=1):
        groups[order[starts[k] : ends[k]][members]] = np.repeat(shares[k].astype(np.int32), wanted[shares[k]])
        used += spent
        if on_progress is not None:
            on_progress(done / len(shares))
    between = between_groups(values, groups, wanted)
    share = between / total if total > 0 else 0.0
    return Division(groups, total - between, share, time.perf_counter() - begun, used)


def results(  # noqa: PLR0917
    job: Callable[[int, float | None], Job],
    count: int,
    seconds: float | None,
    executor: Executor | None,
    workers: int,
    asked: Asked,
) -> Iterable[tuple[int, tuple[I32, int]]]:
    """Do the jobs, here one after the other or elsewhere side by side, and return results as they come."""
    begun = time.perf_counter()
    if executor is None:
        for k in range(count):
            left = None if seconds is None else (seconds - (time.perf_counter() - begun)) / (count - k)
            yield k, divide_block(job(k, left), asked)
        return
    each = None if seconds is None else seconds / -(-count // workers)
    futures: dict[Future[tuple[I32, int]], int] = {
        executor.submit(divide_block, job(k, each)): k for k in range(count)
    }
    for future in as_completed(futures):
        yield futures[future], future.result()


def divide_block(job: Job, asked: Asked = never) -> tuple[I32, int]:
    """Divide one block; return its elements, group after group, and the passes used."""
    from circlemix.features.matching import Spending, build_any, mend, sums_of  # noqa: PLC0415  numba loads here

    if job.sizes.max() == 1 or len(job.sizes) == 1:
        return np.arange(len(job.values), dtype=np.int32), 0
    begun = time.perf_counter()
    end = float("inf") if job.seconds is None else begun + job.seconds
    spending = Spending(job.passes, end, asked=asked)
    best = build_any(job.values, job.sizes, spending, job.seed)
    took = time.perf_counter() - begun
    if job.seconds is not None and time.perf_counter() + took < end:
        weights = 1 / job.sizes.astype(np.float64)
        best_cost = float((sums_of(job.values, best).astype(np.float64) ** 2).sum(axis=1) @ weights)
        again = 0
        while job.passes is None and time.perf_counter() + took < end and not asked():
            again += 1
            other = build_any(job.values, job.sizes, spending, job.seed + 7919 * again)
            cost = float((sums_of(job.values, other).astype(np.float64) ** 2).sum(axis=1) @ weights)
            if cost < best_cost:
                best, best_cost = other, cost
    best = mend(job.values, best, job.sizes, spending, job.seed)
    return best[best >= 0], spending.used


def blocks(sizes: I32) -> list[I32]:
    """Return the groups of each block: small and large ones spread evenly, as many elements in each as can be."""
    count = max(1, round(int(sizes.sum()) / BLOCK))
    by_size = np.argsort(-sizes, kind="stable").astype(np.int32)
    return [by_size[k::count] for k in range(count)]


def centred(x: npt.ArrayLike) -> tuple[F32, float]:
    """Return the numbers around their means, scaled so that they fit single precision, and their sum of squares."""
    array = np.asarray(x)
    if array.ndim != 2 or array.dtype.kind not in "biuf":
        raise InputError(
            "features", f"expected an n x d array of numbers, not {array.ndim} dimensions of {array.dtype}"
        )
    if not len(array) or not array.shape[1]:
        raise InputError("features", "the array is empty")
    mean = array.mean(axis=0, dtype=np.float64)
    if not np.isfinite(mean).all():
        row, column = np.argwhere(~np.isfinite(array))[0] if (~np.isfinite(array)).any() else (0, 0)
        raise InputError(f"features, row {row}, column {column}", "not a finite number")
    values = np.empty(array.shape, np.float32)
    total = 0.0
    for low in range(0, len(array), BLOCK):
        part = array[low : low + BLOCK] - mean
        total += float(np.einsum("ij,ij->", part, part))
        values[low : low + BLOCK] = part
    return values, total


def checked_sizes(sizes: Iterable[int] | None, size: int, count: int) -> I32:
    if sizes is None:
        if size < 1:
            raise InputError("size", f"a group has at least one member, not {size}")
        return sizes_for(count, size)
    wanted = np.fromiter(sizes, np.int32)
    if len(wanted) == 0 or wanted.min() < 1:
        raise InputError("sizes", "every group has at least one member")
    if int(wanted.sum()) != count:
        raise InputError("sizes", f"the groups have {int(wanted.sum())} places for {count} elements")
    return wanted


def between_groups(values: F32, groups: I32, sizes: I32) -> float:
    """Return Σ n_g |mean_g|² of centred values."""
    between = 0.0
    for column in values.T:
        sums = np.bincount(groups, column, minlength=len(sizes)).astype(np.float64)
        between += float((sums * sums / sizes).sum())
    return between
