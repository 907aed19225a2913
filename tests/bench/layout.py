#!/usr/bin/env python3
"""Lay a neutral corpus out as one generator wants it; further arguments are lines of site.yaml, as "search: false".

    tests/bench/layout.py hugo|gongbao CORPUS SITE [LINE ...]
"""
import json
import re
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).parent


def split(text):
    _, fm, body = text.split("---\n", 2)
    return fm, body


def hugo(src, dst):
    shutil.copytree(HERE / "hugo", dst, dirs_exist_ok=True)
    c = dst / "content"
    for kind in ("news", "notices"):
        shutil.copytree(src / kind, c / kind)
    for kind, name in (("projects", "name"), ("jobs", "title")):
        (c / kind).mkdir(parents=True)
        for f in (src / kind).iterdir():
            y = f.read_text(encoding="utf-8")
            title = re.search(rf"^{name}: (.*)$", y, re.M).group(1)
            extra = f"title: {title}\n" if name == "name" else ""
            (c / kind / (f.stem + ".md")).write_text(f"---\n{extra}{y}---\n", encoding="utf-8")


def gongbao(src, dst):
    """Records of gongbao: parks and offices become records of their own; `more` lines go into site.yaml."""
    parks = "新材料产业园 数字经济产业园 电子信息产业园 医疗器械产业园 轻纺产业园".split()
    units = "发展和改革局 工业和信息化局 商务局 自然资源分局 住房和城乡建设局 农业农村局 营商环境建设局 人力资源和社会保障局".split()
    park = {name: f"park{i}" for i, name in enumerate(parks)}
    office = {name: f"o{i}" for i, name in enumerate(units)}
    stages = {"signed": "signed", "filed": "landed", "construction": "building", "production": "production"}
    c = dst / "content"
    for kind in "news projects jobs notices parks offices".split():
        (c / kind).mkdir(parents=True)
    more = sys.argv[4:]
    (c / "site.yaml").write_text("\n".join(["title: 对比测试", "as_of: 2026-05-11", "base_url: https://example.org/", *more]) + "\n", encoding="utf-8")
    for name, i in park.items():
        (c / "parks" / f"{i}.yaml").write_text(f"title: {name}\nkind: park\n", encoding="utf-8")
    for name, i in office.items():
        (c / "offices" / f"{i}.yaml").write_text(f"title: {name}\n", encoding="utf-8")
    keys = lambda text: dict(re.findall(r"^(\w+): (.*)$", text, re.M))
    for f in (src / "news").iterdir():
        fm, body = split(f.read_text(encoding="utf-8"))
        d = keys(fm)
        (c / "news" / f.name).write_text(f"---\ntitle: {d['title']}\ndate: {d['date']}\nsection: {d['section']}\noffice: {office[json.loads(d['source'])]}\nbyline: {d['author']}\ntags: {d['tags']}\nsummary: {d['summary']}\n---\n{body}", encoding="utf-8")
    for f in (src / "notices").iterdir():
        fm, body = split(f.read_text(encoding="utf-8"))
        d = keys(fm)
        (c / "notices" / f.name).write_text(f"---\ntitle: {d['title']}\nkind: policy\nissuer: {office[json.loads(d['issuer'])]}\nnumber: {d['doc_number']}\ndated: {d['date']}\npublished: {d['date']}\ntopic: {d['topic']}\nstatus: {'in_force' if '现行' in d['status'] else 'expired'}\nsummary: {d['summary']}\n---\n{body}", encoding="utf-8")
    for f in (src / "projects").iterdir():
        t = f.read_text(encoding="utf-8")
        d = keys(t)
        body = t[t.index("procedures:"):t.index("description:")]
        body = re.sub(r'authority: "(.*)"', lambda m: f"authority: {office[m.group(1)]}", body)
        body = re.sub(r"percent: (\d+)", r"percent: \1%", body)
        body = re.sub(r"invested: ([\d.]+)", r"invested: \1亿元", body)
        (c / "projects" / f.name).write_text(
            f"title: {d['name']}\nsummary: {d['summary']}\npark: {park[json.loads(d['park'])]}\nindustry: {d['industry']}\nplace: {d['place']}\noffice: {office[json.loads(d['unit'])]}\n"
            f"investment: {{total: {d['investment']}亿元}}\nstages: [{{stage: {stages[d['stage']]}, date: {d['signed']}}}]\nnote: {d['description']}\n{body}", encoding="utf-8")
    for f in (src / "jobs").iterdir():
        d = keys(f.read_text(encoding="utf-8"))
        (c / "jobs" / f.name).write_text(
            f"title: {d['title']}\nemployer: {d['employer']}\ncount: {d['count']}\nplace: {d['place']}\npay: {{from: {d['pay_min']}元, to: {d['pay_max']}元, per: month}}\n"
            f"published: {d['posted']}\ncloses: {d['closes']}\nrequirements: [{d['education']}, {d['requirements']}]\napply: {d['apply']}\n", encoding="utf-8")


if __name__ == "__main__":
    kind, src, dst = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    shutil.rmtree(dst, ignore_errors=True)
    dst.mkdir(parents=True)
    {"hugo": hugo, "gongbao": gongbao}[kind](src, dst)
