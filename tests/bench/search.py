"""Builds with and without search, runs Pagefind over what was built without, and prints what each took: see `search`."""
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

gongbao, work, pagefind = sys.argv[1], Path(sys.argv[2]), sys.argv[3]


def run(*command):
    """Wall time and CPU in seconds, peak memory in MB of the process with its children's highest."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(map(str, command))}: {said.decode()}")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def size(folder):
    files = [path for path in Path(folder).rglob("*") if path.is_file()]
    return sum(path.stat().st_size for path in files) / 1e6, len(files)


def bulletin(name, settings):
    """The same records with other settings."""
    root = work / name
    shutil.copytree(work / "content-of", root)
    with open(root / "content/site.yaml", "a", encoding="utf-8") as site:
        site.write(settings)
    return root


def build(root, out):
    """The better of two builds into an empty folder: what else the machine does only adds."""
    best = None
    for _ in range(2):
        shutil.rmtree(out, ignore_errors=True)
        taken = run(gongbao, "build", "--root", root, "-o", out, "--quiet")
        best = taken if best is None else tuple(map(min, best, taken))
    return best


def row(name, taken, folder):
    megabytes, files = size(folder)
    print(f"{name:40} {taken[0]:7.2f} s {taken[1]:7.2f} s CPU {taken[2]:7.0f} MB {megabytes:8.2f} MB in {files:6} files", flush=True)
    return [*taken, megabytes, files]


print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} CPUs; " + subprocess.run([pagefind, "--version"], capture_output=True, text=True).stdout.strip())
for name, settings in [("Simplified pages", "traditional: false\n"), ("both scripts", "")]:
    tag = name.split()[0].lower()
    without, found = work / f"{tag}-without", work / f"{tag}-with"
    base = build(bulletin(f"{tag}-root-without", settings + "search: false\n"), without)
    whole = build(bulletin(f"{tag}-root-with", settings), found)
    print(f"\n{name}: the site without search takes {base[0]:.2f} s, {base[1]:.2f} s CPU, {base[2]:.0f} MB; with it {whole[0]:.2f} s, {whole[1]:.2f} s CPU, {whole[2]:.0f} MB")
    ours = row("  gongbao, the index alone (difference)", [a - b for a, b in zip(whole, base)], found / "search")
    theirs = row("  Pagefind over the site without search", run(pagefind, "--site", without, "--output-path", work / f"{tag}-pagefind"), work / f"{tag}-pagefind")
    ratios = [f"{a / b:.3f}" for a, b in zip(ours, theirs)]
    print("  gongbao to Pagefind: time {}, CPU {}, memory {}, bytes {}, files {}".format(*ratios), flush=True)
