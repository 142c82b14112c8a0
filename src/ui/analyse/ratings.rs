//! Officials' grids: for each criterion the units in the order of their option score, each
//! with how often every option was chosen. A unit under the minimum has no score here
//! either, and one that nobody judged is named, never left out.

use leptos::prelude::*;

use super::parts::scroll;
use crate::analysis::option_score::{OptionScore, option_score};
use crate::app::analyse::planning;
use crate::base::words::office as words;
use crate::base::{Lang, number};
use crate::campaign::{Campaign, Unit};
use crate::dataset::responses::Intake;
use crate::questionnaire::Definition;
use crate::questionnaire::definition::Question;

/// One folded table a criterion, the first one open.
pub fn panel(campaign: &Campaign, definition: &Definition, intake: &Intake, lang: Lang) -> impl IntoView + use<> {
    let criteria = planning::grids(definition).enumerate().map(|(i, question)| {
        let table = table(campaign, question, intake, lang);
        let label = question.label.get(lang).to_owned();
        view! { <details class="fold" open={i == 0}><summary>{label.clone()}</summary>{scroll(label, table)}</details> }
    });
    let criteria = criteria.collect_view();
    view! {
        <section class="panel" id="ratings">
            <header class="panel__head"><h2>{words::RATINGS.get(lang)}</h2><p>{words::RATINGS_HOW.get(lang)}</p></header>
            {criteria}
        </section>
    }
}

/// The rated units with their scores, the best first; those without one after them.
fn scored<'a>(campaign: &'a Campaign, question: &Question, intake: &Intake) -> Vec<(&'a Unit, OptionScore)> {
    let of_kind = |unit: &&Unit| question.unit_kinds.is_empty() || question.unit_kinds.contains(&unit.kind);
    let options: Vec<(&str, Option<u8>)> = question.options.iter().map(|choice| (choice.code.as_str(), choice.points)).collect();
    let none = std::collections::BTreeMap::new();
    let mut all: Vec<(&Unit, OptionScore)> = campaign
        .units
        .iter()
        .filter(of_kind)
        .map(|unit| {
            let given = intake.ratings.0.get(&(question.id.clone(), unit.code.clone())).unwrap_or(&none);
            (unit, option_score(&options, given))
        })
        .collect();
    let minimum = u64::from(campaign.analysis.minimum);
    let key = |score: &OptionScore| score.score.filter(|_| score.judged >= minimum).unwrap_or(-1.0);
    all.sort_by(|(_, a), (_, b)| key(b).total_cmp(&key(a)));
    all
}

fn table(campaign: &Campaign, question: &Question, intake: &Intake, lang: Lang) -> impl IntoView + use<> {
    let minimum = u64::from(campaign.analysis.minimum);
    let options = question.options.iter().map(|choice| view! { <th scope="col">{choice.label.get(lang).to_owned()}</th> }).collect_view();
    let rows = scored(campaign, question, intake).into_iter().map(|(unit, score)| {
        let counts = score.counts.iter().map(|n| view! { <td>{number::whole(*n, lang)}</td> }).collect_view();
        let said = match score.score {
            None => words::NOT_JUDGED.get(lang).to_owned(),
            Some(_) if score.judged < minimum => words::HIDDEN_FEW.get(lang).to_owned(),
            Some(share) => number::percent(share, lang),
        };
        let [open, judged] = [score.open, score.judged].map(|n| number::whole(n, lang));
        view! { <tr><th scope="row">{unit.name.clone()}</th><td><b>{said}</b></td><td>{judged}</td>{counts}<td>{open}</td></tr> }
    });
    let rows = rows.collect_view();
    view! {
        <table class="data"><caption>{words::RATINGS_CAPTION.get(lang)}</caption>
            <thead><tr><th scope="col">{words::UNIT.get(lang)}</th><th scope="col">{words::OPTION_SCORE.get(lang)}</th><th scope="col">{words::JUDGED.get(lang)}</th>{options}<th scope="col">{words::LEFT_OPEN.get(lang)}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
