//! Time and memory of aggregating 100 000 responses × 33 statements × 60 units:
//! reading the CSV, and estimating in all domains. `make bench` prints it. With a
//! folder as argument it leaves `data.csv` and `plan.json` there, for the same run in
//! the page's worker.

use std::fmt::Write as _;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use phieu::analysis::{Plan, aggregate};
use phieu::dataset::csv;

const ROWS: u32 = 100_000;
const ITEMS: u32 = 33;
const UNITS: u32 = 60;

fn main() -> Result<(), String> {
    let (plan, file) = (plan()?, file());
    if let Some(folder) = std::env::args().nth(1) {
        let plan = serde_json::to_string(&plan).map_err(|error| error.to_string())?;
        let write = |name: &str, text: &str| fs::write(Path::new(&folder).join(name), text).map_err(|error| error.to_string());
        write("data.csv", &file)?;
        write("plan.json", &plan)?;
    }
    let start = Instant::now();
    let (data, findings) = csv::read(file.as_bytes(), &plan.data, &plan.frame, plan.scale.levels);
    let data = data.ok_or_else(|| format!("{findings:?}"))?;
    let read = start.elapsed();
    let start = Instant::now();
    let results = aggregate(&plan, &data, &findings, &mut |_| ControlFlow::Continue(())).map_err(|stop| format!("{stop:?}"))?;
    let estimated = start.elapsed();
    println!("{ROWS} responses x {ITEMS} statements x {UNITS} units, CSV of {} MB", file.len() / 1_000_000);
    println!("read_ms={} estimate_ms={} estimates={}", read.as_millis(), estimated.as_millis(), results.rows.len());
    println!("peak_rss_kb={}", peak_rss().unwrap_or_else(|| "unknown".to_owned()));
    Ok(())
}

/// The peak resident set size in kB, where the system tells it.
fn peak_rss() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").to_owned())
}

fn plan() -> Result<Plan, String> {
    let quote = |items: Vec<u32>| items.iter().map(|item| format!("\"q{item:02}\"")).collect::<Vec<_>>().join(",");
    let factors: Vec<String> = (0..9)
        .map(|factor| format!(r#"{{"id":"F{factor}","items":[{}]}}"#, quote((1..=ITEMS).filter(|item| item % 9 == factor).collect())))
        .collect();
    let json = format!(
        r#"{{"phieu":"plan","version":1,"data":{{"id":"id","unit":"unit","group":"group","population":"N","profile":["sex","age","area"],"items":[{}]}},"factors":[{}]}}"#,
        quote((1..=ITEMS).collect()),
        factors.join(",")
    );
    serde_json::from_str(&json).map_err(|error| error.to_string())
}

/// A file of answers from a linear congruential sequence (Knuth's MMIX constants).
fn file() -> String {
    let mut state = 1_u64;
    let mut below = |limit: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % limit
    };
    let mut out = "id,unit,group,N,sex,age,area".to_owned();
    for item in 1..=ITEMS {
        write_to(&mut out, format_args!(",q{item:02}"));
    }
    for row in 0..ROWS {
        let (unit, group) = (below(u64::from(UNITS)), below(2));
        let profile = (below(2), below(5), below(2));
        write_to(&mut out, format_args!("\nR{row},unit {unit:02},group {group},{}", 5_000 + 137 * unit + group));
        write_to(&mut out, format_args!(",sex {},age {},area {}", profile.0, profile.1, profile.2));
        for _ in 0..ITEMS {
            let answer = ["1", "2", "3", "4", "4", "4", "5", "5", "KB", ""][usize::try_from(below(10)).unwrap_or(0)];
            write_to(&mut out, format_args!(",{answer}"));
        }
    }
    out
}

fn write_to(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).unwrap_or_default();
}
