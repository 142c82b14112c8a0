//! The index as a ranked dot plot with intervals; units that cannot be told apart from
//! the one above are said in the table below it.

use leptos::prelude::*;

use super::super::Shell;
use super::super::track;
use super::{Seen, href, send};
use crate::analysis::index::ranking::Standing;
use crate::app::analyse::Part;
use crate::app::analyse::index::Step;
use crate::app::analyse::picture::Axis;
use crate::base::words::index as words;
use crate::base::{Lang, number};
use crate::platform::page;
use crate::ui::components::staged;

/// Opens a unit's sheet.
pub fn open(shell: Shell, code: &str) {
    send(shell, Step::Unit(code.to_owned()));
    page::go(&href(shell, Part::Unit));
}

/// The plot.
pub fn plot(shell: Shell, seen: &Seen, lang: Lang) -> impl IntoView + use<> {
    let total = seen.scheme.total.to_f64();
    let bounds = |standing: &Standing| seen.points(&standing.unit).and_then(|unit| unit.interval(&seen.scheme));
    let ends = seen.standings.iter().flat_map(|standing| {
        let (lo, hi) = bounds(standing).unwrap_or_else(|| (standing.score.to_f64(), standing.score.to_f64()));
        [lo, hi, standing.score.to_f64()]
    });
    let axis = Axis::over(ends, (0.0, total));
    let scale = track::scale(&axis, |value| number::decimal(value, 0, lang));
    let row = |standing: &Standing| {
        let drawn = track::score(&axis, standing.score.to_f64(), bounds(standing).filter(|(lo, hi)| hi > lo));
        let (code, name) = (standing.unit.clone(), seen.name(&standing.unit).to_owned());
        view! {
            <li class="dots__row">
                <span class="joins ranked__place">{standing.rank}</span>
                <button type="button" class="dots__name act" on:click=move |_| open(shell, &code)>{name}</button>
                <svg class="dots__track" aria-hidden="true" focusable="false" inner_html=drawn></svg>
                <span class="dots__value"><b>{standing.score.print(usize::from(seen.scheme.decimals), lang)}</b>" "<small>{range(bounds(standing), lang)}</small></span>
            </li>
        }
        .into_any()
    };
    let rows = seen.standings.iter().map(row).collect();
    view! {
        <div class="ranked dots dots--wide" role="region" tabindex="0" aria-label=words::PLOT.get(lang)>
            <div class="dots__row dots__row--scale" aria-hidden="true">
                <span class="joins ranked__place"></span><span class="dots__name"></span><svg class="dots__scale" inner_html=scale></svg><span class="dots__value"></span>
            </div>
            <ol class="dots__list">{staged(rows)}</ol>
        </div>
    }
}

/// `80,12–86,45`, or that there is no interval.
pub fn range(bounds: Option<(f64, f64)>, lang: Lang) -> String {
    match bounds {
        Some((lo, hi)) if hi > lo => [lo, hi].map(|value| number::decimal(value, 2, lang)).join("–"),
        Some(_) | None => "–".to_owned(),
    }
}
