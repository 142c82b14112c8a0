//! Working results of a CSV of responses: `aggregate DATA.csv PLAN.json OUT.csv`.
//!
//! The page's worker runs the same code (`analysis::run`). What this writes has 17
//! digits and no disclosure rule behind it; its first line says so. The file is read piece
//! by piece, so ten million respondents need memory for their answers alone.

use std::ops::ControlFlow;
use std::process::ExitCode;
use std::{env, fs};

use phieu::analysis::{self, Stop, plan_check};
use phieu::base::Finding;
use phieu::export::working;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [data, plan, out] = arguments.as_slice() else {
        eprintln!("aggregate DATA.csv PLAN.json OUT.csv");
        return ExitCode::from(2);
    };
    match aggregate(data, plan, out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(findings) => {
            report(&findings);
            ExitCode::FAILURE
        }
    }
}

fn aggregate(data: &str, plan: &str, out: &str) -> Result<(), Vec<Finding>> {
    let read = |path: &str| fs::read(path).map_err(|error| vec![Finding::error("file_not_read", path, error.to_string())]);
    let (plan, findings) = plan_check::read(&read(plan)?);
    let plan = plan.ok_or(findings)?;
    let file = fs::File::open(data).map_err(|error| vec![Finding::error("file_not_read", data, error.to_string())])?;
    let results = analysis::run_from(&plan, file, &mut |_| ControlFlow::Continue(())).map_err(|stop| match stop {
        Stop::Findings(findings) => findings,
        Stop::Cancelled => Vec::new(),
    })?;
    report(&results.meta.notes);
    if let Some(peak) = peak() {
        eprintln!("{} rows, at most {peak} kB in memory", results.meta.rows);
    }
    fs::write(out, working::write(&results)).map_err(|error| vec![Finding::error("file_not_written", out, error.to_string())])
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
