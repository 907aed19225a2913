//! Projects 项目: who builds what, where, with whose money, how far it has come.

use chrono::Days;
use serde_json::Value;

use super::common::record;
use super::leaf::{FilePath, Photo, Prose, Ref, Source, choices};
use super::listed::{Facet, Listed, choice_facet, fact, leaf};
use super::part::part;
use super::to;
use crate::date::PartialDate;
use crate::quantity::{Money, Percent};

record! {
    /// A project 项目. One project, one responsible office, one leader's role, one team.
    pub struct Project {
        /// Other names in use 别名.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub aliases: Vec<String>,
        /// Who invests or builds 投资（建设）单位.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub investor: Option<String>,
        /// Other firms and institutes that take part 合作单位.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub partners: Vec<String>,
        /// The responsible office 责任单位.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub office: Option<Ref<to::Office>>,
        /// The leader in charge, by role, never by name 包保领导（职务）.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub leader: Option<String>,
        /// Offices in the team 专班.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub team: Vec<Ref<to::Office>>,
        /// Chief steward 主管家.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub steward: Option<Steward>,
        /// Deputy steward 副管家.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub deputy_steward: Option<Steward>,
        /// The park it stands in 所在园区.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub park: Option<Ref<to::Park>>,
        /// District, township, street or village 所在地.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub place: Option<String>,
        /// For an enclave project 飞地项目: the township that brought it in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub enclave_of: Option<String>,
        /// Where it stands on the map, in WGS 84 坐标.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub coordinates: Option<Coordinates>,
        /// Industry 产业.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub industry: Option<String>,
        /// New, continued, resumed or in reserve 建设性质.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub kind: Option<ProjectKind>,
        /// The larger project it is part of 所属项目.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub part_of: Option<Ref<to::Project>>,
        /// Money 投资.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub investment: Option<Investment>,
        /// When the whole is planned to be finished 计划竣工日期; what is due so many days before it is counted back
        /// from here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub finish: Option<PartialDate> as plan,
        /// Stages with their dates 阶段.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub stages: Vec<StageEntry>,
        /// Procedures 手续: what must be applied for, with whom, and what is done.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub procedures: Vec<Procedure>,
        /// Milestones 节点, planned against actual.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub milestones: Vec<Milestone>,
        /// Dated reports of progress 进展.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub updates: Vec<Update>,
        /// Problems raised, and what became of them 问题台账.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub problems: Vec<Problem>,
        /// What was disclosed, by class 信息公开.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub disclosures: Vec<Disclosure>,
        /// A colour set by hand instead of the computed one 人工指定颜色; shown as such, with its reason.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub colour: Option<TypedColour>,
        /// Photographs 图片.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub photos: Vec<Photo>,
    }
}

/// What `gongbao new project` writes; TITLE and DAY are filled in.
pub(super) const ARCHETYPE: &str = concat!(
    "title: TITLE\n",
    "published: DAY\n",
    "# investor: 投资单位\n",
    "# office: 责任单位的编号\n",
    "# place: 所在地\n",
    "# industry: 产业\n",
    "# investment: {total: 1.2亿元}\n",
    "# stages:\n",
    "#   - {stage: 签约, date: 2023-03-22}  # 阶段：CHOICES(stages.stage)\n",
);

impl Listed for Project {
    fn date(&self) -> Option<PartialDate> {
        self.latest_date()
    }

    fn badge(&self) -> Option<Value> {
        self.listed_stage().as_ref().map(leaf)
    }

    fn facets(&self) -> Vec<Facet> {
        let stage = self.listed_stage().map(|stage| choice_facet!("stage", stage));
        let fields = [
            Facet::record("park", &self.park),
            Facet::text("industry", &self.industry),
            Facet::text("place", &self.place),
            Facet::record("office", &self.office),
        ];
        stage.into_iter().chain(fields.into_iter().flatten()).chain(Facet::tags(&self.tags)).collect()
    }

    fn facts(&self) -> Vec<(&'static str, Value)> {
        let total = self.investment.as_ref().and_then(|investment| fact("project.total", &investment.total));
        [total, fact("project.investor", &self.investor), fact("facet.place", &self.place)]
            .into_iter()
            .flatten()
            .collect()
    }
}

impl Project {
    /// The stage the project is listed under, never more than is reported: the last stage reached by the whole of it.
    /// A part that is being built or finished shows that the project is under construction, no more; a project of
    /// which only plans are told is planned.
    pub fn listed_stage(&self) -> Option<Stage> {
        let planned = self.stages.first().map(|_| Stage::Planned);
        self.stages.iter().filter(|entry| !entry.planned).fold(planned, |stage, entry| match entry.scope {
            None => Some(entry.stage),
            Some(_) if (Stage::Started..Stage::Stopped).contains(&entry.stage) => stage.max(Some(Stage::Building)),
            Some(_) => stage,
        })
    }

    /// Counts the dates back from the finish 倒排工期 (S5) that are given in days before it.
    pub(super) fn plan_backwards(&mut self) {
        let Some(finish) = self.finish.filter(|finish| finish.day().is_some()) else { return };
        let back = |days: Option<u32>| {
            finish.first().checked_sub_days(Days::new(days?.into())).and_then(PartialDate::within_range)
        };
        for milestone in &mut self.milestones {
            milestone.planned = milestone.planned.or_else(|| back(milestone.days_before_finish));
        }
        for procedure in &mut self.procedures {
            procedure.due = procedure.due.or_else(|| back(procedure.days_before_finish));
        }
    }

    /// The latest dated thing the record tells, for ordering lists.
    pub fn latest_date(&self) -> Option<PartialDate> {
        let stages = self.stages.iter().filter(|entry| !entry.planned).filter_map(|entry| entry.date);
        let updates = self.updates.iter().map(|update| update.date);
        stages.chain(updates).chain(self.updated).chain(self.published).max()
    }
}

choices! {
    /// How the project came to be in this year's list 建设性质.
    ProjectKind {
        New = "new", "新建", "New";
        Continued = "continued", "续建", "Continued";
        Resumed = "resumed", "复工", "Resumed";
        Expansion = "expansion", "扩建", "Expansion";
        Renovation = "renovation", "改造", "Renovation";
        Relocation = "relocation", "迁建", "Relocation";
        Reserve = "reserve", "储备", "Reserve";
    }
}

choices! {
    /// The four colours 红黄蓝绿四色.
    Colour {
        Red = "red", "红", "Red";
        Yellow = "yellow", "黄", "Yellow";
        Blue = "blue", "蓝", "Blue";
        Green = "green", "绿", "Green";
    }
}

part! {
    /// A colour set by hand 人工指定颜色.
    pub struct TypedColour {
        /// The colour 颜色.
        pub colour: Colour,
        /// Why it is not the computed one 原因. Readers see it.
        #[schemars(extend("x-may-be-empty" = true))]
        pub reason: String,
        /// Since when 起始日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub since: Option<PartialDate> as known,
    }
}

choices! {
    /// Stages of a project's life 项目阶段, in order; the last three interrupt or end it.
    Stage {
        Planned = "planned", "谋划", "Planned";
        Reserve = "reserve", "储备", "In reserve";
        InTalks = "in_talks", "洽谈", "In talks";
        Signed = "signed", "签约", "Signed";
        Landed = "landed", "落地", "Landed";
        Started = "started", "开工", "Started";
        Building = "building", "在建", "Under construction";
        Resumed = "resumed", "复工", "Resumed";
        Trial = "trial", "试生产", "Trial production";
        Completed = "completed", "竣工", "Completed";
        Production = "production", "投产", "In production";
        Capacity = "capacity", "达效", "At capacity";
        Stopped = "stopped", "停滞", "Stopped";
        Slowed = "slowed", "缓建", "Slowed";
        Cancelled = "cancelled", "取消", "Cancelled";
    }
}

part! {
    /// One step of a project's life, as a source tells it.
    pub struct StageEntry {
        /// The stage 阶段.
        pub stage: Stage,
        /// When 日期, as precisely as the source says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub date: Option<PartialDate> as plan if planned else known,
        /// True when the source announces it and does not yet report it 计划.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pub planned: bool,
        /// The source's own word for it 原文表述.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub as_printed: Option<String>,
        /// The part of the project it is about, where not the whole 范围.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub scope: Option<String>,
        /// Why; needed for stopped, slowed and cancelled 原因.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reason: Option<String>,
        /// A remark 备注, such as where an unprinted year was taken from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub note: Option<String>,
        /// Where it stands 来源.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub source: Option<Source>,
    }
}

part! {
    /// A steward 项目管家: the office's person to call, by role.
    pub struct Steward {
        /// Role, never a name 职务.
        pub role: String,
        /// Office 单位.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub office: Option<Ref<to::Office>>,
        /// Duty telephone 值班电话.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub phone: Option<String>,
        /// Visits so far 走访次数.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub visits: Option<u32> as undated,
        /// Problems solved so far 解决问题数.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub solved: Option<u32> as undated,
    }
}

part! {
    /// Longitude and latitude in degrees, WGS 84.
    #[derive(Copy, PartialEq)]
    pub struct Coordinates {
        /// Longitude 经度, −180 to 180.
        #[schemars(range(min = -180.0, max = 180.0))]
        pub lon: f64,
        /// Latitude 纬度, −90 to 90.
        #[schemars(range(min = -90.0, max = 90.0))]
        pub lat: f64,
    }
}

impl Coordinates {
    /// Whether both are in their ranges; not so for NaN.
    pub fn are_valid(self) -> bool {
        self.lon.abs() <= 180.0 && self.lat.abs() <= 90.0
    }
}

part! {
    /// Money of a project.
    pub struct Investment {
        /// Total 总投资.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub total: Option<Money>,
        /// This year's plan 年度计划投资.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub this_year: Option<Money> as undated,
        /// Paid so far 累计完成投资.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub paid: Option<Money> as undated,
        /// Where the money comes from 资金来源.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub funding: Option<String>,
        /// A remark 备注.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub note: Option<String>,
        /// Where it stands 来源.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub source: Option<Source>,
    }
}

part! {
    /// A procedure 手续.
    pub struct Procedure {
        /// Name 手续名称, as `企业投资项目备案`.
        pub name: String,
        /// The office that decides 审批单位.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub authority: Option<Ref<to::Office>>,
        /// When it came onto the list, for one that was not on it from the start 增列日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub added: Option<PartialDate> as known,
        /// Due 应办结日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub due: Option<PartialDate> as plan,
        /// Due so many calendar days before the project's `finish`, instead of a date 倒排天数.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub days_before_finish: Option<u32>,
        /// Done 办结日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub done: Option<PartialDate> as known with (document),
        /// The document that shows it 批复文号或文件.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub document: Option<String>,
        /// Why it does not apply to this project 不适用原因.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub not_applicable: Option<String>,
    }
}

part! {
    /// A milestone 节点.
    pub struct Milestone {
        /// What is to be reached 节点名称.
        pub name: String,
        /// Planned date 计划日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub planned: Option<PartialDate> as plan,
        /// Planned so many calendar days before the project's `finish`, instead of a date 倒排天数.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub days_before_finish: Option<u32>,
        /// Progress planned by then 计划形象进度; the last milestone is 100 % where nothing is given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub percent: Option<Percent>,
        /// Actual date 实际日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub actual: Option<PartialDate> as known with (),
        /// Why it moved 调整原因.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub note: Option<String>,
    }
}

part! {
    /// A dated report of progress 进展.
    pub struct Update {
        /// The day of the report 日期.
        pub date: PartialDate as known,
        /// Physical progress 形象进度, 0 to 100 %.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub percent: Option<Percent>,
        /// Money paid so far, in all 累计完成投资.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub invested: Option<Money>,
        /// What happened 进展情况.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub note: Option<Prose>,
        /// A photograph of the day 图片.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub photo: Option<Photo>,
        /// Where it stands 来源.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub source: Option<Source>,
    }
}

part! {
    /// A problem 问题: raised, assigned, solved, struck off.
    pub struct Problem {
        /// What is the matter 问题内容.
        pub what: String,
        /// Sort of problem 类别, as `用地`, `用电`, `资金`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub kind: Option<String>,
        /// Raised 上报日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub raised: Option<PartialDate> as known,
        /// Assigned 交办日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub assigned: Option<PartialDate> as known with (state),
        /// Solved 解决日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub solved: Option<PartialDate> as known with (state),
        /// Struck off the ledger 销号日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub struck_off: Option<PartialDate> as known with (state),
        /// State 问题状态, where the source gives no dates.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub state: Option<ProblemState>,
        /// Responsible office 责任单位.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub office: Option<Ref<to::Office>>,
        /// What was done; the office's published explanation 处理情况.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub note: Option<Prose>,
        /// Where it stands 来源.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub source: Option<Source>,
    }
}

choices! {
    /// State of a problem, for sources without dates.
    ProblemState {
        Open = "open", "未解决", "Open";
        Assigned = "assigned", "已交办", "Assigned";
        Solved = "solved", "已解决", "Solved";
        StruckOff = "struck_off", "已销号", "Struck off";
    }
}

choices! {
    /// The eight classes of disclosure for major projects 重大建设项目信息公开 (State Council office 2017 no. 94).
    DisclosureClass {
        Service = "service", "批准服务信息", "Approval services";
        Approval = "approval", "批准结果信息", "Approval results";
        Tender = "tender", "招标投标信息", "Tendering";
        Land = "land", "征收土地信息", "Land acquisition";
        DesignChange = "design_change", "重大设计变更信息", "Major design changes";
        Construction = "construction", "施工有关信息", "Construction";
        Quality = "quality", "质量安全监督信息", "Quality and safety supervision";
        Completion = "completion", "竣工有关信息", "Completion";
    }
}

part! {
    /// One disclosure about the project.
    pub struct Disclosure {
        /// Class 公开类别.
        pub class: DisclosureClass,
        /// What was disclosed 公开内容.
        pub title: String,
        /// When the information came into being 形成日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub arose: Option<PartialDate> as known,
        /// When it was disclosed 公开日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub disclosed: Option<PartialDate> as known with (file),
        /// The file 文件.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub file: Option<FilePath>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(stages: &str) -> Option<Stage> {
        let project: Project = serde_yaml::from_str(&format!("title: 甲\nstages: {stages}")).expect("a project");
        project.listed_stage()
    }

    #[test]
    fn no_stage_is_claimed_before_it_is_reached() {
        assert_eq!(listed("[]"), None);
        assert_eq!(listed("[{stage: 开工, planned: true}]"), Some(Stage::Planned));
        assert_eq!(listed("[{stage: 签约}, {stage: 投产, planned: true}]"), Some(Stage::Signed));
        assert_eq!(listed("[{stage: 竣工, scope: 一期}]"), Some(Stage::Building));
        assert_eq!(listed("[{stage: 竣工}, {stage: 开工, scope: 二期}]"), Some(Stage::Completed));
        assert_eq!(listed("[{stage: 开工}, {stage: 停滞, reason: 资金}]"), Some(Stage::Stopped));
    }
}
