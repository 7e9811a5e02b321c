"""What the benchmark commands share: the inputs, our runner, and how a run of it is measured."""
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
PIPELINE = os.environ.get("PIPELINE", str(ROOT / ".build/release/pipeline"))
# What generate-job is asked for, and the pipeline file that reads it.
INPUTS = {
    "csv": (["format=csv"], "csv.yaml"),
    "jsonl": (["format=jsonl"], "jsonl.yaml"),
    "narrow": (["format=csv", "columns=3"], "csv-narrow.yaml"),
    "wide": (["format=csv", "columns=200"], "csv.yaml"),
    "unquoted": (["format=csv", "quoting=none"], "csv.yaml"),
    "dense": (["format=csv", "quoting=dense"], "csv.yaml"),
    "quoted": (["format=csv", "quoting=all"], "csv.yaml"),
    "dead": (["format=csv", "columns=3"], "csv-dead.yaml"),
    "dead-ten": (["format=csv"], "csv-dead.yaml"),
    "dead-wide": (["format=csv", "columns=200"], "csv-dead.yaml"),
}


class Runner:
    """One way to do the job."""

    def __init__(self, name, command, environment=None, reads=lambda kind: True):
        self.name, self.command, self.environment, self.reads = name, command, environment or {}, reads


class Files:
    """Where a runner reads and writes."""

    def __init__(self, folder, kind, source, pipeline):
        self.kind, self.source, self.pipeline = kind, source, HERE / "job" / pipeline
        self.output, self.dead, self.state = folder / "out.jsonl", folder / "dead.jsonl", folder / "state"

    def clear(self):
        for path in (self.output, self.dead):
            path.unlink(missing_ok=True)
        shutil.rmtree(self.state, ignore_errors=True)


def ours(name, workers, variant=None, reads=lambda kind: True):
    def command(files):
        pipeline = files.pipeline.with_name(variant) if variant else files.pipeline
        return [
            PIPELINE, "run", str(pipeline), "--quiet", "--json", "--workers",
            str(workers), "--set", f"input={files.source}", "--set", f"output={files.output}", "--state-dir",
            str(files.state),
        ]
    return Runner(name, command, reads=reads)


def generate(kind, folder, rows):
    """Writes an input; its path, and what any runner must find in it."""
    for built in (HERE / ".build/release/generate-job", pathlib.Path(PIPELINE)):
        if not built.exists():
            sys.exit(f"error: there is no `{built}`\nhelp: `make bench` builds it, and so does `swift build -c release` in"
                     f" {ROOT} and in {HERE}")
    source = folder / f"{kind}-{rows}.{'jsonl' if kind == 'jsonl' else 'csv'}"
    expected = json.loads(subprocess.run(
        [HERE / ".build/release/generate-job", source, f"rows={rows}", *INPUTS[kind][0]],
        stdout=subprocess.PIPE, check=True).stdout)
    if INPUTS[kind][1] == "csv-dead.yaml":
        expected |= {"written": 0, "filtered": 0, "dead_letters": rows}
    return source, expected


def measure(runner, files):
    """Runs once; wall seconds, CPU seconds, MiB, and what the process printed."""
    files.clear()
    environment = dict(os.environ, OUTPUT=str(files.output), DEAD_LETTERS=str(files.dead))
    start = time.monotonic()
    process = subprocess.Popen(
        [str(word) for word in runner.command(files)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=environment, cwd=files.output.parent)
    printed = process.stdout.read()
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    # Ours says with 3 that there are dead letters, as there should be.
    if process.returncode not in (0, 3):
        sys.exit(f"{runner.name} failed with {process.returncode}:\n{errors.decode()}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, printed


def lines(path):
    with open(path, "rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def check(runner, files, printed, expected):
    """Asserts the counts of a run."""
    found = {"written": lines(files.output)}
    if runner.name.startswith("pipeline"):
        counts = json.loads(printed)["counts"]
        found |= {"dead_letters": counts["dead_lettered"], "filtered": counts["filtered"]}
    else:
        found["dead_letters"] = lines(files.dead)
        found["filtered"] = expected["rows"] - found["written"] - found["dead_letters"]
    for name, count in found.items():
        if count != expected[name]:
            sys.exit(f"{runner.name}: {name} is {count}, must be {expected[name]}")


def ratios(runs, base, index):
    """The median ratio of a figure to that of the run of `base` in the same round, and the middle half."""
    pairs = [run[index] / other[index] for run, other in zip(runs, base)]
    if len(pairs) < 4:
        return f"{statistics.median(pairs):.3f} ({min(pairs):.3f}–{max(pairs):.3f})"
    low, middle, high = statistics.quantiles(pairs, n=4)
    return f"{middle:.3f} ({low:.3f}–{high:.3f})"


def machine():
    model = next(
        (line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")),
        platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} × {model}, {memory:.0f} GiB, Linux {platform.release()}, load {load:.1f}"
