"""The first hour (docs/first-hour.*.md), walked through word by word: every command of the page is run in a clean home with
nothing but the system's programs and gongbao, in a terminal, and prints what the page shows. GONGBAO=… python3 first_hour.py --pictures
takes the pages' pictures on the way (tests/browser/first-hour does both).

What the pages hold for this, in their order:
    ```console       `$ ` and a command, then what it prints: `…` is anything in a line, a line `…` is any lines,
                     `> ` and what the reader answers when the line above is there
    <!-- in FILE --> before a ```diff: how the reader edits that file; `…` as above
    <!-- write FILE --> before a block: what the reader makes of that file
    <!-- meanwhile COMMANDS -->: what others do
    <!-- says COMMAND --> before a table: its last column stands in what that prints
    <!-- page ADDRESS: WORDS -->: the preview of the page has these words
    ![…](pictures/first-hour/NAME.png): in Chinese, of the block or preview before it"""
import contextlib
import fcntl
import os
import pty
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
import unittest
import urllib.error
import urllib.request
from pathlib import Path

GONGBAO = os.environ["GONGBAO"]
DOCS = Path(__file__).resolve().parents[2] / "docs"
PARTS = re.compile(
    r"^```console\n(?P<console>.*?)^```$|^<!-- in (?P<edited>\S+) -->\n+```diff\n(?P<edit>.*?)^```$"
    r"|^<!-- write (?P<written>\S+) -->\n+(?P<ticks>`{3,})\w+\n(?P<text>.*?)^(?P=ticks)$|^<!-- meanwhile\n(?P<meanwhile>.*?)^-->$"
    r"|^<!-- says (?P<says>.*?) -->\n+(?P<table>(?:\|[^\n]*\n)+)|^<!-- page (?P<page>\S+): (?P<words>.*?) -->$|^!\[(?P<alt>.*?)\]\(pictures/first-hour/(?P<picture>\S+)\.png\)$",
    re.M | re.S,
)
SERVER = "https://git.example.cn/office/"  # of the page; a folder here
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def pattern(line):
    return ".*?".join(re.escape(part) for part in line.split("…"))


def expected(lines):
    """What the page shows of a command's answer: the whole of it, but for what `…` stands for."""
    return "".join(r"(?:.*\n)*?" if line == "…" else pattern(line) + " *\n" for line in lines)


def shown(raw):
    """What stands in the terminal in the end, without colours."""
    return "".join(line.rstrip("\r").split("\r")[-1] + "\n" for line in ESCAPES.sub("", raw).split("\n")[:-1])


class Reader:
    """Somebody with a new home, a terminal, git and gongbao."""

    def __init__(self, scratch, language):
        self.home, self.here, self.preview = scratch / "home", scratch / "home", None
        for folder in ["home", "program", "server"]:
            (scratch / folder).mkdir()
        (scratch / "program/gongbao").symlink_to(GONGBAO)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = str(free.getsockname()[1])
        self.server = scratch / "server"
        (self.home / ".gitconfig").write_text(f'[url "{self.server}/"]\n\tinsteadOf = {SERVER}\n')
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", self.server / "bulletin.git"], check=True)
        self.env = {"HOME": str(self.home), "PATH": f"{scratch}/program:/usr/bin:/bin", "LANG": language, "LANGUAGE": "en",
                    "TERM": "xterm-256color", "GIT_PAGER": "cat"}

    def start(self, command):
        terminal, side = pty.openpty()
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        script = f"cd {self.here} && {{ {command}\n}}; code=$?; pwd >{self.home}/.here; exit $code"
        process = subprocess.Popen(["bash", "-c", script], stdin=side, stdout=side, stderr=side, env=self.env, start_new_session=True)
        os.close(side)
        read = bytearray()

        def collect():
            try:
                while more := os.read(terminal, 65536):
                    read.extend(more)
            except OSError:  # nobody holds the terminal any more
                pass
            os.close(terminal)

        reading = threading.Thread(target=collect, daemon=True)
        reading.terminal = terminal
        reading.start()
        return process, read, reading

    def run(self, command, typed=()):
        """What it printed, with what was typed, and how it ended. A preview goes on until the end."""
        if command.startswith("gongbao serve"):
            self.end()
            self.preview = self.start(f"exec {command} --port {self.port}")
            for _ in range(600):
                if self.port.encode() in self.preview[1] or self.preview[0].poll() is not None:
                    break
                time.sleep(0.05)
            time.sleep(0.5)
            return bytes(self.preview[1]).decode().replace(self.port, "1313"), 0
        process, read, reading = self.start(command)
        for asked, line in typed:
            for _ in range(400):
                if asked.encode() in read or process.poll() is not None:
                    break
                time.sleep(0.05)
            os.write(reading.terminal, f"{line}\n".encode())
        process.wait(timeout=120)
        reading.join(timeout=5)
        self.here = Path((self.home / ".here").read_text().strip())
        return read.decode().replace(f"{self.server}/", SERVER), process.returncode

    def end(self):
        if self.preview:
            os.killpg(self.preview[0].pid, signal.SIGINT)
            self.preview[0].wait(timeout=20)
            self.preview = None

    def edit(self, path, diff):
        file = self.here / path
        old = "".join(pattern(line[1:]) + "\n" for line in diff.splitlines() if line[0] in "- ")
        new = "".join(line[1:] + "\n" for line in diff.splitlines() if line[0] in "+ ")
        found = re.findall(old, file.read_text(), re.M)
        assert len(found) == 1, f"{path}: {len(found)} places are\n{diff}"
        file.write_text(re.sub(old, lambda _: new, file.read_text(), count=1, flags=re.M))

    def see(self, address, words):
        """The page that the preview has, once it has these words."""
        url = f"http://localhost:{self.port}{address}"
        for _ in range(100):
            with contextlib.suppress(urllib.error.HTTPError):
                if words in urllib.request.urlopen(url, timeout=20).read().decode():
                    return url
            time.sleep(0.2)
        raise AssertionError(f"{address} has no “{words}”")


def walk(page, language, picture=lambda name, what: None):
    """Does what the page says; what differs from it is the error."""
    with tempfile.TemporaryDirectory() as scratch:
        reader, last, commands = Reader(Path(scratch), language), None, 0
        try:
            for part in PARTS.finditer((DOCS / page).read_text()):
                line = f"{page}:{part.string.count(chr(10), 0, part.start()) + 1}"
                if part["console"]:
                    last = ""
                    for said in re.split(r"^\$ ", part["console"], flags=re.M)[1:]:
                        command, *answer = said.splitlines()
                        raw, code = reader.run(command, [(asked, line[2:]) for asked, line in zip(answer, answer[1:]) if line.startswith("> ")])
                        answer = [line.removeprefix("> ") for line in answer]
                        last += f"$ {command}\n{raw}"
                        whole = expected(answer)
                        assert re.fullmatch(whole, shown(raw)), f"{line}: $ {command}\nprints\n{shown(raw)}\nand the page says\n{said}"
                        assert code == 0 or answer not in ([], ["…"]), f"{line}: $ {command}\nends with {code}\n{shown(raw)}"
                        commands += 1
                elif part["edit"]:
                    reader.edit(part["edited"], part["edit"])
                elif part["text"]:
                    (reader.here / part["written"]).write_text(part["text"])
                elif part["meanwhile"]:
                    done = subprocess.run(["bash", "-euc", part["meanwhile"]], cwd=reader.here, env=reader.env, capture_output=True, text=True)
                    assert done.returncode == 0, f"{line}: {done.stdout}{done.stderr}"
                elif part["says"]:
                    said = shown(reader.run(part["says"])[0])
                    for row in part["table"].splitlines()[2:]:
                        assert row.split("|")[-2].strip() in said, f"{line}: nothing says what stands in {row}\n{said}"
                elif part["page"]:
                    last = reader.see(part["page"], part["words"])
                else:
                    assert (DOCS / "pictures/first-hour" / f"{part['picture']}.png").is_file() or picture.__name__ == "take", line
                    picture(part["picture"], last)
            return commands
        finally:
            reader.end()


class FirstHour(unittest.TestCase):
    def test_chinese(self):
        self.assertGreater(walk("first-hour.zh.md", "zh_CN.UTF-8"), 30)

    def test_english(self):
        self.assertGreater(walk("first-hour.en.md", "en_US.UTF-8"), 30)

    def test_both_say_the_same_to_type(self):
        def typed(page):
            kept = []
            for part in PARTS.finditer((DOCS / page).read_text()):
                console = re.findall(r"^\$ (.*)$", part["console"] or "", re.M)
                kept.append(console or [part[name] for name in ("edited", "edit", "written", "text", "meanwhile", "says", "page", "picture")])
            return kept

        self.assertEqual(typed("first-hour.zh.md"), typed("first-hour.en.md"))

    def test_a_page_that_lies_is_told(self):
        raw = "\x1b[1m错误[GB0207]\x1b[0m: 4.2亿\r\n  ├ 帮助: 改为：4.2亿元\r\n\r\n共 1 个错误\r\n"
        for said, holds in [
            (["错误[GB0207]: 4.2亿", "…", "共 1 个错误"], True),
            (["错误[GB0207]: …", "  ├ 帮助: 改为：4.2亿元", "", "共 1 个错误"], True),
            (["错误[GB0207]: 4.2亿", "…", "共 2 个错误"], False),
            (["错误[GB0207]: 4.2亿", "共 1 个错误"], False),
            (["错误[GB0207]: 4.2亿"], False),
            ([], False),
        ]:
            self.assertEqual(bool(re.fullmatch(expected(said), shown(raw))), holds, said)


if __name__ == "__main__" and sys.argv[1:] == ["--pictures"]:
    browser = Path(__file__).resolve().parents[1] / "browser"

    def take(name, what):
        out = DOCS / "pictures/first-hour" / f"{name}.png"
        subprocess.run(["node", "first-hour.mjs", out], cwd=browser, input=what, text=True, check=True)
        subprocess.run(["pngquant", "--force", "--skip-if-larger", "--output", out, "48", out], check=False)
        print(f"{out.name}: {out.stat().st_size} bytes")

    walk("first-hour.zh.md", "zh_CN.UTF-8", take)
elif __name__ == "__main__":
    unittest.main()
