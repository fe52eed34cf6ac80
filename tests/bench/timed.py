"""What the benches share: a command, timed, with the CPU and the memory of its process."""
import os
import sys
import time


def run(name, argv, folder):
    """Run argv, silently, to its end; {"seconds", "cpu_seconds", "peak_kib"} of its process."""
    talk = folder / "stderr"
    actions = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
               (os.POSIX_SPAWN_OPEN, 2, str(talk), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)]
    start = time.monotonic()
    child = os.posix_spawnp(argv[0], argv, {**os.environ, "LC_ALL": "C"}, file_actions=actions)
    _, status, used = os.wait4(child, 0)
    seconds = time.monotonic() - start
    code = os.waitstatus_to_exitcode(status)
    if code:
        sys.exit(f"{name}: status {code}: {talk.read_text(errors='replace')[-500:]}")
    return {"seconds": round(seconds, 3), "cpu_seconds": round(used.ru_utime + used.ru_stime, 3),
            "peak_kib": used.ru_maxrss}
