"""The steps of the CI files as their platforms run them: in a fresh shallow clone, with an empty environment and the system's
PATH only, the program vendored. What a platform does itself (caches, artifacts, pages, conditions) is acted out here."""
import fnmatch
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
import unittest
from pathlib import Path

import yaml

GONGBAO = os.environ["GONGBAO"]
PATH = "/usr/bin:/bin"
DAY = 86400
FIRST = 1_709_251_200  # 2024-03-01 00:00 UTC
RECORD = "title: {}\nkind: meeting\ndate: 2024-03-05\nplace: 区政府\n"


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


def bulletin(folder):
    for path, text in {
        "site.yaml": "title: 公报\n",
        "events/opening.yaml": RECORD.format("开放日"),
        "projects/east.yaml": "title: 东园\n",
        "projects/west.yaml": "title: 西园\n",
    }.items():
        (folder / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "content" / path).write_text(text)


def tree(folder):
    """Every file with what tells that it was written: its bytes, inode and time."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_ino, path.stat().st_mtime_ns) for path in files}


def pages(folder):
    """What a reader is served."""
    return {path: what[0] for path, what in tree(folder).items() if not path.startswith(".")}


class Repository:
    """A bulletin with CI files for one platform, below a folder of a repository, with its default branch in Chinese. As git takes
    seconds for each clone of so large a file, the program is linked into the clones; `whole` has it committed, as editors do."""

    def __init__(self, scratch, platform, below=".", whole=False):
        self.bare, self.here, self.below = scratch / "origin.git", scratch / "editor", below
        self.scratch, self.whole, self.runs = scratch, whole, 0
        self.folder = self.here / below
        run("git", "init", "-q", "--bare", "-b", "主线", self.bare)
        run("git", "init", "-q", "-b", "主线", self.here)
        for key, value in [("user.name", "编辑"), ("user.email", "editor@example.cn"), ("core.compression", "0")]:
            run("git", "config", key, value, cwd=self.here)
        bulletin(self.folder)
        run(GONGBAO, "init", f"--ci={platform}", "--vendor", cwd=self.folder)
        if not whole:
            run("git", "rm", "-q", "--cached", "bin/gongbao", cwd=self.folder)
            (self.here / ".git/info/exclude").write_text("/**/bin/gongbao\n")
        self.push()

    def push(self, branch="主线"):
        run("git", "add", "-A", cwd=self.here)
        run("git", "commit", "-q", "--allow-empty", "-m", "change", cwd=self.here)
        run("git", "push", "-q", self.bare, f"HEAD:refs/heads/{branch}", cwd=self.here)

    def write(self, path, text):
        (self.folder / path).write_text(text)
        self.push()

    def clone(self, branch="主线"):
        self.runs += 1
        folder = self.scratch / f"run-{self.runs}"
        run("git", "clone", "-q", "--depth", "1", "-b", branch, f"file://{self.bare}", folder)
        if not self.whole:
            os.link(self.folder / "bin/gongbao", folder / self.below / "bin/gongbao")
        return folder

    def wanted(self, seconds, *flags):
        """The site as one build makes it."""
        out = Path(tempfile.mkdtemp(dir=self.scratch))
        run(self.folder / "bin/gongbao", "build", "--root", self.folder, "-o", out, *flags,
            env={"PATH": PATH, "SOURCE_DATE_EPOCH": str(seconds)})
        return pages(out)



class Platform:
    """What all platforms have: caches, and a shell for the steps."""

    def __init__(self, repository, given):
        self.repository, self.given, self.cache, self.said = repository, given, None, ""

    def shell(self, folder, lines, environment, options="-e"):
        with tempfile.NamedTemporaryFile("w", suffix=".sh", dir=self.repository.scratch) as script:
            script.write(lines)
            script.flush()
            home = self.repository.scratch / "home"
            home.mkdir(exist_ok=True)
            environment = {"PATH": PATH, "HOME": str(home), "CI": "true", **environment}
            done = subprocess.run(["bash", *options.split(), script.name], cwd=folder, env=environment,
                                  capture_output=True, text=True, stdin=subprocess.DEVNULL)
        self.said += done.stdout + done.stderr
        return done.returncode

    def restore(self, folder):
        if self.cache:
            shutil.copytree(self.cache, folder, dirs_exist_ok=True)

    def save(self, folder, paths):
        self.cache = Path(tempfile.mkdtemp(dir=self.repository.scratch))
        for path in paths:
            if (folder / path).exists():
                shutil.copytree(folder / path, self.cache / path)


class Actions(Platform):
    """GitHub and Gitea."""

    def __init__(self, repository, given, file, marks):
        super().__init__(repository, given)
        self.file, self.marks, self.pages, self.deployed, self.artifact = file, marks, None, 0, None

    def value(self, expression, known):
        names = {
            "github.event_name": known["event"], "github.ref": f"refs/heads/{known['branch']}",
            "github.event.repository.default_branch": "" if known["event"] == "schedule" else "主线", "github.run_id": "1", "github.run_attempt": "1",
        }

        def name(match):
            word = match[0]
            if word == "format":
                return word
            if word.startswith(("vars.", "secrets.")):
                return repr(self.given.get(word.split(".")[1], ""))
            if word.startswith("steps."):
                return repr(known["outputs"].get(word, ""))
            return repr(names[word])

        # Words outside of quotes are names.
        parts = re.split(r"('[^']*')", expression)
        python = "".join(part if part.startswith("'") else re.sub(r"[a-zA-Z_][\w.]*", name, part) for part in parts)
        python = python.replace("&&", " and ").replace("||", " or ").strip()
        return eval(python, {"__builtins__": {}, "format": lambda pattern, value: pattern.format(value)})

    def filled(self, value, known):
        def text(match):
            value = self.value(match[1], known)
            return str(value).lower() if isinstance(value, bool) else value
        return re.sub(r"\$\{\{(.*?)\}\}", text, str(value))

    def run(self, event="push", branch="主线", seconds=FIRST):
        workflow = yaml.safe_load((self.repository.here / self.file).read_text())
        self.said = ""
        for job in workflow["jobs"].values():
            known = {"event": event, "branch": branch, "outputs": {}}
            if "if" in job and not self.value(job["if"], known):
                continue
            folder = self.repository.clone(branch)
            output = folder.parent / f"{folder.name}-output"
            output.touch()
            for step in job["steps"]:
                if "if" in step and not self.value(step["if"], known):
                    continue
                environment = {
                    **{key: self.filled(value, known) for part in (workflow, job, step) for key, value in part.get("env", {}).items()},
                    **self.marks, "GITHUB_WORKSPACE": str(folder), "GITHUB_OUTPUT": str(output),
                    "GITHUB_REPOSITORY": "district/bulletin", "SOURCE_DATE_EPOCH": str(seconds),
                }
                code = self.step(step, folder, environment)
                if code:
                    return code
                for line in output.read_text().splitlines():
                    key, value = line.split("=", 1)
                    known["outputs"][f"steps.{step.get('id')}.outputs.{key}"] = value
                output.write_text("")
        return 0

    def step(self, step, folder, environment):
        if "run" in step:
            return self.shell(folder, step["run"], environment)
        used, given = step["uses"].split("@")[0], step.get("with", {})
        match used:
            case "actions/checkout":
                assert given == {"persist-credentials": False}
            case "actions/cache/restore":
                self.restore(folder)
            case "actions/cache/save":
                self.save(folder, given["path"].split())
            case "actions/upload-artifact":
                self.artifact = pages(folder / given["path"])
            case "actions/upload-pages-artifact":
                self.uploaded = pages(folder / given["path"])
            case "actions/deploy-pages":
                self.pages, self.deployed = self.uploaded, self.deployed + 1
            case _:
                raise AssertionError(used)
        return 0


class Gitlab(Platform):
    def __init__(self, repository, given):
        super().__init__(repository, given)
        self.pages, self.deployed, self.artifact = None, 0, None

    def holds(self, condition, variables):
        python = re.sub(r"\$(\w+)", lambda match: repr(variables.get(match[1], "")), condition)
        return bool(eval(python.replace("&&", " and ").replace("||", " or "), {"__builtins__": {}}))

    def wanted(self, rules, variables):
        for rule in rules:
            if self.holds(rule["if"], variables):
                return rule.get("when") != "never"
        return False

    def run(self, event="push", branch="主线", seconds=FIRST):
        config = yaml.safe_load((self.repository.here / ".gitlab-ci.yml").read_text())
        source = {"pull_request": "merge_request_event", "workflow_dispatch": "web"}.get(event, event)
        variables = {**config["variables"], **self.given, "CI_PIPELINE_SOURCE": source, "CI_DEFAULT_BRANCH": "主线",
                     "GITLAB_CI": "true", "SOURCE_DATE_EPOCH": str(seconds), "CI_PAGES_URL": "https://district.example.cn/bulletin"}
        if source != "merge_request_event":
            variables["CI_COMMIT_BRANCH"] = branch
        self.said = ""
        assert self.wanted(config["workflow"]["rules"], variables)
        jobs = {name: {**config.get(job.get("extends"), {}), **job} for name, job in config.items()
                if isinstance(job, dict) and "script" in job}
        for stage in config["stages"]:
            for name, job in jobs.items():
                if job["stage"] != stage or ("rules" in job and not self.wanted(job["rules"], variables)):
                    continue
                folder = self.repository.clone(branch)
                if "cache" in job:
                    self.restore(folder)
                code = self.shell(folder, "\n".join(job["script"]), variables, "-e -o pipefail")
                if code and code == job.get("allow_failure", {}).get("exit_codes"):
                    continue
                if code:
                    return code
                if "cache" in job:
                    self.save(folder, job["cache"]["paths"])
                if "artifacts" in job:
                    assert job["artifacts"]["paths"] == ["public/"]
                    out = [re.sub(r"^public/", "", pattern) for pattern in job["artifacts"].get("exclude", [])]
                    kept = {path: what[0] for path, what in tree(folder / "public").items()
                            if not any(fnmatch.fnmatch(path, pattern) for pattern in out)}
                    if name == "pages":
                        self.pages, self.deployed = kept, self.deployed + 1
                    else:
                        self.artifact = {path: what for path, what in kept.items() if not path.startswith(".")}
        return 0


class Gitee(Platform):
    artifact = None

    def run(self, event="push", branch="主线", seconds=FIRST):
        text = (self.repository.here / ".workflow/gongbao.yml").read_text().replace("#| ", "")
        text = text.replace("/srv/www/gongbao", self.given["GONGBAO_FOLDER"])
        config = yaml.safe_load(text)
        variables = {**config["variables"], "GITEE_BRANCH": branch, "SOURCE_DATE_EPOCH": str(seconds)}
        if event == "pull_request":
            variables["GITEE_PULL_ID"] = "1"
        self.said = ""
        build, deploy = [step for stage in config["stages"] for step in stage["steps"]]
        folder = self.repository.clone(branch)
        code = self.shell(folder, "\n".join(build["commands"]), variables)
        if code:
            return code
        target = self.repository.scratch / "home/gitee_go/deploy"
        target.mkdir(parents=True, exist_ok=True)
        with tarfile.open(target / "output.tar.gz", "w:gz", compresslevel=1) as archive:
            for path in build["artifacts"][0]["path"]:
                archive.add(folder / path, arcname=path)
        # The host has no program.
        assert not any(path.name == "gongbao" for path in (folder / "gongbao-ci").iterdir())
        return self.shell(self.repository.scratch, "\n".join(deploy["script"]), variables)


class Sshd:
    """A host to publish to, on this machine."""

    def __init__(self, scratch, port):
        self.port, self.log = port, scratch / "sshd.log"
        for name in ("host", "other", "user"):
            run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", scratch / name)
        Path("/run/sshd").mkdir(exist_ok=True)
        shutil.copy(scratch / "user.pub", scratch / "authorized")
        (scratch / "sshd.conf").write_text(
            f"Port {port}\nListenAddress 127.0.0.1\nHostKey {scratch}/host\nAuthorizedKeysFile {scratch}/authorized\n"
            "StrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\nPidFile none\n")
        self.process = subprocess.Popen(["/usr/sbin/sshd", "-D", "-E", self.log, "-f", scratch / "sshd.conf"])
        user = run("id", "-un").strip()

        def known(name):
            return f"[127.0.0.1]:{port} " + (scratch / f"{name}.pub").read_text()
        self.given = {"GONGBAO_HOST": f"{user}@127.0.0.1", "GONGBAO_PORT": str(port), "GONGBAO_KNOWN_HOSTS": known("host"),
                      "GONGBAO_SSH_KEY": (scratch / "user").read_text()}
        self.other = known("other")
        for _ in range(100):
            if subprocess.run(["bash", "-c", f"</dev/tcp/127.0.0.1/{port}"], capture_output=True).returncode == 0:
                return
            subprocess.run(["sleep", "0.1"])
        raise AssertionError(self.log.read_text())

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Case(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.scratch = Path(scratch.name)
        self.scratch.chmod(0o755)


class FromThePushOn(Case):
    """One story for each platform: published at the first push, and from then on when it should be."""

    def story(self, platform, repository, published, times=None, flags=()):
        """`published` gives what readers are served, `times` what tells that something was written."""
        times = times or published
        record = "content/events/opening.yaml"

        def runs(code=0, **how):
            self.assertEqual(platform.run(**how), code, platform.said)

        def stays(code=0, **how):
            before = times()
            runs(code, **how)
            self.assertTrue(before and before == times(), platform.said)

        runs()
        self.assertEqual(published(), repository.wanted(FIRST, *flags), platform.said)
        stays()
        (repository.here / "NOTES").write_text("no content")
        repository.push()
        stays(event="schedule", seconds=FIRST + DAY)

        # An error in the content: what was published stays.
        repository.write(record, RECORD.format("开放日").replace("03-05", "02-30"))
        stays(1)
        self.assertIn("GB0", platform.said)
        self.assertRegex(platform.said, "[一-鿿]{4}")
        repository.write(record, RECORD.format("公众开放日"))
        before = times()
        runs()
        self.assertEqual(published(), repository.wanted(FIRST, *flags))
        changed = [path for path, what in times().items() if before.get(path) != what]
        self.assertIn("events/opening/index.html", changed)
        self.assertNotIn("projects/east/index.html", changed)

        # Daily: nothing is due on the day before, something on the day.
        stays(event="schedule", seconds=FIRST + 3 * DAY)
        runs(event="schedule", seconds=FIRST + 4 * DAY)
        self.assertEqual(published(), repository.wanted(FIRST + 4 * DAY, *flags), platform.said)
        stays(event="schedule", seconds=FIRST + 30 * DAY)

        # Another branch, and a preview of it.
        (repository.folder / "content/projects/east.yaml").unlink()
        repository.push("改动")
        stays(branch="改动", seconds=FIRST + 30 * DAY)
        stays(event="pull_request", branch="改动", seconds=FIRST + 30 * DAY)
        if hasattr(platform, "pages"):
            self.assertEqual(platform.artifact, repository.wanted(FIRST + 30 * DAY, "--relative"))

        # Merged: a page that was published goes, and nothing in the repository says so. What was published stays.
        repository.push()
        stays(1, seconds=FIRST + 30 * DAY)
        self.assertIn("GB0313", platform.said)
        self.assertIn("/projects/east/", platform.said)
        gone = "{title: 东园, day: 2024-03-31, reason: 并入西园, to: /projects/west/}"
        repository.write("content/addresses.yaml", f"gone: {{/projects/east/: {gone}}}\n")
        runs(seconds=FIRST + 30 * DAY)
        self.assertEqual(published(), repository.wanted(FIRST + 30 * DAY, *flags))
        self.assertIn("并入西园", published()["projects/east/index.html"].decode())

    def by_hand(self, platform):
        before = platform.deployed
        self.assertEqual(platform.run(event="workflow_dispatch", seconds=FIRST + 30 * DAY), 0, platform.said)
        self.assertEqual(platform.deployed, before + 1)

    def to_folder(self, name):
        folder = self.scratch / "网站 www"
        folder.mkdir()
        (folder / "CNAME").write_text("ours")

        def served():
            found = pages(folder)
            self.assertEqual(found.pop("CNAME"), b"ours")
            return found

        def written():
            # What CI keeps for itself is no page, but must not be written either when nothing is.
            return tree(folder)
        return {"GONGBAO_FOLDER": str(folder)}, served, written

    def test_github_pages(self):
        repository = Repository(self.scratch, "github", "公开 信息")
        platform = Actions(repository, {}, ".github/workflows/gongbao.yml", {"GITHUB_ACTIONS": "true"})
        address = "--base-url", "https://district.github.io/bulletin/"
        self.story(platform, repository, lambda: platform.pages, flags=address)
        self.by_hand(platform)
        # Annotations are at the paths of the repository.
        repository.write("content/projects/west.yaml", "titel: 西园\n")
        self.assertEqual(platform.run(), 1)
        self.assertRegex(platform.said, "(?m)^::error file=公开 信息/content/projects/west.yaml,line=1,")

    def test_gitlab_pages(self):
        repository = Repository(self.scratch, "gitlab")
        platform = Gitlab(repository, {})
        self.story(platform, repository, lambda: platform.pages, flags=("--base-url", "https://district.example.cn/bulletin"))
        self.by_hand(platform)

    def test_gitee_host(self):
        given, served, written = self.to_folder("gitee")
        repository = Repository(self.scratch, "gitee", "bulletin")
        platform = Gitee(repository, given)
        self.story(platform, repository, served, written)
        # Without a cache the folder still tells what was published in it.
        platform.cache = None
        repository.write("content/events/opening.yaml", RECORD.format("公众开放日") + "draft: true\n")
        before = written()
        self.assertEqual(platform.run(seconds=FIRST + 31 * DAY), 1, platform.said)
        self.assertEqual(written(), before)
        self.assertRegex(platform.said, "GB0313.*/events/opening/")

    def test_gitea_by_ssh(self):
        host = Sshd(self.scratch, 22151)
        self.addCleanup(host.stop)
        given, served, written = self.to_folder("gitea")
        repository = Repository(self.scratch, "gitea")
        marks = {"GITHUB_ACTIONS": "true", "GITEA_ACTIONS": "true"}
        platform = Actions(repository, {**given, **host.given}, ".gitea/workflows/gongbao.yml", marks)
        self.story(platform, repository, served, written)
        # Another host answers: nothing is sent.
        before = written()
        platform.given["GONGBAO_KNOWN_HOSTS"] = host.other
        repository.write("content/projects/west.yaml", "title: 西园二期\n")
        self.assertEqual(platform.run(), 13, platform.said)
        self.assertIn("Host key verification failed", platform.said)
        self.assertEqual(written(), before)

    def test_gitlab_by_ssh(self):
        host = Sshd(self.scratch, 22152)
        self.addCleanup(host.stop)
        given, served, _ = self.to_folder("gitlab")
        for key in ("GONGBAO_SSH_KEY", "GONGBAO_KNOWN_HOSTS"):  # variables of type File
            (self.scratch / key).write_text(host.given[key])
            host.given[key] = str(self.scratch / key)
        repository = Repository(self.scratch, "gitlab", whole=True)
        platform = Gitlab(repository, {**given, **host.given})
        self.assertEqual(platform.run(), 0, platform.said)
        self.assertEqual(served(), repository.wanted(FIRST))
        self.assertIsNone(platform.pages)


class Script(Case):
    """What may be wrong, in plain words and with the exit code that the script's head tells."""

    def setUp(self):
        super().setUp()
        self.folder = self.scratch / "公报"
        bulletin(self.folder)
        run(GONGBAO, "init", "--ci=github", "--vendor", cwd=self.folder)
        self.program = self.folder / "bin/gongbao"

    def step(self, *steps, as_nobody=False, **environment):
        command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if as_nobody and os.getuid() == 0 else []
        environment = {"PATH": PATH, "SOURCE_DATE_EPOCH": str(FIRST), **environment}
        for step in steps:
            done = subprocess.run([*command, "sh", self.folder / "ci/gongbao.sh", step], cwd=self.scratch, env=environment,
                                  capture_output=True, text=True)
            if done.returncode:
                break
        return done.returncode, done.stdout + done.stderr

    def fails(self, code, *words, steps=("check",), **environment):
        is_code, said = self.step(*steps, **environment)
        self.assertEqual(is_code, code, said)
        for word in words:
            self.assertIn(word, said)
        self.assertNotIn("syntax error", said)

    def sums(self, program=None):
        return run("sha256sum", program or self.program).split()[0]

    def test_another_hash(self):
        with open(self.program, "ab") as program:
            program.write(b"!")
        self.fails(11, "SHA-256 不对", "SHA-256 is wrong", self.sums())
        (self.folder / "bin/gongbao.sha256").unlink()
        self.fails(11, "gongbao init --vendor")

    def test_another_processor(self):
        with open(self.program, "r+b") as program:
            program.seek(18)
            machine = program.read(1)
            program.seek(18)
            program.write(b"\xb7" if machine == b"\x3e" else b"\x3e")
        (self.folder / "bin/gongbao.sha256").write_text(f"{self.sums()}  gongbao\n")
        self.fails(12, "另一种处理器", "another processor")
        self.program.unlink()
        self.program.write_bytes(b"")
        self.program.chmod(0o755)
        (self.folder / "bin/gongbao.sha256").write_text(f"{self.sums()}  gongbao\n")
        self.fails(12, "不是 gongbao", "is not gongbao")

    def test_what_was_not_built_is_not_published(self):
        site = {"GONGBAO_FOLDER": str(self.scratch / "www")}
        for step in ["build", "publish"]:
            self.assertEqual(self.step(step, **site)[0], 0)
        (self.folder / "content/projects/east.yaml").write_text("title: 东园\nno_such_key: 1\n")
        self.fails(1, steps=("build",), **site)
        self.fails(13, "先运行 build", "Run build first", steps=("publish",), **site)

    def test_no_program(self):
        self.program.unlink()
        self.fails(10, "gongbao init --vendor", "GONGBAO_URL")
        here = {"GONGBAO_SHA256": self.sums(GONGBAO), "GONGBAO_STATE": str(self.scratch / "state")}
        self.fails(11, "GONGBAO_SHA256", GONGBAO_URL=GONGBAO)
        self.fails(10, "取不到", "cannot be fetched", GONGBAO_URL="file:///nowhere/gongbao", **here)
        self.fails(10, "取不到", "cannot be fetched", GONGBAO_URL="/nowhere/gongbao", **here)
        self.fails(11, "SHA-256 is wrong", GONGBAO_URL="file:///etc/passwd", **here)
        self.assertFalse((self.scratch / "state/gongbao").exists())
        self.fails(0, GONGBAO_URL=f"file://{GONGBAO}", **here)
        # Kept, and held against its hash again.
        self.fails(0, GONGBAO_URL="file:///nowhere/gongbao", **here)
        (self.scratch / "state/gongbao").write_text("#!/bin/sh\n")
        self.fails(10, GONGBAO_URL="file:///nowhere/gongbao", **here)

    def test_no_run_bit(self):
        self.program.chmod(0o644)
        self.fails(0)

    def test_a_checkout_that_cannot_be_written(self):
        run("chmod", "-R", "a-w,a+rX", self.folder)
        before = tree(self.folder)
        self.fails(0, as_nobody=True)
        self.fails(3, "GONGBAO_SITE", steps=["build"], as_nobody=True)
        out = self.scratch / "out"
        out.mkdir()
        out.chmod(0o777)
        self.fails(0, steps=["due", "build", "mark"], as_nobody=True, GONGBAO_SITE=f"{out}/site", GONGBAO_STATE=f"{out}/state")
        self.assertTrue((out / "site/index.html").is_file())
        self.assertEqual(tree(self.folder), before)
        run("chmod", "-R", "u+w", self.folder)

    def test_wrong_use(self):
        self.fails(2, "用法 usage", steps=["deploy"])
        self.fails(13, "GONGBAO_FOLDER", steps=["publish"])
        self.fails(13, "build", steps=["publish"], GONGBAO_FOLDER=str(self.scratch / "www"))
        self.fails(13, "GONGBAO_KNOWN_HOSTS", steps=["due"], GONGBAO_FOLDER="/www", GONGBAO_HOST="a@example.cn", GONGBAO_SSH_KEY="k")
        self.assertFalse((self.scratch / "www").exists())

    def test_english(self):
        (self.folder / "content/site.yaml").write_text("title: Bulletin\nui: en\n")
        (self.folder / "content/projects/west.yaml").write_text("titel: 西园\n")
        self.fails(1, "titel", "error[")

    def test_a_publication_that_was_cut_off(self):
        www = self.scratch / "www"
        to = {"GONGBAO_FOLDER": str(www)}
        self.fails(0, "written", steps=["build", "publish"], **to)
        wanted = pages(www)
        # As left by one that was cut off while it put files into place, and before it said so.
        (www / ".gongbao-new").mkdir()
        (www / ".gongbao-new/index.html").write_text("half")
        (www / "index.html").write_text("of the next site")
        kept = (www / ".gongbao-files").read_text().replace("./index.html", "./old.html")
        (www / ".gongbao-files").write_text(kept)
        (www / "old.html").write_text("gone")
        (www / ".gongbao-published").write_text("half\n")
        self.fails(0, steps=["build", "publish"], **to)
        self.assertEqual(pages(www), wanted)
        self.assertFalse((www / ".gongbao-new").exists())
        # A full disk, as where a folder stands in a file's way: the words say where.
        (www / "projects").rename(self.scratch / "away")
        (www / "projects").write_text("in the way")
        (self.folder / "content/projects/west.yaml").write_text("title: 西园二期\n")
        self.fails(13, "没有做成", steps=["build", "publish"], **to)
        (www / "projects").unlink()
        (self.scratch / "away").rename(www / "projects")
        self.fails(0, steps=["build", "publish"], **to)
        self.assertIn("西园二期", (www / "projects/west/index.html").read_text())


if __name__ == "__main__":
    unittest.main()
