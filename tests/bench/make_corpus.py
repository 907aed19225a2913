#!/usr/bin/env python3
"""Make a neutral bulletin corpus: news, projects, jobs, notices. Same seed, same bytes.

    tests/bench/make_corpus.py --items N --out FOLDER [--seed 1]

N counts pages in all: 60 % news, 20 % projects, 10 % jobs, 10 % notices.
"""
import argparse, json, random, datetime as dt
from pathlib import Path

A = "持续 全面 加快 稳步 扎实 深入 统筹 有序 集中 重点".split()
V = "推进 落实 优化 完善 调度 协调 保障 服务 改造 建设 提升 排查".split()
O = "项目手续 厂房建设 设备安装 园区道路 供水管网 用地审批 环评手续 施工许可 招聘服务 窗口办理 政策宣讲 安全生产 消防设施 绿化工程 污水处理 仓储物流".split()
T = "本周 本月 本季度 上半年 年初以来 近日 日前 节后".split()
PLACE = "龙山街道 凤凰街道 桃花镇 长宝乡 孙家湾镇 他拉皋镇 前进街道 光明街道".split()
PARK = "新材料产业园 数字经济产业园 电子信息产业园 医疗器械产业园 轻纺产业园".split()
IND = "高端制造 数字经济 清洁能源 农产品加工 文旅物流 民生工程".split()
UNIT = "发展和改革局 工业和信息化局 商务局 自然资源分局 住房和城乡建设局 农业农村局 营商环境建设局 人力资源和社会保障局".split()
SEC = "要闻 快讯 图说 综述".split()
TAG = "项目建设 招商引资 营商环境 就业 安全生产 农业 文化 教育 医疗 生态".split()
PROC = "备案 选址意见 用地预审 环境影响评价 节能审查 用地规划许可 工程规划许可 施工图审查 施工许可 招标备案 质量监督登记 安全监督登记".split()
KIND = "电气工程师 机械工程师 会计 车工 焊工 质检员 仓储管理员 销售代表".split()
EDU = "不限 高中 大专 本科".split()


class W:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def sentence(self):
        r = self.r
        n = r.randint(3, 900)
        return (f"{r.choice(T)}，{r.choice(PLACE)}{r.choice(A)}{r.choice(V)}{r.choice(O)}，"
                f"{r.choice(V)}{r.choice(O)}{n}项，{r.choice(A)}{r.choice(V)}{r.choice(O)}，"
                f"完成全年任务的{r.randint(10, 99)}%。")

    def para(self, lo, hi):
        return "".join(self.sentence() for _ in range(self.r.randint(lo, hi)))

    def date(self):
        return dt.date(2021, 1, 1) + dt.timedelta(days=self.r.randrange(365 * 3))

    def title(self):
        r = self.r
        return f"{r.choice(PLACE)}{r.choice(A)}{r.choice(V)}{r.choice(O)}"


def body(w):
    r, out = w.r, []
    for _ in range(r.randint(2, 3)):
        out.append(f"## {r.choice(V)}{r.choice(O)}\n")
        out.append(w.para(2, 4) + "\n")
        out.append(f"**{r.choice(A)}{r.choice(V)}**{w.para(1, 2)}\n")
    out.append("\n".join(f"- {w.sentence()}" for _ in range(3)) + "\n")
    if r.random() < 0.2:
        rows = "\n".join(f"| {p} | {r.randint(1, 40)} | {r.randint(1, 99)}.{r.randint(0, 9)} |" for p in r.sample(PARK, 4))
        out.append("| 园区 | 项目数 | 投资（亿元） |\n| --- | ---: | ---: |\n" + rows + "\n")
    return "\n".join(out)


def q(s):
    return json.dumps(s, ensure_ascii=False)


def project(w, i):
    r = w.r
    total = round(r.uniform(0.2, 40), 2)
    start = w.date()
    n = r.randint(0, len(PROC))
    procs = []
    for k, p in enumerate(PROC):
        d = {"name": p, "authority": r.choice(UNIT), "due": str(start + dt.timedelta(days=20 * (k + 1)))}
        if k < n:
            d["done"] = str(start + dt.timedelta(days=20 * (k + 1) + r.randint(-10, 15)))
        procs.append(d)
    ups, pct, d = [], 0, start + dt.timedelta(days=260)
    if n == len(PROC):
        for _ in range(r.randint(6, 20)):
            pct = min(100, pct + r.randint(2, 12)); d += dt.timedelta(days=r.randint(7, 30))
            ups.append({"date": str(d), "percent": pct, "invested": round(total * pct / 100, 2), "note": w.sentence()})
    stage = "production" if pct >= 100 else "construction" if ups else "filed" if n else "signed"
    return {"id": f"p{i:06}", "name": f"{r.choice(PLACE)}{r.choice(IND)}{r.choice(O)}项目{i}", "summary": w.sentence(),
            "park": r.choice(PARK), "industry": r.choice(IND), "place": r.choice(PLACE), "unit": r.choice(UNIT),
            "investment": total, "stage": stage, "signed": str(start), "procedures": procs, "updates": ups,
            "description": w.para(2, 5)}


def yaml_project(p):
    L = [f"id: {p['id']}", f"name: {q(p['name'])}", f"summary: {q(p['summary'])}"]
    L += [f"{k}: {q(p[k])}" for k in ("park", "industry", "place", "unit")]
    L += [f"investment: {p['investment']}", f"stage: {p['stage']}", f"signed: {p['signed']}", "procedures:"]
    for s in p["procedures"]:
        L.append(f"  - name: {q(s['name'])}\n    authority: {q(s['authority'])}\n    due: {s['due']}" + (f"\n    done: {s['done']}" if "done" in s else ""))
    L.append("updates:" + (" []" if not p["updates"] else ""))
    for u in p["updates"]:
        L.append(f"  - date: {u['date']}\n    percent: {u['percent']}\n    invested: {u['invested']}\n    note: {q(u['note'])}")
    L.append(f"description: {q(p['description'])}")
    return "\n".join(L) + "\n"


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--items", type=int, required=True); ap.add_argument("--out", required=True); ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    w, out = W(a.seed), Path(a.out)
    for k in ("news", "projects", "jobs", "notices"):
        (out / k).mkdir(parents=True, exist_ok=True)
    n_news, n_proj, n_jobs = a.items * 6 // 10, a.items * 2 // 10, a.items // 10
    n_not = a.items - n_news - n_proj - n_jobs
    for i in range(n_proj):
        (out / "projects" / f"p{i:06}.yaml").write_text(yaml_project(project(w, i)), encoding="utf-8")
    for i in range(n_news):
        d, tags = w.date(), w.r.sample(TAG, w.r.randint(1, 3))
        fm = {"title": w.title(), "date": str(d), "source": w.r.choice(UNIT), "author": "办公室", "section": w.r.choice(SEC), "tags": tags, "summary": w.sentence()}
        head = "\n".join(f"{k}: {q(v) if k != 'date' else v}" for k, v in fm.items())
        (out / "news" / f"n{i:06}.md").write_text(f"---\n{head}\n---\n\n{body(w)}", encoding="utf-8")
    for i in range(n_jobs):
        d = w.date(); lo = w.r.randint(3, 7) * 1000
        L = [f"id: j{i:06}", f"title: {q(w.r.choice(KIND))}", f"employer: {q(w.r.choice(PLACE) + w.r.choice(IND) + '有限公司')}", f"place: {q(w.r.choice(PLACE))}",
             f"count: {w.r.randint(1, 30)}", f"pay_min: {lo}", f"pay_max: {lo + w.r.randint(1, 4) * 1000}", f"education: {q(w.r.choice(EDU))}",
             f"posted: {d}", f"closes: {d + dt.timedelta(days=60)}", f"requirements: {q(w.para(1, 3))}", f"apply: {q('到区就业服务窗口报名')}"]
        (out / "jobs" / f"j{i:06}.yaml").write_text("\n".join(L) + "\n", encoding="utf-8")
    for i in range(n_not):
        d = w.date(); unit = w.r.choice(UNIT)
        fm = {"title": f"关于{w.r.choice(A)}{w.r.choice(V)}{w.r.choice(O)}的通知", "date": str(d), "issuer": unit, "doc_number": f"双政发〔{d.year}〕{i + 1}号",
              "topic": w.r.choice(IND), "status": w.r.choice(["现行有效", "失效"]), "summary": w.sentence()}
        head = "\n".join(f"{k}: {q(v) if k != 'date' else v}" for k, v in fm.items())
        (out / "notices" / f"z{i:06}.md").write_text(f"---\n{head}\n---\n\n{body(w)}", encoding="utf-8")


main()
