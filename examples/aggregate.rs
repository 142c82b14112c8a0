//! Working results of a CSV of responses: `aggregate DATA.csv PLAN.json OUT [BEFORE.csv]`, for
//! plans of either format. A plan of format 2 gives `OUT.csv` with estimates, beside it
//! `OUT.comparisons.csv` where there are any, or everything in `OUT.json`; `BEFORE.csv` is the
//! file of the round before.
//!
//! The page's worker runs the same code (`analysis::run`, `analysis::study::run`). What this
//! writes has 17 digits and no disclosure rule behind it; its first line says so. For a plan
//! of format 1 the file is read piece by piece, so ten million respondents need memory for
//! their answers alone.

use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use phieu::analysis::study::{self, Data};
use phieu::analysis::{self, Progress, Stop, plan_check};
use phieu::base::Finding;
use phieu::export;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (data, plan, out, before) = match arguments.as_slice() {
        [data, plan, out] => (data, plan, out, None),
        [data, plan, out, before] => (data, plan, out, Some(before.as_str())),
        _ => {
            eprintln!("aggregate DATA.csv PLAN.json OUT.csv [BEFORE.csv]");
            return ExitCode::from(2);
        }
    };
    match aggregate(data, plan, out, before) {
        Ok(()) => ExitCode::SUCCESS,
        Err(findings) => {
            report(&findings);
            ExitCode::FAILURE
        }
    }
}

fn aggregate(data: &str, plan: &str, out: &str, before: Option<&str>) -> Result<(), Vec<Finding>> {
    let plan = read(plan)?;
    if study::version(&plan) == Some(study::VERSION) {
        return studied(&plan, &read(data)?, before.map(read).transpose()?.as_deref(), out);
    }
    let (plan, findings) = plan_check::read(&plan);
    let plan = plan.ok_or(findings)?;
    let file = fs::File::open(data).map_err(|error| vec![Finding::error("file_not_read", data, error.to_string())])?;
    let results = analysis::run_from(&plan, file, &mut go_on).map_err(stopped)?;
    report(&results.meta.notes);
    if let Some(peak) = peak() {
        eprintln!("{} rows, at most {peak} kB in memory", results.meta.rows);
    }
    write(out, &export::working::write(&results))
}

fn studied(plan: &[u8], data: &[u8], before: Option<&[u8]>, out: &str) -> Result<(), Vec<Finding>> {
    let results = study::run(plan, Data::Text(data), before.map(Data::Text), &mut go_on).map_err(stopped)?;
    report(&results.meta.notes);
    if Path::new(out).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) {
        let text = export::study::json(&results).map_err(|error| vec![Finding::error("file_not_written", out, error.to_string())])?;
        return write(out, &text);
    }
    write(out, &export::study::estimates(&results))?;
    if results.comparisons.is_empty() {
        return Ok(());
    }
    let beside = [out.strip_suffix(".csv").unwrap_or(out), ".comparisons.csv"].concat();
    write(&beside, &export::study::comparisons(&results))
}

fn go_on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn stopped(stop: Stop) -> Vec<Finding> {
    match stop {
        Stop::Findings(findings) => findings,
        Stop::Cancelled => Vec::new(),
    }
}

fn read(path: &str) -> Result<Vec<u8>, Vec<Finding>> {
    fs::read(path).map_err(|error| vec![Finding::error("file_not_read", path, error.to_string())])
}

fn write(path: &str, text: &str) -> Result<(), Vec<Finding>> {
    fs::write(path, text).map_err(|error| vec![Finding::error("file_not_written", path, error.to_string())])
}

/// The peak resident set size in kB, where the system tells it.
fn peak() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").to_owned())
}

fn report(findings: &[Finding]) {
    for Finding { severity, code, at, value } in findings {
        eprintln!("{severity:?}: {code} {at} {value:?}");
    }
}
