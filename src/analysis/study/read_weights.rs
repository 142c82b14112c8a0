//! Steps of the weights and replicates from their text.

use super::choices::choice;
use super::plan::{Refit, Replicating, Replication, Step};
use super::read::{known, only};
use crate::analysis::weighting::calibrate::{Bounds, Distance};
use crate::analysis::weighting::rake::{self, Residuals};
use crate::analysis::weighting::trim::{Limits, Rounds, Spread};
use crate::base::json::{Reader, text};

const STEPS: [&str; 5] = ["nonresponse", "poststratify", "rake", "calibrate", "trim"];
const METHODS: [&str; 6] = ["jk1", "jkn", "brr", "fay", "bootstrap", "given"];
const DISTANCES: [&str; 3] = ["linear", "raking", "logit"];

fn itself(word: &'static str) -> &'static str {
    word
}

/// One step; `None` where its word is none.
pub(super) fn step(r: &mut Reader<'_>) -> Option<Step> {
    match r.required("step").word(&STEPS, itself)? {
        "nonresponse" => {
            Some(Step::Nonresponse { classes: r.required("classes").texts(), answered: r.required("answered").object_or_blank(only) })
        }
        "poststratify" => Some(Step::Poststratify { cells: r.required("cells").object_or_blank(known) }),
        "rake" => Some(Step::Rake {
            margins: r.required("margins").list(|item| item.object_or_blank(known)),
            stop: r.optional("stop").object(stop).unwrap_or(rake::Stop::TIGHT),
            residuals: choice(r.optional("residuals")).unwrap_or(Residuals::Regressed),
        }),
        "calibrate" => calibrate(r),
        "trim" => Some(Step::Trim {
            limits: Limits {
                lower: r.optional("lower").decimal().unwrap_or(f64::NEG_INFINITY),
                upper: r.optional("upper").decimal().unwrap_or(f64::INFINITY),
            },
            spread: choice(r.optional("spread")).unwrap_or(Spread::Equal),
            rounds: choice(r.optional("rounds")).unwrap_or(Rounds::UntilInside),
        }),
        _ => None,
    }
}

fn stop(r: &mut Reader<'_>) -> rake::Stop {
    rake::Stop {
        rounds: r.required("rounds").whole::<u16>().unwrap_or_default().into(),
        change: r.required("change").decimal().unwrap_or_default(),
    }
}

fn calibrate(r: &mut Reader<'_>) -> Option<Step> {
    let bounds = r.optional("bounds").object(|r| Bounds {
        lower: r.optional("lower").decimal().unwrap_or(f64::NEG_INFINITY),
        upper: r.optional("upper").decimal().unwrap_or(f64::INFINITY),
    });
    let bounds = bounds.unwrap_or(Bounds::NONE);
    let margins = r.optional("margins").list(|item| item.object_or_blank(known));
    let numbers = r.optional("numbers").map(|slot| slot.decimal().unwrap_or_default());
    let count = r.optional("count").decimal();
    let distance = match r.required("distance").word(&DISTANCES, itself)? {
        "linear" => Distance::Linear(bounds),
        "raking" => Distance::Raking(bounds),
        _ => Distance::Logit(bounds),
    };
    Some(Step::Calibrate { distance, margins, numbers: numbers.into_iter().collect(), count })
}

/// Replicates; `None` where the method's word is none.
pub(super) fn replication(r: &mut Reader<'_>) -> Option<Replication> {
    let centre = choice(r.optional("centre"));
    let refit = choice::<Refit>(r.optional("refit")).unwrap_or_default();
    let method = match r.required("method").word(&METHODS, itself)? {
        "jk1" => Replicating::Jk1,
        "jkn" => Replicating::Jkn,
        "brr" => Replicating::Brr,
        "fay" => Replicating::Fay { rho: r.required("rho").decimal().unwrap_or_default() },
        "bootstrap" => Replicating::Bootstrap {
            replicates: r.required("replicates").whole().unwrap_or_default(),
            seed: r.required("seed").whole().unwrap_or_default(),
        },
        _ => Replicating::Given { columns: r.required("columns").list(text), scale: r.required("scale").decimal().unwrap_or_default() },
    };
    Some(Replication { method, centre, refit })
}
