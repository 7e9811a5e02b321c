"""Times a call that succeeds at once through other implementations, one line each: name, nanoseconds of CPU time.

Nothing is installed from here; an implementation that isn't there is skipped, and a line says so.
"""

import logging
import time

ROUNDS = 9
CALLS = 10_000


def work():
    return 1


def measure(name, call):
    call()
    times = []
    for _ in range(ROUNDS):
        start = time.thread_time_ns()
        for _ in range(CALLS):
            call()
        times.append((time.thread_time_ns() - start) / CALLS)
    print(f"{name}\t{sorted(times)[ROUNDS // 2]:.0f}")


def tenacity_retry():
    import tenacity

    return tenacity.retry(stop=tenacity.stop_after_attempt(4))(work)


def pybreaker_closed():
    import pybreaker

    return pybreaker.CircuitBreaker(fail_max=5)(work)


def pybreaker_open():
    import pybreaker

    breaker = pybreaker.CircuitBreaker(fail_max=5, reset_timeout=3600)
    breaker.open()

    def refused():
        try:
            breaker.call(work)
        except pybreaker.CircuitBreakerError:
            pass

    return refused


def both():
    import pybreaker
    import tenacity

    return tenacity.retry(stop=tenacity.stop_after_attempt(4))(pybreaker.CircuitBreaker()(work))


def stamina_retry():
    import stamina

    return stamina.retry(on=ValueError, attempts=4)(work)


logging.disable(logging.CRITICAL)
for name, prepare in {
    "tenacity, retry": tenacity_retry,
    "pybreaker, closed breaker": pybreaker_closed,
    "pybreaker, open refusal": pybreaker_open,
    "tenacity(pybreaker), retry and breaker": both,
    "stamina, retry": stamina_retry,
}.items():
    try:
        call = prepare()
    except ImportError as missing:
        print(f"{name}: {missing.name} is not installed")
        continue
    measure(name, call)
