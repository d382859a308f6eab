"""Steps behind the model: beside it, in order, and none that was handed over is lost."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from loom_plugin.behind import Behind

PATIENCE = 10.0


def test_a_step_runs_beside_the_block_and_the_next_waits_for_it() -> None:
    went_on, done = threading.Event(), []

    def first() -> None:
        assert went_on.wait(PATIENCE)
        done.append(1)

    with Behind() as behind:
        behind.run(first)
        assert done == []
        went_on.set()
        behind.run(partial(done.append, 2))
        assert done[0] == 1
    assert done == [1, 2]


@pytest.mark.parametrize("later", [True, False])
def test_what_a_step_raises_ends_the_block(later: bool) -> None:
    done: list[int] = []

    def full() -> None:
        raise OSError("the disk is full")

    def block() -> None:
        with Behind() as behind:
            behind.run(full)
            if later:
                behind.run(partial(done.append, 1))

    with pytest.raises(OSError, match="the disk is full"):
        block()
    assert done == []


def test_ctrl_c_waits_for_the_step_it_meets() -> None:
    interrupted, done = threading.Event(), []

    def slow() -> None:
        assert interrupted.wait(PATIENCE)
        done.append(1)

    def block() -> None:
        with Behind() as behind:
            behind.run(slow)
            interrupted.set()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        block()
    assert done == [1]
