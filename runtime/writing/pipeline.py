"""Pieces made by several workers at once, and taken strictly in order.

Piece k is made by worker k mod J. A worker that has made a piece waits until it is taken before it
makes the next, so that there are never more than J at once, however many are to be made.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO, NoReturn, TypeVar

Piece = TypeVar("Piece")
Make = Callable[[int], Piece]
Take = Callable[[int, Piece], None]


def serial(count: int, make: Make[Piece], take: Take[Piece]) -> None:
    """Makes pieces 0 to *count* - 1 and takes each before the next is made."""
    for number in range(count):
        take(number, make(number))


def threaded(
    count: int, make: Make[Piece], take: Take[Piece], jobs: int, ended: threading.Event
) -> None:
    """The same with *jobs* threads; the one that has made a piece takes it. For a *make* that lets
    other threads run. The first exception of any ends all, and is raised; *ended* is then set, for
    a *make* that takes long and had better look."""
    turn = working = 0
    failed: BaseException | None = None
    changed = threading.Condition()  # whose turn it is, or that something failed
    left = threading.Condition()  # how many are working: this thread is not woken for less

    def work(first: int) -> None:
        nonlocal turn, working
        try:
            for number in range(first, count, jobs):
                piece = make(number)
                with changed:
                    changed.wait_for(lambda: turn == number or failed is not None)  # noqa: B023
                    if failed is not None:
                        return
                take(number, piece)
                with changed:
                    turn += 1
                    changed.notify_all()
        except BaseException as error:
            end(error)
        finally:
            with left:
                working -= 1
                left.notify_all()

    def end(error: BaseException) -> None:
        nonlocal failed
        with changed:
            failed = failed or error
            ended.set()
            changed.notify_all()

    def wait() -> None:
        # Not by `join`, which takes a thread for ended when Ctrl-C interrupts it (before 3.13).
        with left:
            left.wait_for(lambda: not working)

    try:
        with _undisturbed():  # threads inherit it: signals come to this one
            for number in range(jobs):
                thread = threading.Thread(target=work, args=(number,))
                with left:
                    thread.start()
                    working += 1
        wait()
    except BaseException as error:  # Ctrl-C comes to this thread
        end(error)
        wait()
        raise
    if failed is not None:
        raise failed


def forked(count: int, make: Make[Piece], take: Take[Piece], jobs: int) -> None:
    """The same with *jobs* processes, which have everything that this one has; pieces are sent
    here, and taken here. The first exception of any ends all, and is raised; a process that is
    killed is a `ChildProcessError`."""
    workers: list[tuple[int, BinaryIO]] = []
    gc.freeze()  # or the children's collector would copy all memory by looking at it
    try:
        for number in range(jobs):
            workers.append(_child(range(number, count, jobs), make, [pipe for _, pipe in workers]))
        for number in range(count):
            _, pipe = workers[number % jobs]
            try:
                fine, piece = pickle.load(pipe)
            except (EOFError, pickle.UnpicklingError):
                raise ChildProcessError(
                    None, "A worker process ended before its work was done; was memory short?"
                ) from None
            if not fine:
                raise piece
            take(number, piece)
    finally:
        gc.unfreeze()
        for child, pipe in workers:
            pipe.close()
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGTERM)
        for child, _ in workers:
            os.waitpid(child, 0)


_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Signals that end the command wait for the end of this."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _child(numbers: range, make: Make[Any], others: list[BinaryIO]) -> tuple[int, BinaryIO]:
    """A process that makes the pieces of these numbers: its id, and where they come from."""
    with _undisturbed():  # an exception in the child must not run the parent's handlers
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            _work(numbers, make, writing, [reading, *(pipe.fileno() for pipe in others)])
    os.close(writing)
    return child, os.fdopen(reading, "rb")


def _work(numbers: range, make: Make[Any], writing: int, others: list[int]) -> NoReturn:
    """Sends pieces until there are none; leaves without a word to anything of the parent's."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends this one
        signal.signal(signal.SIGTERM, _ended)  # by an exception, so that files are cleared away
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        # A reading end must have one owner: where that one is gone, writing fails, and this ends.
        for descriptor in others:
            os.close(descriptor)
        with os.fdopen(writing, "wb") as pipe:
            try:
                for number in numbers:
                    pickle.dump((True, make(number)), pipe, protocol=5)
                    pipe.flush()
            except Exception as error:
                if not isinstance(error, BrokenPipeError):
                    pickle.dump((False, error), pipe)
    except BaseException:
        os._exit(1)
    os._exit(0)


def _ended(number: int, frame: object) -> NoReturn:
    raise SystemExit(128 + number)
