//! Documents that somebody wrote or a host serves: campaigns, questionnaires, plans of
//! analysis, schemes of points.

use phieu::analysis::index::Scheme;
use phieu::analysis::index::scheme::check;
use phieu::analysis::{plan_check, study};
use phieu::base::digest::fingerprint;
use phieu::base::finding::has_error;
use phieu::campaign::{self, Campaign};
use phieu::questionnaire::form::Setting;
use phieu::questionnaire::{self, Definition, Form};
use phieu::response::codec::binary::Codebook;

use super::{Check, Target, as_it_is, contents, hold, located, said};

const ROOM: (usize, usize) = (400, 4 << 20);

pub const CAMPAIGN: Target = Target { name: "campaign", seeds: campaigns, check: campaign, repair: as_it_is, room: ROOM };
pub const QUESTIONNAIRE: Target =
    Target { name: "questionnaire", seeds: questionnaires, check: questionnaire, repair: as_it_is, room: ROOM };
pub const PLAN: Target = Target { name: "plan", seeds: plans, check: plan, repair: as_it_is, room: ROOM };
pub const SCHEME: Target = Target { name: "scheme", seeds: schemes, check: scheme, repair: as_it_is, room: ROOM };

fn campaigns() -> Vec<Vec<u8>> {
    contents(&["public/campaigns", "tests/data/campaigns", "tests/data/tablet/campaigns"])
}

fn questionnaires() -> Vec<Vec<u8>> {
    contents(&["public/questionnaires", "tests/data/questionnaires", "tests/data/tablet/questionnaires"])
}

fn plans() -> Vec<Vec<u8>> {
    let first = contents(&["tests/data/setA"]).into_iter().find(|bytes| plan_check::read(bytes).0.is_some()).unwrap();
    // A small one of format 2: what is larger is not mutated.
    let second = contents(&["tests/data/plans"]).into_iter().filter(|bytes| bytes.len() < 6_000 && study::read(bytes).is_ok());
    std::iter::once(first).chain(second).collect()
}

fn schemes() -> Vec<Vec<u8>> {
    contents(&["public/schemes", "tests/data/index"])
}

fn campaign(bytes: &[u8]) -> Check {
    match Campaign::read(&String::from_utf8_lossy(bytes)) {
        Ok(read) => {
            located(&campaign::check::check(&read))?;
            let text = serde_json::to_string(&read).map_err(|error| error.to_string())?;
            hold(Campaign::read(&text).as_ref() == Ok(&read), || "does not come back".to_owned())
        }
        Err(findings) => said(&findings),
    }
}

/// What its own check finds no error in compiles, and packs.
fn questionnaire(bytes: &[u8]) -> Check {
    let text = String::from_utf8_lossy(bytes);
    let read = match Definition::read(&text) {
        Ok(read) => read,
        Err(findings) => return said(&findings),
    };
    let findings = questionnaire::check::check(&read);
    located(&findings)?;
    match Form::compile(read.clone(), Setting::default()) {
        Ok(_) => hold(has_error(&findings) || Codebook::of(&read, &fingerprint(bytes)).is_some(), || "it cannot be packed".to_owned()),
        Err(findings) => said(&findings),
    }
}

fn plan(bytes: &[u8]) -> Check {
    let (plan, findings) = plan_check::read(bytes);
    hold(plan.is_some() || has_error(&findings), || "refused without a word".to_owned())?;
    located(&findings)?;
    match study::read(bytes) {
        Ok(_) => Ok(()),
        Err(findings) => said(&findings),
    }
}

fn scheme(bytes: &[u8]) -> Check {
    match Scheme::read(&String::from_utf8_lossy(bytes)) {
        Ok(scheme) => located(&check::check(&scheme)),
        Err(findings) => said(&findings),
    }
}
