//! Whatever is edited, in whatever order: undoing all of it gives what it began with,
//! redoing all of it what it came to; a draft comes back from the store as it was, and a
//! released file reads back as the round.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a fixture that cannot be read fails its test")]

use phieu::app::manage::{Edit, Effect, Event, Field, GroupField, KindField, Model, Package, Place, Template, UnitField, update};
use phieu::app::respond::Moment;
use phieu::base::Lang;
use phieu::base::finding::has_error;
use phieu::base::time::Stamp;
use phieu::campaign::Campaign;
use phieu::response::Channel;
use phieu::store::{self, MemoryMedium};
use proptest::prelude::*;
use proptest::sample::select;

const SHEETS: [(&str, &str); 3] = [
    ("ward-office", include_str!("../public/questionnaires/ward-office.json")),
    ("firm", include_str!("../public/questionnaires/firm.json")),
    ("officials-communes", include_str!("../public/questionnaires/officials-communes.json")),
];

struct Desk {
    model: Model,
    medium: MemoryMedium,
    file: Option<Vec<u8>>,
}

impl Desk {
    fn open(medium: MemoryMedium) -> Self {
        let mut desk = Self { model: Model::default(), medium, file: None };
        desk.send(Event::Opened(Place::parse("#/manage/general?c=desk").unwrap()));
        desk
    }

    fn send(&mut self, event: Event) {
        let moment = Moment { stamp: Stamp(1_795_489_200_000), offset: 420, random: [0; 16] };
        for effect in update(&mut self.model, event, moment) {
            match effect {
                Effect::FetchIndex => self.send(Event::IndexRead(Ok("[]".to_owned()))),
                Effect::ReadDrafts => self.send(Event::DraftsRead(store::campaign_drafts(&self.medium))),
                Effect::FetchCampaign(id) => {
                    self.send(Event::CampaignRead(id, Ok(include_str!("../public/campaigns/desk.json").to_owned())));
                }
                Effect::FetchQuestionnaire(name) => {
                    let sheet = SHEETS.iter().find(|(id, _)| *id == name).map(|(_, text)| (*text).to_owned());
                    self.send(Event::QuestionnaireRead(name, sheet.ok_or(phieu::app::respond::FetchFault::Absent)));
                }
                Effect::ReadWording(name, mark) => self.send(Event::WordingRead(name, mark, Ok(None))),
                Effect::SaveSoon => self.send(Event::SaveDue),
                Effect::SaveDraft(name, payload, before) => {
                    let saved = store::save_campaign_draft(&mut self.medium, &name, &payload, &before);
                    self.send(Event::DraftSaved(name, saved));
                }
                Effect::Save(_, _, bytes) => {
                    self.file = Some(bytes);
                    self.send(Event::Saved(true));
                }
                Effect::KeepWording(..)
                | Effect::DeleteDraft(_)
                | Effect::KeepTryout(..)
                | Effect::ReadWorkbook(..)
                | Effect::StopReader
                | Effect::Seal(..)
                | Effect::Unlock(_)
                | Effect::Copy(_)
                | Effect::Print
                | Effect::Go(_)
                | Effect::Focus(_)
                | Effect::SetLanguage(_) => {}
            }
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        select(vec![
            "",
            "0",
            "12",
            "1.279",
            "90,5",
            "2026-12-01",
            "2026-13-01",
            "X01",
            "X02",
            "citizen",
            "department",
            "xã Hai\nxã Ba",
            " Phường Một "
        ])
        .prop_map(str::to_owned),
        ".{0,12}",
    ]
}

fn field() -> impl Strategy<Value = Field> {
    let lang = || select(Lang::ALL.to_vec());
    let group = prop_oneof![Just(GroupField::Id), lang().prop_map(GroupField::Title), Just(GroupField::Sent)];
    let kind = prop_oneof![Just(KindField::Id), lang().prop_map(KindField::Title)];
    let unit = select(vec![
        UnitField::Code,
        UnitField::Name,
        UnitField::OldNames,
        UnitField::Kind,
        UnitField::Parent,
        UnitField::Villages,
        UnitField::Population("citizen".to_owned()),
        UnitField::Quota("firm".to_owned()),
    ]);
    let head = prop_oneof![
        lang().prop_map(Field::Title),
        lang().prop_map(Field::TargetName),
        select(vec![
            Field::Id,
            Field::PlanDate,
            Field::PeriodTo,
            Field::Opens,
            Field::Closes,
            Field::Minimum,
            Field::TargetShare,
            Field::Hotline
        ]),
    ];
    prop_oneof![
        head,
        (0..4_usize, group).prop_map(|(i, field)| Field::Group(i, field)),
        (0..4_usize, kind).prop_map(|(i, field)| Field::Kind(i, field)),
        (0..5_usize, unit).prop_map(|(i, field)| Field::Unit(i, field)),
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    let sheet = || select(vec!["ward-office".to_owned(), "firm".to_owned(), "officials-communes".to_owned(), "nothing".to_owned()]);
    let kind = || select(vec!["ward".to_owned(), "department".to_owned(), "commune".to_owned()]);
    prop_oneof![
        6 => (field(), text()).prop_map(|(field, text)| Edit::Set(field, text)),
        1 => any::<bool>().prop_map(Edit::Desk),
        1 => any::<bool>().prop_map(Edit::English),
        1 => (select(Template::ALL.to_vec()), any::<bool>()).prop_map(|(template, on)| Edit::Template(template, on)),
        1 => (0..4_usize).prop_map(Edit::RemoveGroup),
        1 => (0..4_usize).prop_map(Edit::RaiseGroup),
        1 => Just(Edit::AddGroup),
        1 => (0..4_usize, sheet(), any::<bool>()).prop_map(|(i, id, on)| Edit::Questionnaire(i, id, on)),
        1 => (0..4_usize, kind(), any::<bool>()).prop_map(|(i, kind, on)| Edit::Rates(i, kind, on)),
        1 => (0..4_usize).prop_map(|i| Edit::Link(i, Channel::Invitation)),
        1 => (0..4_usize, 0..5_usize).prop_map(|(i, parts)| Edit::Divide(i, parts)),
        1 => (0..4_usize, text(), 0..3_usize).prop_map(|(i, unit, part)| Edit::Assign(i, unit, part)),
        1 => Just(Edit::AddKind),
        1 => (0..4_usize).prop_map(Edit::RemoveKind),
        3 => kind().prop_map(Edit::AddUnit),
        1 => prop::collection::vec(0..6_usize, 0..3).prop_map(Edit::RemoveUnits),
        1 => Just(vec![2, 0, 1]).prop_shuffle().prop_map(Edit::Order),
        1 => prop::collection::vec((0..5_usize, prop::option::of(0..500_u32)), 0..4).prop_map(|quotas| Edit::Quotas("citizen".to_owned(), quotas)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn undo_and_redo_lead_back_and_forth(edits in prop::collection::vec(edit(), 0..40)) {
        let mut desk = Desk::open(MemoryMedium::default());
        let document = |desk: &Desk| desk.model.opened.as_ref().unwrap().history.now().clone();
        let begun = document(&desk);
        for edit in edits {
            desk.send(Event::Edit(edit));
            desk.send(Event::Rest);
        }
        let ended = document(&desk);
        while desk.model.opened.as_ref().unwrap().history.ways().0 {
            desk.send(Event::Undo);
        }
        prop_assert_eq!(&document(&desk), &begun);
        while desk.model.opened.as_ref().unwrap().history.ways().1 {
            desk.send(Event::Redo);
        }
        prop_assert_eq!(&document(&desk), &ended);
        // What the store has is what the page has.
        let again = Desk::open(desk.medium.clone());
        prop_assert_eq!(&document(&again), &ended);
    }

    #[test]
    fn a_released_file_reads_back_as_the_round(edits in prop::collection::vec(edit(), 0..12)) {
        let mut desk = Desk::open(MemoryMedium::default());
        for edit in edits {
            desk.send(Event::Edit(edit));
        }
        desk.send(Event::Release(Package::Json));
        let opened = desk.model.opened.as_ref().unwrap();
        match &desk.file {
            None => prop_assert!(has_error(&opened.findings) || desk.model.saved.is_none()),
            Some(bytes) => {
                let text = String::from_utf8(bytes.clone()).unwrap();
                let campaign = Campaign::read(&text).unwrap();
                let given = opened.given.as_ref().unwrap();
                prop_assert_eq!(&campaign, &given.campaign);
                prop_assert_eq!(&text, &given.text);
                prop_assert!(!has_error(&phieu::campaign::check::check(&campaign)));
                let known = |unit: &phieu::campaign::Unit| unit.strata.iter().all(|stratum| campaign.group(&stratum.group).is_some());
                prop_assert!(campaign.units.iter().all(known));
            }
        }
    }
}
