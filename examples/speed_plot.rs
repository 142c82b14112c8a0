//! How time grows with respondents, statements, units, strata and replicates: measures and
//! draws `docs/speed.svg`. `cargo run --release --example speed_plot docs/speed.svg`
//!
//! Every panel varies one size of the same survey and shows the shortest of some runs, in
//! seconds that the thread worked; both
//! axes double at each line, so a slope of one is time in proportion.

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes and places of a drawing")]

use std::fmt::Write as _;
use std::time::Instant;

#[path = "kernel/survey.rs"]
mod survey;

use survey::{Plan, Shape, Survey, estimate, usual, worked};

/// A panel: what varies, over which sizes, and the surveys that are measured at each.
struct Panel {
    name: &'static str,
    sizes: Vec<u32>,
    of: fn(u32) -> Vec<(Plan, Shape)>,
}

const LINEAR: [Plan; 3] = [Plan::Stratified, Plan::Uneven, Plan::Clustered];
const ROWS: usize = 400_000;

fn linear(shape: Shape) -> Vec<(Plan, Shape)> {
    LINEAR.map(|plan| (plan, shape)).to_vec()
}

fn panels() -> Vec<Panel> {
    vec![
        Panel {
            name: "respondents",
            sizes: vec![50_000, 100_000, 200_000, 400_000, 800_000, 1_600_000, 3_200_000],
            of: |n| linear(usual(n as usize)),
        },
        Panel { name: "statements", sizes: vec![5, 10, 20, 40, 80], of: |n| linear(Shape { items: n as usize, ..usual(ROWS) }) },
        Panel {
            name: "units (two strata in each)",
            sizes: vec![13, 26, 52, 104, 208, 416, 832],
            of: |n| linear(Shape { units: n, ..usual(ROWS) }),
        },
        Panel { name: "strata in each of 52 units", sizes: vec![1, 2, 4, 8, 16, 32], of: |n| linear(Shape { groups: n, ..usual(ROWS) }) },
        Panel {
            name: "bootstrap replicates",
            sizes: vec![25, 50, 100, 200, 400],
            of: |n| [Plan::Replicates(n), Plan::ClusteredReplicates(n)].map(|plan| (plan, usual(ROWS))).to_vec(),
        },
    ]
}

fn main() -> Result<(), String> {
    let to = std::env::args().nth(1).ok_or("speed_plot OUT.svg")?;
    let mut out = String::new();
    let panels = panels();
    for (at, panel) in panels.iter().enumerate() {
        draw(&mut out, at, panel)?;
    }
    let height = 40 + 250 * panels.len().div_ceil(2);
    let head = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 {height}\" font-family=\"sans-serif\" font-size=\"11\">\n\
         <title>Seconds natively, one thread; {ROWS} respondents x 22 statements x 52 units where nothing else is said</title>\n\
         <rect width=\"760\" height=\"{height}\" fill=\"#fff\"/>\n{}",
        legend()
    );
    std::fs::write(&to, head + &out + "</svg>\n").map_err(|error| format!("{to}: {error}"))
}

fn colour(plan: Plan) -> &'static str {
    match plan {
        Plan::Stratified => "#1b6ca8",
        Plan::Uneven => "#7a4fb5",
        Plan::Clustered => "#b5512f",
        Plan::Replicates(_) => "#20794c",
        Plan::ClusteredReplicates(_) => "#8a6d00",
    }
}

fn legend() -> String {
    let entry = |(at, plan): (usize, Plan)| {
        let x = 20 + 140 * at;
        let name = plan.name().replace('_', " ");
        format!("<circle cx=\"{x}\" cy=\"18\" r=\"4\" fill=\"{}\"/><text x=\"{}\" y=\"22\">{name}</text>\n", colour(plan), x + 9)
    };
    LINEAR.into_iter().chain([Plan::Replicates(1), Plan::ClusteredReplicates(1)]).enumerate().map(entry).collect()
}

fn draw(out: &mut String, at: usize, panel: &Panel) -> Result<(), String> {
    let mut lines: Vec<(Plan, Vec<(u32, f64)>)> = Vec::new();
    for &size in &panel.sizes {
        for (line, (plan, shape)) in (panel.of)(size).into_iter().enumerate() {
            let seconds = measured(plan, shape)?;
            println!("{} {size} {} {seconds:.4}", panel.name, plan.name());
            match lines.get_mut(line) {
                Some((_, points)) => points.push((size, seconds)),
                None => lines.push((plan, vec![(size, seconds)])),
            }
        }
    }
    let all = || lines.iter().flat_map(|(_, points)| points);
    let low = all().map(|point| point.1).fold(f64::INFINITY, f64::min).log2().floor();
    let high = all().map(|point| point.1).fold(0.0, f64::max).log2().ceil().max(low + 1.0);
    let (left, top, width, height) = (70.0 + 375.0 * (at % 2) as f64, 60.0 + 250.0 * (at / 2) as f64, 270.0, 170.0);
    let span = f64::from(panel.sizes[panel.sizes.len() - 1]).log2() - f64::from(panel.sizes[0]).log2();
    let x = |size: u32| left + width * (f64::from(size).log2() - f64::from(panel.sizes[0]).log2()) / span;
    let y = |seconds: f64| top + height * (high - seconds.log2()) / (high - low);
    let mut put = |text: String| out.write_str(&text).map_err(|error| error.to_string());
    put(format!("<text x=\"{left}\" y=\"{}\" font-weight=\"bold\">{}</text>\n", top - 10.0, panel.name))?;
    for &size in &panel.sizes {
        let x = x(size);
        put(format!(
            "<path d=\"M{x:.1} {top}v{height}\" stroke=\"#e4e4e4\"/><text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
            top + height + 15.0,
            short(size)
        ))?;
    }
    for power in low as i32..=high as i32 {
        let seconds = f64::from(power).exp2();
        let y = y(seconds);
        put(format!(
            "<path d=\"M{left} {y:.1}h{width}\" stroke=\"#e4e4e4\"/><text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{} ms</text>\n",
            left - 6.0,
            y + 4.0,
            milliseconds(seconds)
        ))?;
    }
    for (plan, points) in &lines {
        let path: Vec<String> = points.iter().map(|&(size, seconds)| format!("{:.1} {:.1}", x(size), y(seconds))).collect();
        put(format!("<path d=\"M{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\"/>\n", path.join("L"), colour(*plan)))?;
        for &(size, seconds) in points {
            put(format!("<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"2.5\" fill=\"{}\"/>\n", x(size), y(seconds), colour(*plan)))?;
        }
    }
    Ok(())
}

fn short(size: u32) -> String {
    if size >= 1_000_000 {
        format!("{:.1}M", f64::from(size) / 1e6)
    } else if size >= 10_000 {
        format!("{}k", size / 1_000)
    } else {
        size.to_string()
    }
}

fn milliseconds(seconds: f64) -> String {
    let ms = seconds * 1e3;
    if ms >= 10.0 { format!("{ms:.0}") } else { format!("{ms:.1}") }
}

/// The shortest of some runs.
fn measured(plan: Plan, shape: Shape) -> Result<f64, String> {
    let survey = Survey::new(shape);
    let uneven = if plan == Plan::Uneven { survey.uneven() } else { Vec::new() };
    let (mut best, began) = (f64::INFINITY, Instant::now());
    for _ in 0..7 {
        let start = worked(began);
        let numbers = estimate(&survey, plan, &uneven).map_err(|findings| format!("{findings:?}"))?;
        best = best.min(worked(began) - start);
        if numbers.is_empty() || best > 1.5 {
            break;
        }
    }
    Ok(best)
}
