//! Whatever came in, every response stands in exactly one place: complete, partial,
//! refused, not reached, ineligible, screened out, cancelled, trial, open link and what is
//! of other forms or campaigns add up to all of them, and the intakes of the groups say the
//! same as the register, as do the rows that estimates stand on.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};

use phieu::base::Lang;
use phieu::base::Named;
use phieu::base::time::Stamp;
use phieu::dataset::responses::{Counted, Criterion, Place, Records, Rules, Tally, Wanted, read, row};
use phieu::response::codec::{Fieldwork, Header};
use phieu::response::{Answer, Change, Channel, Correction, Outcome, Response};
use proptest::prelude::*;

const GROUPS: [&str; 4] = ["citizen", "firm", "council", "stranger"];
const FORMS: [&str; 3] = ["ward", "grid", "unknown"];

fn wanted() -> Vec<Wanted> {
    let options = [("a", Some(100)), ("no_info", None)].map(|(code, points)| (code.to_owned(), points)).to_vec();
    let of = |group: &str, form: &str| Wanted {
        questionnaire: (form.to_owned(), "1".to_owned()),
        group: group.to_owned(),
        units: ["X", "Y"].map(str::to_owned).into(),
        profile: Vec::new(),
        items: vec!["s1".to_owned()],
        grids: if form == "grid" { vec![Criterion { id: "c".to_owned(), options: options.clone() }] } else { Vec::new() },
    };
    vec![of("citizen", "ward"), of("firm", "ward"), of("council", "grid")]
}

prop_compose! {
    fn response()(
        outcome in prop::sample::select(&Outcome::ALL[..]),
        channel in prop::sample::select(&Channel::ALL[..]),
        group in prop::sample::select(&GROUPS[..]),
        form in prop::sample::select(&FORMS[..]),
        unit in prop::sample::select(&["X", "Y", "Z"][..]),
        campaign in prop::sample::select(&["demo", "demo", "demo", "desk"][..]),
        edition in prop::sample::select(&["1", "1", "1", "0"][..]),
        trial in prop::bool::weighted(0.2),
        rated in any::<bool>(),
    ) -> Response {
        let answers = match (form, rated) {
            (_, false) => BTreeMap::new(),
            ("grid", true) => [("c@X".to_owned(), Some(Answer::Text("a".to_owned())))].into(),
            (_, true) => [("s1".to_owned(), Some(Answer::Number(4)))].into(),
        };
        let header = Header {
            id: String::new(),
            campaign: (campaign.to_owned(), 1),
            questionnaire: (form.to_owned(), edition.to_owned()),
            fingerprint: "F".to_owned(),
            unit: unit.to_owned(),
            group: group.to_owned(),
            channel,
            language: Lang::Vi,
            trial,
            started: Stamp(1),
            fieldwork: Fieldwork::default(),
        };
        Response { header, outcome, finished: Stamp(2), answers: answers.into_iter().collect(), seconds: Named::new(), fills: Vec::new() }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn every_record_stands_in_one_place(
        mut responses in prop::collection::vec(response(), 0..40),
        corrections in prop::collection::vec((0_usize..45, any::<Option<bool>>(), 0_u64..9, any::<bool>()), 0..20),
    ) {
        for (i, response) in responses.iter_mut().enumerate() {
            response.header.id = i.to_string();
        }
        let (mut all, mut set_aside) = (Vec::new(), BTreeSet::new());
        for (i, (of, to, made, aside)) in corrections.iter().enumerate() {
            let change = to.map_or(Change::Cancel, |x| Change::Unit(if x { "X" } else { "Q" }.to_owned()));
            let [campaign, reason, surveyor] = ["demo", "r", "s"].map(str::to_owned);
            all.push(Correction { id: i.to_string(), of: of.to_string(), campaign, change, reason, surveyor, made: Stamp(*made) });
            if *aside {
                set_aside.insert(i.to_string());
            }
        }
        let records = Records { campaign: "demo", corrections: &all, set_aside: &set_aside };
        let Counted { register, intakes } = read(records, responses.clone(), &wanted());
        prop_assert_eq!(register.total(), responses.len() as u64);
        for (group, line) in &register.groups {
            prop_assert_eq!(Place::ALL.map(|place| line.at(place)).iter().sum::<u64>(), line.total());
            let there = responses.iter().filter(|one| one.header.group == *group && one.header.campaign.0 == "demo").count();
            prop_assert_eq!(line.total(), there as u64);
        }
        for (intake, wanted) in intakes.iter().zip(wanted()) {
            let Some(line) = register.groups.get(&wanted.group) else { continue };
            let of = |place: Place| line.at(place);
            let tally = intake.all;
            prop_assert_eq!((of(Place::Sampled), of(Place::OpenLink)), (tally.sampled, intake.open.valid));
            prop_assert_eq!(of(Place::Sampled) + of(Place::OpenLink) + of(Place::Empty), tally.complete);
            prop_assert_eq!(
                [Place::Partial, Place::ScreenedOut, Place::Refused, Place::NotReached, Place::Ineligible].map(of),
                [tally.partial, tally.screened_out, tally.refused, tally.not_reached, tally.ineligible]
            );
            let form = [wanted];
            let rules = Rules::new(records, &form);
            prop_assert_eq!(responses.iter().filter_map(|response| row(response.clone(), &rules)).count() as u64, tally.sampled);
            prop_assert_eq!(tally.started(), tally.complete + tally.partial + tally.screened_out + tally.refused + tally.not_reached + tally.ineligible);
            prop_assert_eq!(intake.by_unit.values().map(Tally::started).sum::<u64>(), tally.started());
        }
    }
}
