//! A manager's work without a browser: a host of files, a store in memory, and what the
//! page would send. From an empty desk to an edition that is answered, and on to the next.
#![allow(clippy::unwrap_used, reason = "a fixture that cannot be read fails its test")]

mod desk;

use std::collections::BTreeMap;
use std::fs;

use phieu::app::manage::sampling::{Rule, outlook, quotas};
use phieu::app::manage::tryout::TryoutFault;
use phieu::app::manage::{
    Edit, Event, Field, GroupField, Notice, Origin, Package, Page, Place, Problem, Saving, Stage, Template, UnitField, assemble,
};
use phieu::app::respond;
use phieu::base::digest::fingerprint;
use phieu::base::finding::has_error;
use phieu::base::{Lang, Severity};
use phieu::campaign::Campaign;
use phieu::campaign::check::check;
use phieu::store;

use desk::{Desk, NOW, answer, public};

#[test]
fn a_new_round_lacks_only_what_nobody_can_guess() {
    let mut desk = Desk::at("#/manage");
    assert_eq!(desk.model.stage, Stage::Ready);
    desk.send(Event::Create);
    assert_eq!(desk.model.place, Place { page: Page::General, draft: Some("dot-2026".to_owned()) });
    let todo: Vec<_> = desk.codes(Severity::Error).into_iter().map(|(_, at)| at).collect();
    assert_eq!(todo, ["controller.vi", "plan.number", "hotline", "units", "key"]);
    assert_eq!(desk.codes(Severity::Warning), [("no_drop_box".to_owned(), "drop_box".to_owned())]);
    assert_eq!(desk.model.text(&Field::Opens), "2026-12-08");
    assert_eq!(desk.model.text(&Field::Closes), "2027-01-07");
    assert_eq!(desk.model.text(&Field::KeepUntil), "2029-01-07");
    desk.send(Event::Release(Package::Zip));
    assert!(desk.saved.is_empty(), "a round with errors is not released");
}

#[test]
fn created_edited_undone_reloaded_released_reopened_and_changed() {
    let mut desk = Desk::at("#/manage");
    desk.round();
    assert!(!has_error(&check(desk.campaign())));
    assert_eq!(desk.campaign().units[0].strata[0].population, Some(1_279));
    assert_eq!(desk.model.text(&Field::Unit(0, UnitField::Code)), "DV");

    // Undone and done again.
    let whole = desk.campaign().clone();
    desk.send(Event::Undo);
    assert_eq!(desk.campaign().units[2].strata[0].quota, None);
    desk.send(Event::Redo);
    assert_eq!(*desk.campaign(), whole);

    // The page is closed in the middle of a date.
    desk.edit(Edit::Set(Field::Opens, "2026-12-".to_owned()));
    desk.again("#/manage/general?c=dot-2026");
    assert_eq!(*desk.campaign(), whole);
    assert_eq!(desk.model.text(&Field::Opens), "2026-12-");
    assert_eq!(desk.codes(Severity::Error), [("bad_date".to_owned(), "opens".to_owned())]);
    desk.set(Field::Opens, "2026-12-01");

    // Released: what is on the host is answered, by links of this edition alone.
    let files = desk.publish();
    let first = files["campaigns/dot-2026.json"].clone();
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    let mark = fingerprint(public("questionnaires/ward-office.json").as_bytes());
    let wording = format!("questionnaires/ward-office-{mark}.json");
    assert_eq!(names, ["HUONG-DAN.txt", "campaigns/dot-2026.json", "campaigns/index.json", wording.as_str()]);
    assert!(files["campaigns/index.json"].contains(r#"{"id":"demo""#) && files["campaigns/index.json"].contains(r#"{"id":"dot-2026""#));
    let campaign = Campaign::read(&first).unwrap();
    assert_eq!((campaign.edition, campaign.pins["ward-office"].as_str(), campaign.released.len()), (1, mark.as_str(), 0));
    assert_eq!(campaign.controller.vi, "Sở Nội vụ tỉnh Sơn Giang", "blanks at the ends are left out");
    let day = NOW + 20 * 86_400_000;
    let old_link = format!("#/r/dot-2026?u=DV&c={}", fingerprint(first.as_bytes()));
    assert_eq!(answer(&desk, &old_link, day), respond::Stage::Welcome);

    // The same again is the same edition, to the byte.
    assert_eq!(desk.release(), first);

    // Reopened on another machine, changed: edition 2, and the printed links still open.
    let mut other = Desk { host: desk.host.clone(), ..Desk::at("#/manage") };
    other.send(Event::FileChosen("dot-2026.json".to_owned(), Some(first.clone().into_bytes())));
    assert_eq!(other.campaign().units, campaign.units);
    assert_eq!(other.release(), first, "an opened file is what it was");
    other.set(Field::Hotline, "0200 3 999 999");
    let second = other.publish()["campaigns/dot-2026.json"].clone();
    let campaign = Campaign::read(&second).unwrap();
    assert_eq!(campaign.edition, 2);
    assert_eq!(campaign.released[0].fingerprint, fingerprint(first.as_bytes()));
    assert_eq!(answer(&other, &old_link, day), respond::Stage::Welcome);
    other.set(Field::Hotline, "0200 3 777 777");
    let third = Campaign::read(&other.release()).unwrap();
    assert_eq!((third.edition, third.released.len()), (3, 2));
    let back: Vec<u32> = third.released.iter().map(|given| given.edition).collect();
    assert_eq!(back, [1, 2]);
}

#[test]
fn a_changed_questionnaire_does_not_change_a_round_that_runs() {
    let mut desk = Desk::at("#/manage");
    desk.round();
    let first = desk.publish();
    let path = "questionnaires/ward-office.json";
    let changed = desk.host[path].replace("2026.1", "2027.1");
    desk.host.insert(path.to_owned(), changed);
    desk.medium.texts.retain(|key, _| !key.contains("definition"));
    desk.again("#/manage/release?c=dot-2026");
    assert!(desk.codes(Severity::Warning).iter().any(|(code, _)| code == "questionnaire_reworded"));
    desk.set(Field::Hotline, "1900 0000");
    let second = desk.publish();
    let pins = |files: &BTreeMap<String, String>| Campaign::read(&files["campaigns/dot-2026.json"]).unwrap().pins;
    assert_eq!(pins(&first), pins(&second));
    assert!(second.keys().any(|name| name.starts_with("questionnaires/ward-office-")));
    assert_eq!(answer(&desk, "#/r/dot-2026?u=DV", NOW + 20 * 86_400_000), respond::Stage::Welcome);
}

#[test]
fn what_was_printed_is_not_taken_away_silently() {
    let mut desk = Desk::at("#/manage");
    desk.round();
    desk.edit(Edit::Template(Template::Front, true));
    desk.edit(Edit::AddUnit("department".to_owned()));
    desk.unit(UnitField::Name, 3, "Sở Y tế");
    desk.unit(UnitField::Population("citizen".to_owned()), 3, "0");
    desk.release();
    desk.unit(UnitField::Code, 0, "P01");
    desk.set(Field::Group(1, GroupField::Id), "fatherland_front");
    desk.set(Field::Id, "dot-khac");
    let warnings: Vec<_> =
        desk.codes(Severity::Warning).into_iter().map(|(code, _)| code).filter(|code| code.starts_with("released")).collect();
    assert_eq!(warnings, ["released_id_changed", "released_unit_gone", "released_group_gone"]);
    // With warnings it can be released all the same.
    desk.release();
}

#[test]
fn a_name_that_is_taken_is_refused_and_references_follow_one_that_is_not() {
    let mut desk = Desk::at("#/manage");
    desk.round();
    desk.edit(Edit::Template(Template::Council, true));
    desk.edit(Edit::Questionnaire(1, "officials-departments".to_owned(), false));
    desk.edit(Edit::Divide(1, 2));
    let parts = |desk: &Desk| desk.campaign().groups[1].assignments.iter().map(|part| part.units.clone()).collect::<Vec<_>>();
    assert_eq!(parts(&desk), [vec!["DV".to_owned(), "DV-2".to_owned()], vec!["DV-3".to_owned()]]);
    desk.unit(UnitField::Code, 1, "DV");
    assert_eq!(desk.campaign().units[1].code, "DV-2");
    assert!(desk.codes(Severity::Error).contains(&("name_taken".to_owned(), "units[1].code".to_owned())));
    desk.unit(UnitField::Code, 1, "X02");
    assert_eq!(desk.codes(Severity::Error), []);
    assert_eq!(parts(&desk), [vec!["DV".to_owned(), "X02".to_owned()], vec!["DV-3".to_owned()]]);
    desk.edit(Edit::RemoveUnits(vec![0]));
    assert_eq!(parts(&desk), [vec!["X02".to_owned()], vec!["DV-3".to_owned()]]);
    desk.set(Field::Group(0, GroupField::Id), "nguoi_dan");
    assert_eq!(desk.campaign().units[0].strata[0].group, "nguoi_dan");
}

#[test]
fn quotas_are_set_in_one_act_and_undone_in_one() {
    let mut desk = Desk::at("#/manage/sample?c=demo");
    let before = desk.campaign().clone();
    let group = before.group("citizen").unwrap().clone();
    let rows = outlook(&before, &group);
    assert_eq!(rows.len(), 63);
    desk.edit(Edit::Quotas("citizen".to_owned(), quotas(Rule::Error(0.05), &rows)));
    assert_eq!(desk.campaign().units[0].strata[0].quota, Some(395));
    desk.send(Event::Undo);
    assert_eq!(*desk.campaign(), before);
}

#[test]
fn a_broken_or_hostile_file_changes_nothing_and_says_where() {
    let mut desk = Desk::at("#/manage");
    desk.round();
    let (before, stored) = (desk.campaign().clone(), desk.medium.clone());
    let good = public("campaigns/desk.json");
    let cases: [(&str, Vec<u8>, &str); 7] = [
        ("cut.json", good.as_bytes()[..200].to_vec(), "json"),
        ("other.json", public("questionnaires/firm.json").into_bytes(), "not_campaign"),
        ("latin.json", vec![b'{', 0xff, 0xfe], "file_not_utf8"),
        ("field.json", good.replace("\"hotline\"", "\"hot_line\"").into_bytes(), "missing_field"),
        ("newer.json", good.replace("\"version\": 3", "\"version\": 9").into_bytes(), "newer_version"),
        ("deep.json", "[".repeat(200_000).into_bytes(), "json"),
        ("torn.zip", b"PK\x03\x04 torn".to_vec(), "zip_broken"),
    ];
    for (name, bytes, code) in cases {
        desk.send(Event::FileChosen(name.to_owned(), Some(bytes)));
        match &desk.model.notice {
            Some(Notice::Refused(file, findings)) => assert_eq!((file.as_str(), findings[0].code.as_str()), (name, code)),
            other => panic!("{name}: {other:?}"),
        }
        assert_eq!(*desk.campaign(), before, "{name}");
        assert_eq!(desk.medium.texts, stored.texts, "{name}");
    }
    desk.send(Event::FileChosen("gone.json".to_owned(), None));
    assert!(matches!(&desk.model.notice, Some(Notice::Refused(_, findings)) if findings[0].code == "file_not_read"));
}

#[test]
fn a_released_zip_opens_again_beside_the_draft_of_its_name() {
    let mut desk = Desk::at("#/manage");
    desk.round();
    desk.files();
    let (name, zip) = desk.saved.last().unwrap().clone();
    assert_eq!(name, "dot-2026-1.zip");
    desk.send(Event::FileChosen(name, Some(zip)));
    assert_eq!(desk.model.opened.as_ref().unwrap().name, "dot-2026-2", "a draft never takes another's place");
    assert_eq!(desk.campaign().id, "dot-2026");
    assert_eq!(desk.model.drafts.len(), 2);
}

#[test]
fn a_full_store_loses_nothing_in_the_page() {
    let mut desk = Desk::at("#/manage");
    desk.round();
    let used: usize = desk.medium.texts.iter().map(|(key, text)| key.len() + text.len()).sum();
    desk.medium.limit = Some(used);
    desk.set(Field::Hotline, "0200 3 888 888 hoặc 0200 3 888 889");
    let saving = |desk: &Desk| desk.model.opened.as_ref().unwrap().saving.clone();
    assert!(matches!(saving(&desk), Saving::Failed(_)));
    assert_eq!(desk.model.text(&Field::Hotline), "0200 3 888 888 hoặc 0200 3 888 889");
    desk.release();
    desk.medium.limit = None;
    desk.send(Event::SaveOver);
    assert!(matches!(saving(&desk), Saving::Saved(_)));
    desk.again("#/manage/general?c=dot-2026");
    assert_eq!(desk.model.text(&Field::Hotline), "0200 3 888 888 hoặc 0200 3 888 889");
}

#[test]
fn another_window_is_not_written_over_without_a_word() {
    let mut desk = Desk::at("#/manage");
    desk.round();
    let mut other = Desk { host: desk.host.clone(), medium: desk.medium.clone(), ..Desk::new() };
    other.go("#/manage/general?c=dot-2026");
    other.set(Field::Hotline, "từ cửa sổ kia");
    desk.medium = other.medium.clone();
    desk.set(Field::PlanNumber, "từ cửa sổ này");
    assert!(matches!(desk.model.opened.as_ref().unwrap().saving, Saving::Failed(store::StoreFault::Taken(_))));
    let key = desk.draft_key();
    assert_eq!(desk.medium.texts[&key], other.medium.texts[&key]);
    let mut keeps = Desk { model: desk.model.clone(), host: desk.host.clone(), medium: desk.medium.clone(), ..Desk::new() };
    keeps.send(Event::SaveOver);
    keeps.again("#/manage/general?c=dot-2026");
    assert_eq!(keeps.campaign().plan.number, "từ cửa sổ này");
    desk.send(Event::TakeOther);
    assert_eq!(desk.campaign().hotline, "từ cửa sổ kia");
}

#[test]
fn a_draft_is_deleted_after_a_question_and_can_be_put_back() {
    let mut desk = Desk::at("#/manage");
    desk.round();
    let (key, record) = (desk.draft_key(), desk.medium.texts[&desk.draft_key()].clone());
    desk.go("#/manage");
    desk.send(Event::AskDelete("dot-2026".to_owned()));
    assert!(desk.medium.texts.contains_key(&key));
    desk.send(Event::Keep);
    desk.send(Event::Delete);
    assert!(desk.medium.texts.contains_key(&key), "nothing was asked about");
    desk.send(Event::AskDelete("dot-2026".to_owned()));
    desk.send(Event::Delete);
    assert!(!desk.medium.texts.contains_key(&key) && desk.model.drafts.is_empty());
    desk.send(Event::Restore);
    assert_eq!(desk.medium.texts[&key], record);
    assert_eq!(desk.model.drafts.len(), 1);
}

#[test]
fn a_damaged_draft_stays_where_it_is() {
    let mut desk = Desk::at("#/manage");
    desk.round();
    let key = desk.draft_key();
    let damaged = desk.medium.texts[&key].replace("dot-2026", "dot-2O26");
    desk.medium.texts.insert(key.clone(), damaged.clone());
    desk.again("#/manage");
    assert_eq!(desk.model.damaged.len(), 1);
    assert_eq!(desk.medium.texts[&key], damaged);
    desk.send(Event::Create);
    assert_eq!(desk.model.opened.as_ref().unwrap().name, "dot-2026-2");
}

#[test]
fn a_copy_is_a_round_of_its_own() {
    let mut desk = Desk::at("#/manage");
    desk.send(Event::Copy(Origin::Host("demo".to_owned())));
    let campaign = desk.campaign();
    assert_eq!((campaign.id.as_str(), campaign.edition, campaign.units.len()), ("demo-2", 1, 63));
    assert_eq!(String::from(campaign.opens), "2026-12-08");
    assert!(desk.model.opened.as_ref().unwrap().given.is_none());
    desk.send(Event::Copy(Origin::Draft("demo-2".to_owned())));
    assert_eq!(desk.campaign().id, "demo-2-2");
}

#[test]
fn a_campaign_of_the_host_opens_and_an_unknown_one_says_so() {
    let mut desk = Desk::at("#/manage/units?c=demo");
    assert_eq!((desk.model.stage.clone(), desk.campaign().units.len()), (Stage::Ready, 63));
    assert!(desk.medium.texts.is_empty(), "looking stores nothing");
    desk.again("#/manage/units?c=nothing");
    assert_eq!(desk.model.stage, Stage::Problem(Problem::Unknown("nothing".to_owned())));
}

#[test]
fn a_try_out_needs_no_host_and_no_finished_round() {
    let mut desk = Desk::at("#/manage");
    desk.send(Event::Create);
    desk.send(Event::TryOut);
    assert!(matches!(&desk.model.tryout_fault, Some(TryoutFault::Broken(findings)) if findings[0].code == "no_units"));
    desk.edit(Edit::AddUnit("ward".to_owned()));
    desk.unit(UnitField::Name, 0, "Phường Một");
    desk.edit(Edit::Template(Template::Council, true));
    desk.send(Event::TryOut);
    assert_eq!(desk.model.tryout_fault, None);
    assert_eq!(answer(&desk, "#/r/dot-2026?g=citizen&q=ward-office&u=DV&try=1", NOW), respond::Stage::Welcome);
    assert_eq!(answer(&desk, "#/o/dot-2026?g=council&q=officials-communes&try=1", NOW), respond::Stage::Welcome);
    // After a release the pinned wordings are perhaps not on the host yet.
    desk.set(Field::Controller(Lang::Vi), "Sở Nội vụ");
    desk.set(Field::PlanNumber, "1");
    desk.set(Field::Hotline, "1");
    desk.edit(Edit::Questionnaire(1, "officials-departments".to_owned(), false));
    desk.key(5);
    desk.recover();
    desk.release();
    desk.send(Event::TryOut);
    assert_eq!(answer(&desk, "#/r/dot-2026?g=citizen&q=ward-office&u=DV&try=1", NOW), respond::Stage::Welcome);
    desk.medium.blocked = true;
    desk.send(Event::TryOut);
    assert!(matches!(desk.model.tryout_fault, Some(TryoutFault::Store(_))));
}

#[test]
fn a_grid_without_units_of_its_kind_is_found_before_the_field() {
    let mut desk = Desk::at("#/manage");
    desk.round();
    desk.edit(Edit::Template(Template::CommuneLeader, true));
    assert_eq!(desk.codes(Severity::Error), [("grid_without_units".to_owned(), "groups[1].questionnaires".to_owned())]);
    desk.edit(Edit::Questionnaire(1, "nothing".to_owned(), true));
    assert!(desk.codes(Severity::Error).iter().any(|(code, _)| code == "questionnaire_absent"));
}

#[test]
fn officials_have_no_files_at_units() {
    let mut desk = Desk::at("#/manage");
    desk.round();
    desk.edit(Edit::Template(Template::Council, true));
    assert!(desk.campaign().units.iter().all(|unit| unit.strata.len() == 1));
    desk.edit(Edit::Template(Template::Firm, true));
    assert!(desk.campaign().units.iter().all(|unit| unit.strata.len() == 2));
    desk.edit(Edit::Template(Template::Firm, false));
    assert!(desk.campaign().units.iter().all(|unit| unit.strata.len() == 1));
    let ids: Vec<&str> = desk.campaign().groups.iter().map(|group| group.id.as_str()).collect();
    assert_eq!(ids, ["citizen", "council"]);
}

#[test]
fn a_file_that_the_browser_did_not_take_is_not_given_out() {
    let mut desk = Desk::at("#/manage");
    desk.round();
    desk.takes = false;
    desk.release();
    assert!(desk.model.opened.as_ref().unwrap().given.is_none());
    assert_eq!(desk.model.saved.as_ref().unwrap().1, Some(false));
    desk.takes = true;
    desk.release();
    assert_eq!(desk.model.opened.as_ref().unwrap().given.as_ref().unwrap().campaign.edition, 1);
}

#[test]
fn without_the_hosts_list_none_is_written() {
    let mut desk = Desk::new();
    desk.host.remove("campaigns/index.json");
    desk.go("#/manage");
    desk.round();
    let files = desk.files();
    assert!(!files.contains_key("campaigns/index.json"));
    assert!(files["HUONG-DAN.txt"].contains("không đọc được danh sách"));
    let opened = desk.model.opened.as_ref().unwrap();
    assert!(!assemble(opened, &desk.model.shelf).unwrap().is_new);
}

#[test]
fn english_comes_and_goes_as_a_whole() {
    let mut desk = Desk::at("#/manage");
    desk.round();
    desk.edit(Edit::English(true));
    assert!(desk.model.english);
    assert_eq!(desk.campaign().groups[0].title.en, "Citizens");
    desk.set(Field::DropBox, "https://hop.songiang.gov.vn/phieu-2026");
    let missing: Vec<_> = desk.codes(Severity::Warning).into_iter().map(|(_, at)| at).collect();
    assert_eq!(missing, ["title", "controller", "purpose"]);
    desk.edit(Edit::English(false));
    assert_eq!(desk.codes(Severity::Warning), []);
}

#[test]
fn every_part_of_a_long_list_has_units_of_every_kind() {
    let mut desk = Desk::at("#/manage/groups?c=demo");
    desk.edit(Edit::Template(Template::Council, true));
    desk.edit(Edit::Divide(1, 3));
    let kinds = |code: &String| desk.campaign().unit(code).unwrap().kind.clone();
    let parts: Vec<_> = desk.campaign().groups[1].assignments.iter().map(|part| part.units.iter().map(kinds).collect::<Vec<_>>()).collect();
    let counts: Vec<_> = parts.iter().map(|kinds| (kinds.len(), kinds.iter().filter(|kind| *kind == "department").count())).collect();
    assert_eq!(counts, [(22, 5), (21, 5), (20, 5)]);
    assert_eq!(desk.codes(Severity::Error), []);
    for code in desk.campaign().groups[1].assignments[2].units.clone() {
        if desk.campaign().unit(&code).unwrap().kind == "department" {
            desk.edit(Edit::Assign(1, code, 0));
        }
    }
    assert!(desk.codes(Severity::Warning).iter().any(|(code, _)| code == "part_without_units"));
    desk.edit(Edit::Divide(1, 1));
    assert!(desk.campaign().groups[1].assignments.is_empty());
}

/// Written by the first program that had drafts of campaigns; never to be edited.
#[test]
fn a_draft_of_format_1_opens() {
    let mut desk = Desk::new();
    let record = fs::read_to_string(format!("{}/tests/data/frozen/campaign_draft1/draft.txt", env!("CARGO_MANIFEST_DIR"))).unwrap();
    desk.medium.texts.insert("phieu.0.campaign_draft.dot-2026".to_owned(), record.trim_end().to_owned());
    desk.go("#/manage/general?c=dot-2026");
    let opened = desk.model.opened.clone().unwrap();
    assert_eq!(opened.given.as_ref().map(|given| given.campaign.edition), Some(1));
    assert_eq!(desk.campaign().units.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>(), ["Phường Một", "Xã Hai", "Xã Ba"]);
    assert_eq!(desk.model.text(&Field::Closes), "mồng ba");
    assert_eq!(desk.model.text(&Field::Hotline), "0200 3 999 999");
}
