"""The pool of workers, by itself."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from yiju.service.faults import FaultError
from yiju.service.limits import Limits
from yiju.service.pool import Pool
from yiju.vocabulary import BASE


def pool_over(folder: Path) -> Pool:
    return Pool(str(folder), base=BASE, limits=Limits(), processes=2)


def test_a_worker_that_died_while_idle_is_replaced(sample_store: Path) -> None:
    async def scenario() -> int:
        pool = pool_over(sample_store)
        await pool.warm()
        (worker,) = pool._idle
        worker.process.kill()
        await worker.process.wait()
        reply = await pool.ask("health")
        await pool.close()
        return int(json.loads(reply.body)["documents"])

    assert asyncio.run(scenario()) == 2


def test_jobs_run_side_by_side_in_as_many_workers_as_allowed(sample_store: Path) -> None:
    async def scenario() -> int:
        pool = pool_over(sample_store)
        await asyncio.gather(*(pool.ask("health") for _ in range(6)))
        workers = len(pool._idle)
        await pool.close()
        return workers

    assert 1 <= asyncio.run(scenario()) <= 2


def test_a_query_that_breaks_its_worker_is_told_and_the_pool_goes_on(sample_store: Path) -> None:
    """So many negations overflow the engine's stack, and only a worker dies of it."""
    chain = "ASK { FILTER(" + "!" * 9900 + "true) }"

    async def scenario() -> tuple[str, int]:
        pool = pool_over(sample_store)
        request: dict[str, Any] = {"default": [], "named": [], "accept": None, "address": BASE}
        with pytest.raises(FaultError) as told:
            await pool.ask("sparql", text=chain, **request)
        reply = await pool.ask("sparql", text="ASK {}", **request)
        await pool.close()
        return told.value.fault.code, len(reply.body)

    code, length = asyncio.run(scenario())
    assert code == "stopped"
    assert length > 0
