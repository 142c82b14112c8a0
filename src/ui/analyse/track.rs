//! The drawing of one row: numbers only, in percent of the width, so that a picture
//! fits any width and its words stay text beside it. Markup is made of numbers alone.

use crate::app::analyse::picture::{Axis, Point};

fn at(axis: &Axis, value: f64) -> String {
    format!("{:.3}%", axis.percent(value))
}

/// Lines of the scale, a target, the interval and the point.
pub fn dot(axis: &Axis, point: Option<&Point>, target: Option<f64>) -> String {
    let mut out = vec![lines(axis)];
    out.extend(target.map(|target| upright(axis, "target", target, "0", "100%")));
    if let Some(point) = point {
        out.push(span(axis, point.bounds));
        out.push(upright(axis, "plain", point.unweighted, "22%", "78%"));
        out.push(mark(axis, point.est));
    }
    out.concat()
}

/// Lines of the scale, an interval where there is one, and the score.
pub fn score(axis: &Axis, est: f64, bounds: Option<(f64, f64)>) -> String {
    [lines(axis), span(axis, bounds), mark(axis, est)].concat()
}

fn upright(axis: &Axis, class: &str, value: f64, from: &str, to: &str) -> String {
    let x = at(axis, value);
    format!(r#"<line class="{class}" x1="{x}" x2="{x}" y1="{from}" y2="{to}"/>"#)
}

fn span(axis: &Axis, bounds: Option<(f64, f64)>) -> String {
    let Some((lo, hi)) = bounds else { return String::new() };
    let line = format!(r#"<line class="span" x1="{}" x2="{}" y1="50%" y2="50%"/>"#, at(axis, lo), at(axis, hi));
    [line, upright(axis, "span", lo, "35%", "65%"), upright(axis, "span", hi, "35%", "65%")].concat()
}

fn mark(axis: &Axis, est: f64) -> String {
    format!(r#"<circle class="point" cx="{}" cy="50%" r="6"/>"#, at(axis, est))
}

/// Shares of a whole from the left, the best option first: the best has the tone of the
/// highest level, and the two lowest are hatched as they are there.
pub fn stack(shares: &[f64]) -> String {
    let (mut x, mut out) = (0.0, Vec::new());
    for (index, share) in shares.iter().enumerate() {
        let width = share * 100.0;
        let level = tone(shares.len() - 1 - index, shares.len());
        out.push(format!(r#"<rect class="level level-{level}" x="{x:.3}%" width="{width:.3}%" y="0" height="100%"/>"#));
        if level < 3 {
            out.push(format!(r#"<rect class="hatched" fill="url(#hatch-{level})" x="{x:.3}%" width="{width:.3}%" y="0" height="100%"/>"#));
        } else if width >= 9.0 {
            let at = x + width / 2.0;
            let percent = share * 100.0;
            out.push(format!(r#"<text class="in in-{level}" x="{at:.3}%" y="50%" dy="0.35em" text-anchor="middle">{percent:.0}</text>"#));
        }
        x += width;
    }
    out.concat()
}

fn lines(axis: &Axis) -> String {
    let line = |tick: &f64| {
        let x = at(axis, *tick);
        format!(r#"<line class="rule" x1="{x}" x2="{x}" y1="0" y2="100%"/>"#)
    };
    axis.ticks.iter().map(line).collect()
}

/// The scale's labels; those at the ends stay inside.
pub fn scale(axis: &Axis, text: impl Fn(f64) -> String) -> String {
    let last = axis.ticks.len().saturating_sub(1);
    let label = |(index, tick): (usize, &f64)| {
        let anchor = match index {
            0 => "start",
            index if index == last => "end",
            _ => "middle",
        };
        // On a narrow screen every other label is enough; the ends stay.
        let between = index != last && (index % 2 == 1 || index + 1 == last);
        let class = if between { "label label--between" } else { "label" };
        format!(r#"<text class="{class}" x="{}" y="14" text-anchor="{anchor}">{}</text>"#, at(axis, *tick), text(*tick))
    };
    axis.ticks.iter().enumerate().map(label).collect()
}

/// How far bars go to either side of the middle of the scale, over all rows.
pub struct Reach {
    left: f64,
    right: f64,
}

impl Reach {
    /// The widest of both sides.
    pub fn of<'a>(rows: impl Iterator<Item = &'a [f64]>) -> Self {
        let sides = rows.map(|shares| (left(shares), shares.iter().sum::<f64>() - left(shares)));
        let (left, right) = sides.fold((0.02_f64, 0.02_f64), |(l, r), (left, right)| (l.max(left), r.max(right)));
        Self { left, right }
    }

    /// Percent of the width for one.
    fn unit(&self) -> f64 {
        100.0 / (self.left + self.right)
    }
}

/// The levels around the middle of the neutral one; an even scale has its middle
/// between two levels.
pub fn levels(shares: &[f64], reach: &Reach) -> String {
    let unit = reach.unit();
    let middle = reach.left * unit;
    let mut x = middle - left(shares) * unit;
    let mut out = Vec::new();
    for (index, share) in shares.iter().enumerate() {
        let width = share * unit;
        let level = tone(index, shares.len());
        out.push(format!(r#"<rect class="level level-{level}" x="{x:.3}%" width="{width:.3}%" y="0" height="100%"/>"#));
        if level < 3 {
            out.push(format!(r#"<rect class="hatched" fill="url(#hatch-{level})" x="{x:.3}%" width="{width:.3}%" y="0" height="100%"/>"#));
        }
        // The middle level has the middle line through it; the lowest are hatched.
        if level > 3 && width >= 9.0 {
            let at = x + width / 2.0;
            out.push(format!(
                r#"<text class="in in-{level}" x="{at:.3}%" y="50%" dy="0.35em" text-anchor="middle">{:.0}</text>"#,
                share * 100.0
            ));
        }
        x += width;
    }
    out.push(format!(r#"<line class="middle" x1="{middle:.3}%" x2="{middle:.3}%" y1="0" y2="100%"/>"#));
    out.concat()
}

/// What of a row lies left of the middle.
fn left(shares: &[f64]) -> f64 {
    let half = shares.len() / 2;
    let below: f64 = shares[..half].iter().sum();
    below + if shares.len() % 2 == 1 { shares[half] / 2.0 } else { 0.0 }
}

/// The colour, 1 to 5, of a level among `of`.
pub fn tone(index: usize, of: usize) -> usize {
    if of < 2 { 5 } else { 1 + index * 4 / (of - 1) }
}

/// A bar from the left, for weights.
pub fn share(share: f64, most: f64) -> String {
    format!(r#"<rect class="share" x="0" y="15%" height="70%" width="{:.3}%"/>"#, share / most.max(1e-9) * 100.0)
}

/// Hatches of the two lowest levels: alike in grey to the two highest, told by lines.
pub const HATCHES: &str = r#"<defs><pattern id="hatch-1" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch hatch-1" x1="0" y1="0" x2="0" y2="6"/><line class="hatch hatch-1" x1="0" y1="0" x2="6" y2="0"/></pattern><pattern id="hatch-2" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch hatch-2" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>"#;
