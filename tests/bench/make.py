#!/usr/bin/env python3
"""Make a bulletin of N records, for `search`: 60 % news, 20 % projects, 10 % jobs, 10 % notices. Same N, same bytes.

    python3 tests/bench/make.py N FOLDER
"""
import datetime
import json
import random
import sys
from pathlib import Path

PLACES = "龙山街道 凤凰街道 桃花镇 长宝乡 孙家湾镇 前进街道 光明街道".split()
INDUSTRIES = "装备制造 数字经济 清洁能源 农产品加工 文旅物流 民生工程".split()
THINGS = "项目手续 厂房建设 设备安装 园区道路 供水管网 用地审批 施工许可 窗口办理 安全生产 污水处理".split()
VERBS = "推进 落实 优化 完善 调度 协调 保障 改造 建设 提升 排查".split()
TAGS = "项目建设 招商引资 营商环境 就业 安全生产 农业 教育 医疗 生态".split()
SECTIONS = "要闻 快讯 图说 综述".split()
PROCEDURES = "备案 选址意见 用地预审 环境影响评价 节能审查 用地规划许可 工程规划许可 施工图审查 施工许可".split()
STAGES = "planned in_talks signed landed started building trial completed production".split()
N_PARKS, N_OFFICES = 5, 8


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


class Maker:
    def __init__(self):
        self.random = random.Random(1)

    def one(self, words):
        return self.random.choice(words)

    def day(self):
        return datetime.date(2021, 1, 1) + datetime.timedelta(days=self.random.randrange(1000))

    def sentence(self):
        return (f"{self.one(PLACES)}{self.one(VERBS)}{self.one(THINGS)}{self.random.randint(3, 900)}项，"
                f"{self.one(VERBS)}{self.one(THINGS)}，完成全年任务的{self.random.randint(10, 99)}%。")

    def paragraph(self):
        return "".join(self.sentence() for _ in range(self.random.randint(2, 4)))

    def title(self):
        return f"{self.one(PLACES)}{self.one(VERBS)}{self.one(THINGS)}"

    def news(self, projects):
        tags = ", ".join(self.random.sample(TAGS, 2))
        link = f"\n见[项目](project:p{self.random.randrange(projects):06})。\n" if projects else ""
        body = "\n".join(f"## {self.title()}\n\n{self.paragraph()}\n\n**{self.one(VERBS)}**{self.paragraph()}\n" for _ in range(3))
        return (f"---\ntitle: {self.title()}\ndate: {self.day()}\nsection: {self.one(SECTIONS)}\n"
                f"office: o{self.random.randrange(N_OFFICES)}\ntags: [{tags}]\nsummary: {quoted(self.sentence())}\n---\n{body}{link}")

    def project(self, i):
        start, total = self.day(), self.random.randint(2000, 400000)
        lines = [f"title: {self.one(PLACES)}{self.one(INDUSTRIES)}{self.one(THINGS)}项目{i}", f"summary: {quoted(self.sentence())}",
                 f"park: park{self.random.randrange(N_PARKS)}", f"office: o{self.random.randrange(N_OFFICES)}",
                 f"place: {self.one(PLACES)}", f"industry: {self.one(INDUSTRIES)}", f"investment: {{total: {total}万元}}",
                 f"stages: [{{stage: {self.one(STAGES)}, date: {start}}}]", "procedures:"]
        for k, name in enumerate(PROCEDURES):
            lines.append(f"  - {{name: {name}, authority: o{k % N_OFFICES}, due: {start + datetime.timedelta(days=20 * k)}}}")
        lines.append("updates:")
        for k in range(1, 11):
            lines.append(f"  - {{date: {start + datetime.timedelta(days=30 * k)}, percent: {k * 9}%, "
                         f"invested: {total * k // 12}万元, note: {quoted(self.sentence())}}}")
        return "\n".join(lines) + "\n"

    def job(self):
        day, pay = self.day(), self.random.randint(3, 7) * 1000
        return (f"title: 电气工程师\nemployer: {self.one(PLACES)}{self.one(INDUSTRIES)}有限公司\ncount: {self.random.randint(1, 30)}\n"
                f"place: {self.one(PLACES)}\npay: {{from: {pay}元, to: {pay + 2000}元, per: month}}\npublished: {day}\n"
                f"closes: {day + datetime.timedelta(days=60)}\nrequirements: [{quoted(self.sentence())}]\n")

    def notice(self, i):
        day = self.day()
        return (f"title: 关于{self.title()}的通知\nkind: policy\nissuer: o{self.random.randrange(N_OFFICES)}\n"
                f"number: 示政发〔{day.year}〕{i + 1}号\ndated: {day}\npublished: {day}\ntopic: {self.one(TAGS)}\nstatus: in_force\n"
                f"body: {quoted(self.paragraph())}\n")


def main():
    n, folder = int(sys.argv[1]), Path(sys.argv[2]) / "content"
    maker = Maker()
    files = {"site.yaml": "title: 规模测试\nas_of: 2024-01-01\nbase_url: https://example.org/\n"}
    for i in range(N_PARKS):
        files[f"parks/park{i}.yaml"] = f"title: 园区{i}\nkind: park\n"
    for i in range(N_OFFICES):
        files[f"offices/o{i}.yaml"] = f"title: 单位{i}\n"
    projects = n * 2 // 10
    for i in range(projects):
        files[f"projects/p{i:06}.yaml"] = maker.project(i)
    for i in range(n * 6 // 10):
        files[f"news/n{i:06}.md"] = maker.news(projects)
    for i in range(n // 10):
        files[f"jobs/j{i:06}.yaml"] = maker.job()
    for i in range(n - projects - n * 6 // 10 - n // 10):
        files[f"notices/t{i:06}.yaml"] = maker.notice(i)
    for path, text in files.items():
        path = folder / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
