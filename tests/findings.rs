//! Broken files of responses: each fault has a code and a place, and a word.

#![expect(clippy::expect_used, reason = "a test stops at what is not there")]

use std::ops::ControlFlow;

use phieu::analysis::job::{Job, Reply, Source, run, run_json};
use phieu::analysis::{Plan, Stop, plan_check};
use phieu::base::words;

const HEADER: &str = "id,unit,kind,group,N,sex,q1,q2";

fn plan() -> Plan {
    let json = br#"{"phieu":"plan","version":1,
        "data":{"id":"id","unit":"unit","unit_kind":"kind","group":"group","population":"N","profile":["sex"],"items":["q1","q2"]},
        "parts":[{"id":"I"},{"id":"II"}],"factors":[{"id":"F1","part":"I","items":["q1"]},{"id":"F2","part":"II","items":["q2"]}],
        "unit_kinds":[{"kind":"department","parts":["II"]}]}"#;
    plan_check::read(json).0.expect("a plan")
}

/// Findings of a file with these lines below the header; those of the design too.
fn findings(lines: &[&str]) -> Vec<(String, String)> {
    let text = [&[HEADER], lines].concat().join("\n");
    let found = match phieu::analysis::run(&plan(), text.as_bytes(), &mut |_| ControlFlow::Continue(())) {
        Ok(results) => results.meta.notes,
        Err(Stop::Findings(findings)) => findings,
        Err(Stop::Cancelled) => Vec::new(),
    };
    for finding in &found {
        assert!(words::finding::get(&finding.code).is_some(), "no word for {}", finding.code);
    }
    found.into_iter().map(|finding| (finding.code, finding.at)).collect()
}

fn check(lines: &[&str], expect: &[(&str, &str)]) {
    let expect: Vec<_> = expect.iter().map(|(code, at)| ((*code).to_owned(), (*at).to_owned())).collect();
    assert_eq!(findings(lines), expect, "{lines:?}");
}

const GOOD: [&str; 2] = ["1,A,commune,g,90,m,4,5", "2,A,commune,g,90,f,3,5"];

fn check_with_good(line: &str, expect: &[(&str, &str)]) {
    check(&[GOOD[0], GOOD[1], line], expect);
}

#[test]
fn a_good_file_has_none() {
    check(&GOOD, &[]);
}

#[test]
fn rows_that_cannot_be_used_are_left_out_and_named() {
    check_with_good("3,A,commune,g,90,m,4", &[("row_width", "row 4")]);
    check_with_good("2,A,commune,g,90,m,4,4", &[("id_repeated", "row 4, column id")]);
    check_with_good("3,,commune,g,90,m,4,4", &[("cell_empty", "row 4, column unit")]);
    check_with_good("3,A,commune,g,ninety,m,4,4", &[("not_a_number", "row 4, column N")]);
    check_with_good("3,A,commune,g,1e999,m,4,4", &[("not_a_number", "row 4, column N")]);
}

#[test]
fn answers_that_are_no_level_count_as_blank_and_are_named() {
    check_with_good("3,A,commune,g,90,m,6,4", &[("unknown_answer", "row 4, column q1")]);
    check_with_good("3,A,commune,g,90,m,KB,KAD", &[]);
}

#[test]
fn a_doubtful_design_gives_no_results() {
    check_with_good("3,A,commune,g,91,m,4,4", &[("population_not_constant", "row 4, column N")]);
    check(&[], &[("no_row", "")]);
    check(&["1,A,commune,g,,m,4,4"], &[("stratum_without_population", "n = 1"), ("no_row", "")]);
}

#[test]
fn what_is_odd_about_strata_is_named() {
    check_with_good("3,B,commune,g,,m,4,4", &[("stratum_without_population", "n = 1")]);
    check_with_good("3,B,commune,g,40,m,4,4", &[("lonely_stratum", "n = 1, N = 40")]);
    check(&["1,A,commune,g,1,m,4,5", "2,A,commune,g,1,f,3,5"], &[("more_rows_than_population", "n = 2, N = 1")]);
    check(&["1,A,commune,g,2,m,4,5", "2,A,commune,g,2,f,3,5"], &[("census_stratum", "n = 2, N = 2")]);
}

#[test]
fn a_column_that_is_not_there_is_named() {
    let plan = Plan { data: phieu::dataset::Mapping { weight: Some("w".into()), ..plan().data }, ..plan() };
    let Err(Stop::Findings(found)) = phieu::analysis::run(&plan, HEADER.as_bytes(), &mut |_| ControlFlow::Continue(())) else {
        panic!("no findings");
    };
    assert_eq!((found[0].code.as_str(), found[0].value.as_str()), ("column_missing", "w"));
}

#[test]
fn parts_that_do_not_count_for_a_kind_are_set_aside() {
    let lines = ["1,A,commune,g,90,m,4,5", "2,A,commune,g,90,f,3,5", "3,S,department,g,90,m,1,5", "4,S,department,g,90,m,1,4"];
    let text = [&[HEADER], lines.as_slice()].concat().join("\n");
    let results = phieu::analysis::run(&plan(), text.as_bytes(), &mut |_| ControlFlow::Continue(())).expect("results");
    let json = serde_json::to_value(&results).expect("json");
    let row = |unit: &str, of: &str, id: &str| {
        let rows = json["rows"].as_array().expect("rows").iter();
        let mut rows = rows.filter(|row| row["domain"]["by"] == "unit" && row["domain"]["unit"] == unit);
        rows.find(|row| row["subject"]["of"] == of && row["subject"]["id"] == id).cloned()
    };
    assert!(row("S", "item", "q1").is_none());
    assert!(row("S", "part", "I").is_none());
    assert_eq!(row("S", "part", "II").expect("part II")["share"]["est"], 1.0);
    let all = results.get(&phieu::analysis::Domain::All, &phieu::analysis::Subject::Item { id: "q1".into() }).expect("q1");
    assert_eq!((all.n.rows, all.n.asked, all.n.valid), (4, 2, 2));
}

#[test]
fn rows_of_the_page_and_a_file_give_the_same_results() {
    let rows: Vec<Vec<String>> = GOOD.iter().map(|line| line.split(',').map(str::to_owned).collect()).collect();
    let header = HEADER.split(',').map(str::to_owned).collect();
    let by = |source| run(&Job::Aggregate { plan: Box::new(plan()), source }, &mut |_| ControlFlow::Continue(()));
    let text = [HEADER, GOOD[0], GOOD[1]].join("\n");
    let reply = by(Source::Rows { header, rows });
    assert!(matches!(reply, Reply::Done { .. }));
    assert_eq!(reply, by(Source::Csv { text }));
}

#[test]
fn a_job_and_its_reply_are_json() {
    let plan = serde_json::to_string(&plan()).expect("json");
    let job = format!(
        r#"{{"job":"demo","seed":7,"plan":{plan},"units":[{{"code":"A","kind":"commune","population":900,"forms":60,"service":["q1","q2"]}}]}}"#
    );
    let mut steps = Vec::new();
    let reply = run_json(&job, &mut |progress| {
        steps.push(progress);
        ControlFlow::Continue(())
    });
    let Reply::Done { results } = serde_json::from_str(&reply).expect("a reply") else { panic!("{reply}") };
    assert_eq!(results.meta.rows, 60);
    assert_eq!(steps.last().map(|step| (step.done, step.total)), Some((8, 8)));
    assert!(run_json("{}", &mut |_| ControlFlow::Continue(())).contains("job_syntax"));
    assert!(run_json(&job, &mut |_| ControlFlow::Break(())).contains("cancelled"));
}

#[test]
fn a_file_is_inspected_before_it_is_mapped() {
    let job = Job::Inspect { csv: [HEADER, GOOD[0], GOOD[1]].join("\n") };
    let Reply::Inspected { headers, rows, mapping, findings } = run(&job, &mut |_| ControlFlow::Continue(())) else {
        panic!("not inspected");
    };
    assert_eq!((headers.len(), rows, findings.len()), (8, 2, 0));
    assert_eq!((mapping.unit.as_str(), mapping.population.as_deref(), mapping.items.len()), ("unit", Some("N"), 2));
}

#[test]
fn the_documented_example_is_a_plan() {
    let page = include_str!("../docs/plan.md");
    let (_, rest) = page.split_once("```json").expect("an example");
    let (example, _) = rest.split_once("```").expect("its end");
    let (plan, findings) = plan_check::read(example.as_bytes());
    assert_eq!(findings, []);
    let again = serde_json::to_vec(&plan.expect("a plan")).expect("json");
    assert!(plan_check::read(&again).0.is_some());
}
