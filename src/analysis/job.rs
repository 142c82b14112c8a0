//! The protocol of the computation worker: a job comes in as JSON, replies go out as
//! JSON. Pure, so that the example, the tests and the worker run one code path.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::plan::Plan;
use super::results::Results;
use super::study::{self, Data};
use super::{Progress, Stop, aggregate};
use crate::base::Finding;
use crate::dataset::demo::DemoUnit;
use crate::dataset::{Mapping, csv, demo, read};

/// What the worker is asked to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case", deny_unknown_fields)]
pub enum Job {
    /// Look at a file: its headers and a mapping to start from.
    Inspect {
        /// The file as text.
        csv: String,
    },
    /// Estimate what a plan asks for.
    Aggregate {
        /// The plan.
        plan: Box<Plan>,
        /// The data.
        source: Source,
    },
    /// Carry out a plan of format 2.
    Study {
        /// The plan's text, so that what is wrong with it has a place.
        plan: String,
        /// The data.
        source: Source,
        /// The data of the round before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<Source>,
    },
    /// Estimate the demo province, made from a seed and kept nowhere.
    Demo {
        /// The plan; only its mapping is not used.
        plan: Box<Plan>,
        /// The seed.
        seed: u64,
        /// The units of the demo campaign.
        units: Vec<DemoUnit>,
    },
}

/// Where the responses are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case", deny_unknown_fields)]
pub enum Source {
    /// A CSV file as text.
    Csv {
        /// The text.
        text: String,
    },
    /// Delimited text that stands beside the job, so that the page never reads it.
    Beside,
    /// Records.
    Rows {
        /// Headers.
        header: Vec<String>,
        /// Records, each as wide as the header.
        rows: Vec<Vec<String>>,
    },
}

impl Job {
    /// Whether its rows stand beside it.
    pub fn wants_rows(&self) -> bool {
        matches!(self, Self::Aggregate { source: Source::Beside, .. } | Self::Study { source: Source::Beside, .. })
    }

    /// The text that is better handed over beside the job than in it: as JSON it would be
    /// written, read and kept twice.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Inspect { csv } => Some(csv),
            Self::Aggregate { source: Source::Csv { text }, .. } | Self::Study { source: Source::Csv { text }, .. } => Some(text),
            Self::Aggregate { source: Source::Beside | Source::Rows { .. }, .. }
            | Self::Study { source: Source::Beside | Source::Rows { .. }, .. }
            | Self::Demo { .. } => None,
        }
    }

    /// The job without its text, for [`Job::with_rows`] to put it back.
    #[must_use]
    pub fn without_text(&self) -> Self {
        match self {
            Self::Inspect { .. } => Self::Inspect { csv: String::new() },
            Self::Aggregate { plan, source: Source::Csv { .. } } => Self::Aggregate { plan: plan.clone(), source: Source::Beside },
            Self::Study { plan, source: Source::Csv { .. }, before } => {
                Self::Study { plan: plan.clone(), source: Source::Beside, before: before.clone() }
            }
            Self::Aggregate { .. } | Self::Study { .. } | Self::Demo { .. } => self.clone(),
        }
    }

    /// The job with the rows that stood beside it.
    #[must_use]
    pub fn with_rows(self, text: String) -> Self {
        match self {
            Self::Inspect { csv } if csv.is_empty() => Self::Inspect { csv: text },
            Self::Aggregate { plan, source: Source::Beside } => Self::Aggregate { plan, source: Source::Csv { text } },
            Self::Study { plan, source: Source::Beside, before } => Self::Study { plan, source: Source::Csv { text }, before },
            other @ (Self::Inspect { .. } | Self::Aggregate { .. } | Self::Study { .. } | Self::Demo { .. }) => other,
        }
    }
}

/// What the worker answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "reply", rename_all = "snake_case")]
pub enum Reply {
    /// On the way.
    Progress {
        /// How far.
        progress: Progress,
    },
    /// What is in a file.
    Inspected {
        /// Its headers.
        headers: Vec<String>,
        /// Records below the header.
        rows: u64,
        /// A mapping to start from.
        mapping: Box<Mapping>,
        /// What is wrong with it.
        findings: Vec<Finding>,
    },
    /// Done.
    Done {
        /// The results.
        results: Box<Results>,
    },
    /// A plan of format 2 is carried out.
    Studied {
        /// The results.
        results: Box<study::Results>,
    },
    /// It cannot be done.
    Failed {
        /// Why.
        findings: Vec<Finding>,
    },
    /// It was cancelled.
    Cancelled,
}

/// Runs a job. `progress` is called between subjects and may stop it.
pub fn run(job: &Job, progress: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Reply {
    match job {
        Job::Inspect { csv } => inspect(csv),
        Job::Aggregate { plan, source: Source::Csv { text } } => reply(super::run(plan, text.as_bytes(), progress)),
        Job::Aggregate { source: Source::Beside, .. } => not_beside(),
        Job::Aggregate { plan, source: Source::Rows { header, rows } } => {
            let made = read::rows(header, rows, &plan.data, &plan.frame, plan.scale.levels);
            reply(super::with(plan, made, progress))
        }
        Job::Study { plan, source, before } => studied(plan, source, before.as_ref(), progress),
        Job::Demo { plan, seed, units } => reply(aggregate(plan, &demo::dataset(*seed, units), &[], progress)),
    }
}

/// Runs a job that is JSON; a job that cannot be read is a reply too.
pub fn run_json(job: &str, progress: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> String {
    run_beside(job, None, progress)
}

/// The same for a job beside which its rows stand.
pub fn run_beside(job: &str, rows: Option<String>, progress: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> String {
    let reply = match serde_json::from_str::<Job>(job) {
        Ok(job) => run(&rows.into_iter().fold(job, Job::with_rows), progress),
        Err(error) => Reply::Failed { findings: vec![Finding::error("job_syntax", "job", error.to_string())] },
    };
    serde_json::to_string(&reply).unwrap_or_else(|_| r#"{"reply":"failed","findings":[]}"#.to_owned())
}

/// The sheets of a workbook as JSON: what the worker answers to bytes instead of a job.
#[cfg(feature = "xlsx")]
pub fn sheets_json(workbook: &[u8]) -> String {
    let sheets: crate::base::grid::Sheets = crate::dataset::xlsx::read(workbook);
    serde_json::to_string(&sheets).unwrap_or_else(|_| r#"{"Err":[]}"#.to_owned())
}

fn inspect(text: &str) -> Reply {
    let (sheet, findings) = csv::sheet(text.as_bytes());
    match sheet {
        Some(sheet) => Reply::Inspected {
            mapping: Box::new(Mapping::guess(&sheet.header)),
            rows: sheet.records().count() as u64,
            headers: sheet.header,
            findings,
        },
        None => Reply::Failed { findings },
    }
}

/// What a source holds; `None` where it stands beside the job and does not.
fn held(source: &Source) -> Option<Data<'_>> {
    match source {
        Source::Csv { text } => Some(Data::Text(text.as_bytes())),
        Source::Rows { header, rows } => Some(Data::Rows(header, rows)),
        Source::Beside => None,
    }
}

fn studied(plan: &str, source: &Source, before: Option<&Source>, progress: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Reply {
    let (Some(now), then) = (held(source), before.map(held)) else { return not_beside() };
    if then == Some(None) {
        return not_beside();
    }
    match study::run(plan.as_bytes(), now, then.flatten(), progress) {
        Ok(results) => Reply::Studied { results: Box::new(results) },
        Err(stop) => stopped(stop),
    }
}

/// The rows that should stand beside a job do not.
fn not_beside() -> Reply {
    Reply::Failed { findings: vec![Finding::error("job_syntax", "rows", "")] }
}

fn reply(outcome: Result<Results, Stop>) -> Reply {
    match outcome {
        Ok(results) => Reply::Done { results: Box::new(results) },
        Err(stop) => stopped(stop),
    }
}

fn stopped(stop: Stop) -> Reply {
    match stop {
        Stop::Findings(findings) => Reply::Failed { findings },
        Stop::Cancelled => Reply::Cancelled,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_beside_its_text_is_the_job() {
        let plan: Plan = serde_json::from_str(r#"{"phieu":"plan","version":1,"data":{"unit":"u","items":["q"]}}"#).unwrap();
        let text = "u,q\nA,5\n".to_owned();
        for job in [Job::Inspect { csv: text.clone() }, Job::Aggregate { plan: Box::new(plan), source: Source::Csv { text: text.clone() } }]
        {
            assert_eq!(job.text(), Some(text.as_str()));
            let bare = job.without_text();
            assert!(!serde_json::to_string(&bare).unwrap().contains("A,5"));
            assert_eq!(bare.with_rows(text.clone()), job);
        }
        let demo = Job::Inspect { csv: String::new() };
        assert_eq!(demo.without_text().with_rows(String::new()), demo);
    }
}
