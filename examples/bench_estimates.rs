//! All statements × units with their standard errors, natively: stratified, with uneven
//! weights, clustered, and with 200 bootstrap replicates. `tools/bench_estimates.mjs` holds
//! the same survey against other programs and against the worker.
//! `bench_estimates FOLDER ROWS…` leaves a file for each size and the numbers of ours.
#![allow(clippy::cast_precision_loss, reason = "sizes that are printed")]

use std::fmt::Write as _;
use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::Instant;

#[path = "kernel/survey.rs"]
mod survey;

use survey::{Numbers, Plan, Survey, estimate, fingerprint, usual, worked};

const PLANS: [Plan; 5] = [Plan::Stratified, Plan::Uneven, Plan::Clustered, Plan::Replicates(200), Plan::ClusteredReplicates(200)];

fn main() -> Result<(), String> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next();
    let sizes: Vec<usize> = arguments.filter_map(|size| size.parse().ok()).collect();
    for rows in if sizes.is_empty() { vec![100_000, 1_000_000] } else { sizes } {
        measure(rows, folder.as_deref())?;
    }
    Ok(())
}

fn measure(rows: usize, folder: Option<&str>) -> Result<(), String> {
    let survey = Survey::new(usual(rows));
    let uneven = survey.uneven();
    let before = resident();
    println!("rows={rows} statements=22 units=52 strata=104");
    for plan in PLANS {
        let (seconds, cpu, numbers) = best(&survey, plan, &uneven)?;
        let more = peak().saturating_sub(before) as f64 * 1024.0 / rows as f64;
        let name = plan.name();
        println!(
            "  ours_native {name} seconds={seconds:.4} cpu={cpu:.4} bytes_a_row_beyond_columns={more:.1} digest={}",
            fingerprint(&numbers)
        );
        if let Some(folder) = folder.filter(|_| matches!(plan, Plan::Stratified | Plan::Clustered)) {
            let at = Path::new(folder).join(format!("ours-{name}-{rows}.csv"));
            fs::write(at, text(&numbers, 52)).map_err(|error| error.to_string())?;
        }
    }
    folder.map_or(Ok(()), |folder| write(&survey, &Path::new(folder).join(format!("survey-{rows}.csv"))).map_err(|error| error.to_string()))
}

/// The shortest of five runs, of one where it is long, as it passed and as it worked.
fn best(survey: &Survey, plan: Plan, uneven: &[f64]) -> Result<(f64, f64, Numbers), String> {
    let (mut best, mut cpu, began) = (f64::INFINITY, f64::INFINITY, Instant::now());
    let mut numbers = Vec::new();
    for _ in 0..5 {
        let (start, start_cpu) = (Instant::now(), worked(began));
        numbers = estimate(survey, plan, uneven).map_err(|findings| format!("{findings:?}"))?;
        best = best.min(start.elapsed().as_secs_f64());
        cpu = cpu.min(worked(began) - start_cpu);
        if best > 2.0 {
            break;
        }
    }
    Ok((best, cpu, numbers))
}

fn text(numbers: &Numbers, units: usize) -> String {
    let mut out = "item,unit,share,share_se,mean,mean_se\n".to_owned();
    for (at, [share, share_se, mean, mean_se]) in numbers.iter().enumerate() {
        let line = writeln!(out, "{},{},{share:e},{share_se:e},{mean:e},{mean_se:e}", at / units + 1, at % units);
        line.unwrap_or_default();
    }
    out
}

/// The survey as a file; an answer that is none is an empty cell.
fn write(survey: &Survey, path: &Path) -> std::io::Result<()> {
    let mut out = BufWriter::new(fs::File::create(path)?);
    write!(out, "unit,stratum,psu,N,w")?;
    for item in 1..=survey.items.len() {
        write!(out, ",q{item:02}")?;
    }
    for row in 0..survey.unit.len() {
        let stratum = survey.stratum[row];
        let (unit, psu, size) = (survey.unit[row], survey.cluster[row], survey.population[stratum as usize]);
        write!(out, "\n{unit},{stratum},{psu},{size},{}", survey.weight[row])?;
        for codes in &survey.items {
            match codes[row] {
                level @ 1..=9 => write!(out, ",{level}")?,
                _ => write!(out, ",")?,
            }
        }
    }
    writeln!(out)?;
    out.flush()
}

fn status(field: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// kB in memory now, where the system tells it.
fn resident() -> u64 {
    // What an earlier size took at most does not count for this one.
    fs::write("/proc/self/clear_refs", "5").unwrap_or_default();
    status("VmRSS:")
}

/// The most of it so far.
fn peak() -> u64 {
    status("VmHWM:")
}
