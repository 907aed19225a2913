"""What is inside the program: which crates, for which systems, under which licences, with which texts.

Cargo says which crates (`cargo tree`: no dev-dependencies, nothing that only builds, no procedural macros, features as
built); their texts are the files that they come with. What no crate says stands in CARRIED and TEXTS below.
"""
import collections
import hashlib
import html
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LIST = ROOT / "src/cli/licences.zip"

# What the program calls the system it was built for (`cli/licences.rs`), and cargo's name for it.
SYSTEMS = {
    "x86_64-linux-musl": "x86_64-unknown-linux-musl",
    "aarch64-linux-musl": "aarch64-unknown-linux-musl",
    "x86_64-windows-gnu": "x86_64-pc-windows-gnu",
    "x86_64-linux-gnu": "x86_64-unknown-linux-gnu",
    "aarch64-linux-gnu": "aarch64-unknown-linux-gnu",
}
STATIC = ["x86_64-linux-musl", "aarch64-linux-musl"]

# Crates of the standard library that are for tests and procedural macros.
NOT_LINKED = {"getopts", "rustc-literal-escaper"}

# Names of the files by which a crate says its licence. Those in folders count too: C libraries lie in crates.
FILES = re.compile(r"^(licen[sc]e|copying|copyright|notice|patents|unlicense|authors)", re.I)
NOT_INSIDE = {"tests", "benches", "examples", "fuzz"}

# Crates that come without a file: whose they are, from their manifests and repositories, and the text it is.
TEXTS = {
    "alloc-stdlib": ("alloc-no-stdlib", None),  # one repository, one licence
    "ferrous-opencc": ("apache", None),
    "ferrous-opencc-compiler": ("apache", None),
    "include_dir": ("mit", "Copyright (c) Michael Bryan <michaelfbryan@gmail.com>"),
}
TEXTS |= {name: ("mit", "Copyright (c) 2023-present Boshen and Oxc contributors") for name in """oxc_allocator oxc_ast
    oxc_ast_visit oxc_codegen oxc_data_structures oxc_diagnostics oxc_ecmascript oxc_estree oxc_index oxc_parser
    oxc_regular_expression oxc_semantic oxc_span oxc_str oxc_syntax""".split()}

# What is inside and is no crate: data that crates carry, C libraries, what the linker adds. (name, version, licence, source,
# what it is, texts, systems)
CARRIED = [
    ("gongbao: theme, example, texts", "", "MIT OR Apache-2.0", "", "theme, icons, UI strings and the example bulletin; no fonts",
     ["../../LICENSE-MIT", "../../LICENSE-APACHE"], None),
    ("OpenCC dictionaries", "", "Apache-2.0", "https://github.com/BYVoid/OpenCC", "data in ferrous-opencc",
     ["../../LICENSE-APACHE"], None),
    ("Sublime Text packages", "", "LicenseRef-Sublime-Packages", "https://github.com/sublimehq/Packages",
     "syntaxes in syntect, for code blocks", ["texts/sublime-packages.txt"], None),
    ("pinyin-data", "", "MIT", "https://github.com/mozillazg/pinyin-data", "data in pinyin", ["crate:pinyin"], None),
    ("libwebp", "", "BSD-3-Clause", "https://chromium.googlesource.com/webm/libwebp", "C library in libwebp-sys",
     ["crate:libwebp-sys:vendor"], None),
    ("mimalloc", "", "MIT", "https://github.com/microsoft/mimalloc", "C library in libmimalloc-sys",
     ["crate:libmimalloc-sys:c_src"], None),
    ("musl", "", "MIT", "https://musl.libc.org", "the C library of static programs", ["texts/musl.txt"], STATIC),
    ("mingw-w64", "", "ZPL-2.1 AND LicenseRef-mingw-w64", "https://www.mingw-w64.org", "the start code of Windows programs",
     ["texts/mingw-w64.txt"], ["x86_64-windows-gnu"]),
    ("addr2line and object", "", "Apache-2.0 OR MIT", "https://github.com/gimli-rs", "crates in Rust's standard library",
     ["../../LICENSE-APACHE"], None),
    ("adler2", "", "0BSD OR MIT OR Apache-2.0", "https://github.com/oyvindln/adler2", "crate in Rust's standard library", ["crate:adler2"], None),
    ("memchr", "", "Unlicense OR MIT", "https://github.com/BurntSushi/memchr", "crate in Rust's standard library", ["crate:memchr"], None),
    ("miniz_oxide", "", "MIT OR Zlib OR Apache-2.0", "https://github.com/Frommi/miniz_oxide", "crate in Rust's standard library",
     ["crate:miniz_oxide"], None),
    ("LLVM libunwind and compiler-rt", "", "Apache-2.0 WITH LLVM-exception", "https://github.com/llvm/llvm-project",
     "unwinding and arithmetic that the linker adds", ["../../LICENSE-APACHE", "rust:LLVM-exception.txt"],
     [*STATIC, "x86_64-windows-gnu"]),
]


def run(*command, **more):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT, **more).stdout


def tree(target, edges):
    """Names and versions of the crates on these edges from the program, for a target; without the program itself."""
    lines = run("cargo", "tree", "--locked", "-e", edges, "--target", target, "--prefix", "none", "--no-dedupe", "--format", "{p}")
    crates = {tuple(line.split()[:2]) for line in lines.splitlines() if line.strip()}
    return {(name, version[1:]) for name, version in crates if name != "gongbao"}


def inside():
    """Each crate inside the program, with the systems it is inside on."""
    found = collections.defaultdict(list)
    for system, target in SYSTEMS.items():
        for crate in tree(target, "normal,no-proc-macro"):
            found[crate].append(system)
    return dict(sorted(found.items()))


def metadata():
    """What cargo knows of each crate, by name and version."""
    packages = json.loads(run("cargo", "metadata", "--locked", "--format-version=1"))["packages"]
    return {(package["name"], package["version"]): package for package in packages}


def spdx(licence):
    """A licence as SPDX writes it: older crates have a stroke for OR."""
    return re.sub(r"\s*/\s*", " OR ", licence)


def plain(text):
    """A text without what differs by accident: ends of lines, spaces behind them, empty lines around it."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\ufeff", "").split("\n")]
    return "\n".join(lines).strip("\n") + "\n"


def texts_of(package, below=None):
    """The texts that a crate comes with."""
    folder = Path(package["manifest_path"]).parent
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and FILES.match(file.name)]
    files = [file for file in files if file.suffix not in (".rs", ".toml") and not NOT_INSIDE & set(file.relative_to(folder).parts)]
    if below:
        files = [file for file in files if file.relative_to(folder).parts[0] == below]
    texts = [plain(file.read_text(encoding="utf-8", errors="replace")) for file in files]
    # Where one may choose, the General Public License is not chosen.
    return [text for text in texts if " OR " not in spdx(package["license"]) or "GNU GENERAL PUBLIC LICENSE" not in text[:200]]


def missing_text(package, all_packages):
    """The text of a crate that comes without one."""
    kind, copyright = TEXTS.get(package["name"], (None, None))
    if kind == "apache":
        return [plain((ROOT / "LICENSE-APACHE").read_text())]
    if kind == "mit":
        granted = (ROOT / "LICENSE-MIT").read_text()
        return [plain(f"MIT License\n\n{copyright}\n\n{granted[granted.index('Permission is hereby'):]}")]
    same = [other for (name, _), other in all_packages.items() if name == kind]
    if not same:
        sys.exit(f"{package['name']} {package['version']} ({package['license']}) comes without the text of its licence: say in TEXTS of tests/release.d/inside.py which it is")
    return texts_of(same[0])


def sysroot():
    return Path(run("rustc", "--print", "sysroot").strip())


def carried_text(where, packages):
    if where.startswith("crate:"):
        _, name, *below = where.split(":")
        return [text for (other, _), package in packages.items() if other == name for text in texts_of(package, *below)]
    file = sysroot() / "share/doc/rust/licenses" / where[5:] if where.startswith("rust:") else HERE / where
    return [plain(file.read_text(encoding="utf-8"))]


def standard_library():
    """The crates of Rust's standard library that are there for a system of ours, with the texts that Rust hands out."""
    page = (sysroot() / "share/doc/rust/COPYRIGHT-library.html").read_text(encoding="utf-8")
    version = run("rustc", "--version").split()[1]
    there = collections.defaultdict(list)
    for system, target in SYSTEMS.items():
        for file in (sysroot() / "lib/rustlib" / target / "lib").glob("lib*.rlib"):
            there[file.name[3:].rsplit("-", 1)[0].replace("-", "_")].append(system)
    apache = plain((ROOT / "LICENSE-APACHE").read_text())
    rust_mit = plain((sysroot() / "share/doc/rust/licenses/MIT.txt").read_text())
    unicode = plain((sysroot() / "share/doc/rust/licenses/Unicode-3.0.txt").read_text())
    yield ("Rust standard library", version, "(MIT OR Apache-2.0) AND Unicode-3.0", "https://github.com/rust-lang/rust",
           "Copyright The Rust Project Developers (see https://thanks.rust-lang.org)", [rust_mit, apache, unicode], None)
    for part in page.split("<h3>")[1:]:
        name, version = html.unescape(part.split("</h3>")[0]).split()[-1].rsplit("-", 1)
        systems = there.get(name.replace("-", "_"))
        if not systems or name in NOT_LINKED:
            continue
        licence = re.search(r"<b>License:</b>\s*(.*?)</p>", part)
        notices = [plain(html.unescape(text)) for text in re.findall(r"<pre>\n?(.*?)</pre>", part, re.S)]
        yield (name, version, spdx(html.unescape(licence[1])), f"https://docs.rs/crate/{name}/{version}",
               "crate in Rust's standard library", notices, systems)


def kept_standard_library():
    """The same as it is in the list, when that was written with this compiler."""
    kept, compiler = stored(), run("rustc", "--version").split()[1]
    rows = [row for row in kept["items"] if is_standard(row)]
    if not any(row["name"] == "Rust standard library" and row["version"] == compiler for row in rows):
        return []
    return [(row["name"], row["version"], row["licence"], row.get("source", ""), row.get("what", ""),
             [kept["texts"][number] for number in row["texts"]], row.get("on")) for row in rows]


def gather():
    """The whole list as it is written, but for the standard library, which differs by compiler."""
    packages, items = metadata(), []
    for name, version, licence, source, what, texts, systems in CARRIED:
        texts = [text for where in texts for text in carried_text(where, packages)]
        if not texts:
            sys.exit(f"no text for {name}")
        items.append((name, version, licence, source, what, texts, systems))
    for (name, version), systems in inside().items():
        package = packages[name, version]
        texts = texts_of(package) or missing_text(package, packages)
        source = package["repository"] or package["homepage"] or ""
        items.append((name, version, spdx(package["license"]), source, "", texts, systems))
    return items


def lock():
    return hashlib.sha256((ROOT / "Cargo.lock").read_bytes()).hexdigest()


def document(items, standard):
    """The list as JSON: each text once, where items have its number."""
    texts, rows = {}, []
    both = {item[:2] for item in items}
    for name, version, licence, source, what, own, systems in [*items, *(item for item in standard if item[:2] not in both)]:
        # Texts are one where only spaces and breaks between words differ.
        numbers = [texts.setdefault(" ".join(text.split()), (len(texts), text))[0] for text in own]
        row = {"name": name, "version": version, "licence": licence, "source": source, "what": what, "texts": sorted(set(numbers))}
        if systems is not None and sorted(systems) != sorted(SYSTEMS):
            row["on"] = sorted(systems)
        rows.append({key: value for key, value in row.items() if value not in ("", [])})
    return {"lock": lock(), "systems": sorted(SYSTEMS), "items": rows, "texts": [text for _, text in texts.values()]}


def stored():
    with zipfile.ZipFile(LIST) as archive:
        return json.loads(archive.read("licences.json"))


def write(value):
    stamp = zipfile.ZipInfo("licences.json", (1980, 1, 1, 0, 0, 0))
    stamp.compress_type, stamp.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    with zipfile.ZipFile(LIST, "w") as archive:
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        archive.writestr(stamp, text, compress_type=zipfile.ZIP_DEFLATED, compresslevel=9)


def is_standard(row):
    return row["name"] == "Rust standard library" or "version" in row and row.get("what", "").endswith("Rust's standard library")


def resolved(value, standard):
    """The list with texts in place of their numbers, to compare."""
    return [{**row, "texts": [" ".join(value["texts"][number].split()) for number in row["texts"]]}
            for row in value["items"] if standard or not is_standard(row)]


def cdx(system, version, epoch):
    """A CycloneDX bill of materials of the program for one system, from the same list."""
    import datetime
    import uuid
    checksums = {(package["name"], package["version"]): package.get("checksum") for package in
                 tomllib.loads((ROOT / "Cargo.lock").read_text())["package"]}
    target, packages = SYSTEMS[system], metadata()
    inner = tree(target, "normal,no-proc-macro")
    outer = tree(target, "normal,build") - inner
    purl = lambda name, version: f"pkg:cargo/{name}@{version}"
    components = []
    for (name, number) in sorted(inner | outer):
        package = packages[name, number]
        component = {"type": "library", "bom-ref": purl(name, number), "name": name, "version": number,
                     "scope": "required" if (name, number) in inner else "excluded",
                     "licenses": [{"expression": spdx(package["license"])}], "purl": purl(name, number)}
        if checksums.get((name, number)):
            component["hashes"] = [{"alg": "SHA-256", "content": checksums[name, number]}]
        if package["repository"]:
            component["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
        components.append(component)
    for row in stored()["items"]:
        if system not in row.get("on", [system]) or (row["name"], row.get("version")) in inner:
            continue
        ref = re.sub(r"[^a-z0-9]+", "-", f"{row['name']} {row.get('version', '')}".lower()).strip("-")
        components.append({"type": "data" if row.get("what", "").startswith(("data", "syntaxes", "theme")) else "library",
                           "bom-ref": f"carried:{ref}", "name": row["name"], **({"version": row["version"]} if "version" in row else {}),
                           "scope": "required", "description": row.get("what", row["name"]),
                           "licenses": [{"expression": row["licence"]}]})
    nodes = json.loads(run("cargo", "metadata", "--locked", "--format-version=1", "--filter-platform", target))["resolve"]["nodes"]
    by_id = {package["id"]: (package["name"], package["version"]) for package in packages.values()}
    known = inner | outer | {("gongbao", version)}
    depends = []
    for node in nodes:
        of = by_id[node["id"]]
        if of not in known:
            continue
        # Names of a table that is for tests only are not the program's.
        uses = {by_id[dep["pkg"]] for dep in node["deps"] if any(kind["kind"] in (None, "build") for kind in dep["dep_kinds"])}
        depends.append({"ref": purl(*of), "dependsOn": sorted(purl(*use) for use in uses & known)})
    bom = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
           "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'gongbao {version} {system} {lock()}')}",
           "metadata": {"timestamp": datetime.datetime.fromtimestamp(epoch, datetime.timezone.utc).isoformat().replace("+00:00", "Z"),
                        "component": {"type": "application", "bom-ref": purl("gongbao", version), "name": "gongbao", "version": version,
                                      "licenses": [{"expression": "MIT OR Apache-2.0"}], "purl": purl("gongbao", version),
                                      "properties": [{"name": "target", "value": target}]}},
           "components": components, "dependencies": sorted(depends, key=lambda row: row["ref"])}
    return json.dumps(bom, ensure_ascii=False, indent=1) + "\n"
