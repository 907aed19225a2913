"""The CI files of `gongbao init` through the linters of their platforms; and that each linter tells of what is wrong."""
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).parent
GONGBAO = os.environ["GONGBAO"]
ACTIONS = [".github/workflows/gongbao.yml", ".gitea/workflows/gongbao.yml"]
LINTERS = {
    "actionlint": ["actionlint"],
    "zizmor": ["zizmor", "--offline", "--no-progress", "--strict-collection", "--persona", "pedantic"],
    "github's schema": ["check-jsonschema", "--builtin-schema", "vendor.github-workflows"],
    "gitlab's schema": ["check-jsonschema", "--builtin-schema", "vendor.gitlab-ci"],
    "gitee's keys": ["check-jsonschema", "--schemafile", str(HERE / "gitee.schema.json")],
    "shellcheck": ["shellcheck", "-s", "sh"],
}


def lint(linter, *files, folder):
    done = subprocess.run([*LINTERS[linter], *files], cwd=folder, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def init(repository, below="."):
    subprocess.run(["git", "init", "-q", "-b", "主线", repository], check=True)
    platforms = [f"--ci={platform}" for platform in ("github", "gitlab", "gitea", "gitee")]
    subprocess.run([GONGBAO, "init", below, *platforms], cwd=repository, check=True, capture_output=True)


class Lint(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)

    def all(self):
        gitee = (self.folder / ".workflow/gongbao.yml").read_text()
        (self.folder / "gitee-published.yml").write_text(gitee.replace("#| ", ""))
        for linter, files in [
            ("actionlint", ACTIONS),
            ("zizmor", ACTIONS),
            ("github's schema", ACTIONS),
            ("gitlab's schema", [".gitlab-ci.yml"]),
            ("gitee's keys", [".workflow/gongbao.yml", "gitee-published.yml"]),
        ]:
            with self.subTest(linter):
                code, said = lint(linter, *files, folder=self.folder)
                self.assertEqual(code, 0, said)

    def test_of_a_repository(self):
        init(self.folder)
        self.all()
        code, said = lint("shellcheck", "ci/gongbao.sh", folder=self.folder)
        self.assertEqual(code, 0, said)

    def test_of_a_folder_with_a_difficult_name(self):
        init(self.folder, '公开 "信息" $1')
        self.all()

    def test_linters_tell(self):
        init(self.folder)
        for linter, file, right, wrong in [
            ("actionlint", ACTIONS[0], "steps.due.outputs", "steps.dew.outputs"),
            ("zizmor", ACTIONS[0], "persist-credentials: false", "fetch-depth: 1"),
            ("zizmor", ACTIONS[1], "@11d5960a326750d5838078e36cf38b85af677262 # v4.4.0", "@v4"),
            ("zizmor", ACTIONS[0], "permissions: {}", "permissions: write-all"),
            ("github's schema", ACTIONS[0], "runs-on:", "run-on:"),
            ("gitlab's schema", ".gitlab-ci.yml", "expose_as:", "expose:"),
            ("gitee's keys", ".workflow/gongbao.yml", "gccVersion:", "version:"),
            ("shellcheck", "ci/gongbao.sh", '[ "$is" = "$wanted" ]', '[[ $is == $wanted ]]'),
        ]:
            with self.subTest(linter, wrong=wrong):
                text = (self.folder / file).read_text()
                self.assertIn(right, text)
                (self.folder / file).write_text(text.replace(right, wrong))
                code, said = lint(linter, file, folder=self.folder)
                self.assertNotEqual(code, 0, said)
                (self.folder / file).write_text(text)
