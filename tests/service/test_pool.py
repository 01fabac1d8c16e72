"""The pool of workers, by itself."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from yiju.service.faults import FaultError
from yiju.service.limits import Limits
from yiju.service.pool import Pool
from yiju.service.results import Reply
from yiju.vocabulary import BASE


def pool_over(folder: Path) -> Pool:
    return Pool(str(folder), base=BASE, limits=Limits(), processes=2)


def test_a_worker_that_died_while_idle_is_replaced(sample_store: Path) -> None:
    async def scenario() -> int:
        pool = pool_over(sample_store)
        await pool.warm()
        (worker,) = pool._workers
        assert worker._process is not None
        worker._process.kill()
        await worker._process.wait()
        reply = await pool.ask("health")
        await pool.close()
        return int(json.loads(reply.body)["documents"])

    assert asyncio.run(scenario()) == 2


def test_jobs_run_side_by_side_in_as_many_workers_as_allowed(sample_store: Path) -> None:
    async def scenario() -> int:
        pool = pool_over(sample_store)
        await asyncio.gather(*(pool.ask("health") for _ in range(6)))
        workers = len(pool._workers)
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


ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


def asked(pool: Pool, text: str) -> asyncio.Task[Reply]:
    request: dict[str, Any] = {"default": [], "named": [], "accept": None, "address": BASE}
    return asyncio.create_task(pool.ask("sparql", text=text, **request))


@pytest.mark.parametrize(("quick", "processes"), [(1, 2), (2, 3), (2, 2)])
def test_short_requests_do_not_wait_for_a_long_one(
    sample_store: Path, quick: int, processes: int
) -> None:
    async def scenario() -> tuple[int, bool]:
        pool = Pool(str(sample_store), base=BASE, limits=Limits(), processes=processes, quick=quick)
        long = asked(pool, ENDLESS)
        await asyncio.sleep(0)
        shorts = await asyncio.gather(*(asked(pool, "ASK {}") for _ in range(20)))
        is_running = not long.done()
        long.cancel()
        await pool.close()
        return len(shorts), is_running

    assert asyncio.run(scenario()) == (20, True)


def test_a_worker_that_is_killed_costs_only_its_own_request(sample_store: Path) -> None:
    async def scenario() -> tuple[str, list[bytes]]:
        pool = Pool(str(sample_store), base=BASE, limits=Limits(), processes=1)
        await pool.warm()
        (worker,) = pool._workers
        long, *shorts = [asked(pool, text) for text in (ENDLESS, "ASK {}", "ASK {}")]
        await asyncio.sleep(0)
        assert len(worker.turns) == 3
        assert worker._process is not None
        worker._process.kill()
        with pytest.raises(FaultError) as told:
            await long
        replies = await asyncio.gather(*shorts)
        await pool.close()
        return told.value.fault.code, [reply.body for reply in replies]

    code, bodies = asyncio.run(scenario())
    assert code == "stopped"
    assert len(bodies) == 2
    assert all(b"true" in body for body in bodies)


def test_what_takes_too_long_is_stopped_and_the_next_is_answered(sample_store: Path) -> None:
    async def scenario() -> str:
        limits = Limits(seconds=0.3)
        pool = Pool(str(sample_store), base=BASE, limits=limits, processes=1)
        await pool.warm()
        long, short = asked(pool, ENDLESS), asked(pool, "ASK {}")
        with pytest.raises(FaultError) as told:
            await long
        assert b"true" in (await short).body
        await pool.close()
        return told.value.fault.code

    assert asyncio.run(scenario()) == "timeout"


def test_a_request_that_finds_no_place_in_time_is_told_so(sample_store: Path) -> None:
    async def scenario() -> list[str]:
        limits = Limits(seconds=30, patience=0.2)
        pool = Pool(str(sample_store), base=BASE, limits=limits, processes=1)
        await pool.warm()
        long, short = asked(pool, ENDLESS), asked(pool, "ASK {}")
        with pytest.raises(FaultError) as told:
            await short
        long.cancel()
        await pool.close()
        return [told.value.fault.code]

    assert asyncio.run(scenario()) == ["busy"]


def test_a_long_request_that_nobody_waits_for_is_stopped(sample_store: Path) -> None:
    async def scenario() -> bool:
        pool = Pool(str(sample_store), base=BASE, limits=Limits(), processes=1)
        await pool.warm()
        (worker,) = pool._workers
        long = asked(pool, ENDLESS)
        await asyncio.sleep(0)
        long.cancel()
        reply = await asked(pool, "ASK {}")
        await pool.close()
        return b"true" in reply.body and not worker.is_alive

    assert asyncio.run(scenario())
