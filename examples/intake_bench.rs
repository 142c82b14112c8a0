//! How long it takes to open what came in: so many envelopes of the long form, sealed first,
//! through the desk as the worker runs it.
//!
//!     cargo run --release --example intake_bench -- 20000 [file.phieu]
//!
//! The file, where one is named, is what a browser is measured with.

use std::collections::BTreeSet;
use std::time::Instant;

use phieu::app::intake::{Ask, Carrier, Desk, Given, Reply, Step};
use phieu::base::digest::{base32, fingerprint, sha256};
use phieu::base::time::Stamp;
use phieu::dataset::responses::Wanted;
use phieu::questionnaire::Definition;
use phieu::response::Response;
use phieu::response::codec::binary::Codebook;
use phieu::seal::seal;
use phieu::store::handin::file;

#[allow(dead_code, reason = "only its key is taken")]
#[path = "demo_key.rs"]
mod demo_key;

/// Runs the desk until it is idle; keeps everything in memory.
fn run(desk: &mut Desk, ask: Ask, beside: Vec<Vec<u8>>) -> Vec<Reply> {
    desk.hear(ask, beside, Some([1; 32]));
    let (mut said, mut step) = (Vec::new(), desk.step());
    loop {
        step = match step {
            Step::Idle => return said,
            Step::Again => desk.step(),
            Step::Say(answer) => {
                said.push(answer.reply);
                desk.step()
            }
            Step::Read(_) => desk.found(Ok(phieu::app::intake::Stored::default())),
            Step::Write(..) => desk.written(Ok(())),
        };
    }
}

fn main() {
    let count: u32 = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(10_000);
    let text = include_str!("../public/questionnaires/sipas-citizen.json");
    let (Ok(form), mark) = (Definition::read(text), fingerprint(text.as_bytes())) else { return };
    let (Some(book), key) = (Codebook::of(&form, &mark), demo_key::key()) else { return };
    let rows = form.sections.iter().flat_map(|section| &section.questions).flat_map(|question| &question.rows);
    let answers: Vec<String> = rows.enumerate().map(|(i, row)| format!(r#""{}":{}"#, row.id, 1 + i % 5)).collect();
    let response = |i: u32| {
        let (id, answers) = (base32(&sha256(&i.to_be_bytes())[..16]), answers.join(","));
        let header = format!(
            r#"{{"id":"{id}","campaign":["demo",1],"questionnaire":["{}","{}"],"fingerprint":"{mark}","unit":"X01","group":"citizen","channel":"interviewer","language":"vi","trial":false,"started":1795435200123}}"#,
            form.id, form.edition
        );
        Response::decode(&format!(r#"{{"header":{header},"outcome":"complete","finished":1795435900123,"answers":{{{answers}}}}}"#)).ok()
    };
    let start = Instant::now();
    let packed = (0..count).filter_map(|i| response(i)?.pack(&book));
    let envelopes: Vec<Vec<u8>> = packed.filter_map(|packed| seal(&packed, key.public(), sha256(&packed))).collect();
    println!("sealed {} in {:.1} s", envelopes.len(), start.elapsed().as_secs_f64());
    let bytes = file::encode(envelopes.iter().map(Vec::as_slice));
    if let Some(path) = std::env::args().nth(2)
        && let Err(error) = std::fs::write(&path, &bytes)
    {
        eprintln!("{path}: {error}");
    }

    let mut desk = Desk::default();
    run(&mut desk, Ask::Open { campaign: "demo".to_owned() }, Vec::new());
    run(&mut desk, Ask::Unlock { key: base32(&key.to_bytes()), forms: vec![text.to_owned()] }, Vec::new());
    let timed = |name: &str, desk: &mut Desk, ask: Ask, beside: Vec<Vec<u8>>| {
        let start = Instant::now();
        run(desk, ask, beside);
        println!("{name}: {:.2} s", start.elapsed().as_secs_f64());
    };
    let sources = || vec![Given { name: "all.phieu".to_owned(), carrier: Carrier::File }];
    timed("taken in", &mut desk, Ask::Import { made: Stamp(1), sources: sources() }, vec![bytes.clone()]);
    timed("the same again", &mut desk, Ask::Import { made: Stamp(2), sources: sources() }, vec![bytes]);
    let items = form.sections.iter().flat_map(|section| &section.questions).flat_map(|question| &question.rows).map(|row| row.id.clone());
    let wanted = Wanted {
        questionnaire: (form.id.clone(), form.edition.clone()),
        group: "citizen".to_owned(),
        units: ["X01".to_owned()].into(),
        items: items.collect(),
        ..Wanted::default()
    };
    timed("counted", &mut desk, Ask::Count { wanted: vec![wanted.clone()], set_aside: BTreeSet::default() }, Vec::new());
    timed("rows", &mut desk, Ask::Rows { wanted, set_aside: BTreeSet::default() }, Vec::new());
    timed("undone", &mut desk, Ask::Undo { import: 1, when: Stamp(3) }, Vec::new());
    timed("closed", &mut desk, Ask::Close, Vec::new());
    let new = desk.summary().counts.new;
    println!("{new} count");
}
