//! What is wrong with a scheme's classes, flags and duties. The 75 % line belongs to
//! index fields only: a flag that names anything else is refused here.

use super::{Class, Condition, Due, Duty, Scheme, Who, check::name};
use crate::analysis::index::exact::Exact;
use crate::analysis::index::fault::Fault;
use crate::base::Finding;

pub(super) fn check(scheme: &Scheme, findings: &mut Vec<Finding>) {
    classes(scheme, findings);
    once("ratings", scheme.ratings.iter().map(|rating| rating.id.as_str()), findings);
    once("flags", scheme.flags.iter().map(|flag| flag.id.as_str()), findings);
    once("duties", scheme.duties.iter().map(|duty| duty.id.as_str()), findings);
    for (i, flag) in scheme.flags.iter().enumerate() {
        condition(scheme, &flag.when, &format!("flags[{i}].when"), findings);
    }
    for (i, one) in scheme.duties.iter().enumerate() {
        duty(scheme, one, &format!("duties[{i}]"), findings);
    }
}

fn once<'a>(list: &str, ids: impl Iterator<Item = &'a str>, findings: &mut Vec<Finding>) {
    let mut seen = std::collections::BTreeSet::new();
    for (i, id) in ids.enumerate() {
        let at = format!("{list}[{i}].id");
        name(id, &at, findings);
        if !seen.insert(id) {
            findings.push(Finding::error("duplicate_id", at, id));
        }
    }
}

fn classes(scheme: &Scheme, findings: &mut Vec<Finding>) {
    once("classes", scheme.classes.iter().map(|class| class.id.as_str()), findings);
    for (i, Class { from, .. }) in scheme.classes.iter().enumerate() {
        let at = format!("classes[{i}].from");
        if from.is_negative() || *from > scheme.total {
            findings.push(Fault::CutOutOfRange.error(at.as_str(), from.plain()));
        }
        if i > 0 && scheme.classes.get(i - 1).is_some_and(|above| above.from <= *from) {
            findings.push(Fault::CutsNotDescending.error(at, from.plain()));
        }
    }
    if scheme.classes.last().is_none_or(|last| !last.from.is_zero()) {
        findings.push(Fault::NoLowestClass.error("classes", ""));
    }
}

fn condition(scheme: &Scheme, condition_: &Condition, at: &str, findings: &mut Vec<Finding>) {
    match condition_ {
        Condition::FieldBelow { field, share } => {
            if scheme.field(field).is_none() {
                findings.push(Fault::FlagNotField.error([at, ".field"].concat(), field.as_str()));
            }
            if share.is_zero() || share.is_negative() || *share > Exact::whole(1) {
                findings.push(Fault::ShareOutOfRange.error([at, ".below"].concat(), share.plain()));
            }
        }
        Condition::HeadRated(ratings) => {
            for rating in ratings.iter().filter(|rating| !scheme.ratings.iter().any(|one| one.id == **rating)) {
                findings.push(Fault::UnknownRating.error([at, ".head"].concat(), rating.as_str()));
            }
        }
        Condition::Of(_, of) => {
            for (i, one) in of.iter().enumerate() {
                condition(scheme, one, &format!("{at}.of[{i}]"), findings);
            }
        }
        Condition::Unclear => findings.push(Fault::ConditionUnclear.error(at, "")),
    }
}

fn duty(scheme: &Scheme, duty: &Duty, at: &str, findings: &mut Vec<Finding>) {
    let named = scheme.flags.iter().any(|flag| flag.id == duty.flag);
    let fits = match duty.who {
        Who::Flagged => named,
        Who::Every | Who::LostPoints => duty.flag.is_empty(),
    };
    if !fits {
        findings.push(Fault::UnknownFlag.error([at, ".flag"].concat(), duty.flag.as_str()));
    }
    let Due { before, by, days_after_conference } = duty.due;
    let said = [before.is_some(), by.is_some(), days_after_conference.is_some()];
    if said.iter().filter(|said| **said).count() != 1 {
        findings.push(Fault::DueUnclear.error([at, ".due"].concat(), duty.id.as_str()));
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::tests::expect;

    #[test]
    fn cuts_go_down_to_nought() {
        expect("\"from\": 80", "\"from\": 90", &[("index_cuts_not_descending", "classes[1].from", "90")]);
        expect("\"from\": 90", "\"from\": 101", &[("index_cut_out_of_range", "classes[0].from", "101")]);
        expect("\"from\": 0}", "\"from\": 50}", &[("index_no_lowest_class", "classes", "")]);
    }

    #[test]
    fn the_line_belongs_to_fields_only() {
        for other in ["1.1", "access", "procedure"] {
            let new = format!("{{\"field\": \"{other}\"");
            expect("{\"field\": \"procedures\"", &new, &[("index_flag_not_field", "flags[0].when.of[0].of[0].field", other)]);
        }
        expect("\"below\": 0.75", "\"below\": 75", &[("index_share_out_of_range", "flags[0].when.of[0].of[0].below", "75")]);
        expect("[\"completed\"]", "[\"done\"]", &[("index_unknown_rating", "flags[0].when.of[1].head", "done")]);
        expect("{\"head\": [\"completed\"]}", "{}", &[("index_condition_unclear", "flags[0].when.of[1]", "")]);
    }

    #[test]
    fn a_duty_has_one_date_and_one_reason() {
        expect("\"flag\": \"review\"", "\"flag\": \"late\"", &[("index_unknown_flag", "duties[0].flag", "late")]);
        expect("\"who\": \"every\"", "\"who\": \"every\", \"flag\": \"review\"", &[("index_unknown_flag", "duties[2].flag", "review")]);
        expect("{\"before\": \"04-01\"}", "{}", &[("index_due_unclear", "duties[0].due", "review_report")]);
        expect(
            "{\"before\": \"04-01\"}",
            "{\"before\": \"04-01\", \"by\": \"04-02\"}",
            &[("index_due_unclear", "duties[0].due", "review_report")],
        );
    }
}
