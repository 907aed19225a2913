"""The lines for nginx in docs/publish.md, as they stand there: what a reader gets, and that a release is switched under readers
without one failure."""
import gzip
import http.client
import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path

from steps import bulletin, run

GONGBAO = os.environ["GONGBAO"]
DOCS = Path(__file__).resolve().parents[2] / "docs/publish.md"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin")


class Nginx(unittest.TestCase):
    def setUp(self):
        self.scratch = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.scratch)
        self.scratch.chmod(0o755)  # nginx reads as another user
        bulletin(self.scratch)
        self.site = self.scratch / "srv"
        self.release("东园")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        server = re.search(r"```nginx\n(.*?)```", DOCS.read_text(), re.S)[1]
        for said, here in [("listen 80;", f"listen 127.0.0.1:{self.port};"), ("/srv/gongbao", str(self.site))]:
            self.assertIn(said, server)
            server = server.replace(said, here)
        config = f"pid {self.scratch}/pid; error_log {self.scratch}/errors; daemon off; events {{}}\nhttp {{ include /etc/nginx/mime.types; access_log off;\n{server}}}\n"
        (self.scratch / "nginx.conf").write_text(config)
        nginx = subprocess.Popen([NGINX, "-c", str(self.scratch / "nginx.conf")])
        self.addCleanup(nginx.wait)
        self.addCleanup(nginx.terminate)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except ConnectionRefusedError:
                self.assertIsNone(nginx.poll(), "nginx does not take the lines")
                time.sleep(0.05)
        self.fail("nginx does not answer")

    def release(self, title):
        (self.scratch / "content/projects/east.yaml").write_text(f"title: {title}\n")
        run(GONGBAO, "build", "--root", str(self.scratch), "--as-of", "2024-03-01", "--quiet", "--compress", "--release", str(self.site))

    def get(self, path, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, answer.headers, body

    def test_what_a_reader_gets(self):
        status, headers, body = self.get("/projects/east/")
        self.assertEqual((status, headers["Content-Type"]), (200, "text/html; charset=utf-8"))
        self.assertIn("东园", body.decode())
        status, headers, packed = self.get("/projects/east/", **{"Accept-Encoding": "gzip"})
        self.assertEqual((status, headers["Content-Encoding"], gzip.decompress(packed)), (200, "gzip", body))
        style = re.search(r'/assets/style[^"]+\.css', body.decode())[0]
        status, headers, _ = self.get(style)
        self.assertEqual((status, headers["Cache-Control"]), (200, "public, max-age=31536000, immutable"))
        for path in ["/nowhere/", "/.gongbao-manifest.json", "/.gongbao/lock"]:
            status, _, body = self.get(path)
            self.assertEqual(status, 404, path)
            self.assertIn("gb-page", body.decode(), "the site's own page for what is not there")
        for path in ["/projects/east", "/projects/"]:
            self.assertIn(self.get(path)[0], (200, 301), path)

    def test_releases_are_switched_under_readers(self):
        titles = [f"东园{n}" for n in range(8)]
        seen, failed, is_done = set(), [], threading.Event()

        def reads():
            while not is_done.is_set():
                status, _, body = self.get("/projects/east/")
                title = re.search(r"<h1[^>]*>(.*?)</h1>", body.decode(), re.S)
                if status != 200 or not title:
                    failed.append((status, body[:200]))
                    return
                seen.add(title[1].strip())
                style = re.search(r'/assets/style[^"]+\.css', body.decode())[0]
                if self.get(style)[0] != 200:
                    failed.append(style)
        reader = threading.Thread(target=reads)
        reader.start()
        opened = self.get("/projects/east/")[2].decode()
        for title in titles:
            self.release(title)
        is_done.set()
        reader.join()
        self.assertEqual(failed, [])
        self.assertGreater(len(seen), 2, seen)
        self.assertIn(titles[-1], self.get("/projects/east/")[2].decode())
        self.assertEqual(len([path for path in (self.site / "releases").iterdir() if path.is_dir()]), 5)
        self.assertEqual(self.get(re.search(r'/assets/style[^"]+\.css', opened)[0])[0], 200)


if __name__ == "__main__":
    unittest.main()
