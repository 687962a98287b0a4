"""Whether processes are there, and waiting for what other processes do."""

import os
import time


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def within(seconds, condition):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def wait_until_gone(pid, seconds=10):
    return within(seconds, lambda: not is_alive(pid))
