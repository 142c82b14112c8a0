//! Answers: first what is not as expected (not asked, blank, the three codes), as runs;
//! then the numbers of what was answered, of mixed radix; then whole numbers and texts. A
//! form that was answered to its end costs the choice among its options and hardly more.
//! Nothing is refused: what the questionnaire does not know is written as it is.

use crate::base::Named;
use std::borrow::Cow;

use super::bits::{Reader, Writer};
use super::codebook::{Codebook, Kind};
use super::{Fault, Flaw, texts, units};
use crate::questionnaire::MissingCode;
use crate::response::Answer;

const MISSING: [MissingCode; 3] = [MissingCode::DontKnow, MissingCode::NotApplicable, MissingCode::LeftBlank];

/// Answers by name, `None` where it was asked and left unanswered.
pub type Answers = Named<Option<Answer>>;

/// What stands in a place; the numbers are the format's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Given,
    NotAsked,
    Unanswered,
    Missing(MissingCode),
    /// An answer that the questionnaire does not know there.
    Odd,
}

const CLASSES: [Class; 7] = [
    Class::Given,
    Class::NotAsked,
    Class::Unanswered,
    Class::Missing(MISSING[0]),
    Class::Missing(MISSING[1]),
    Class::Missing(MISSING[2]),
    Class::Odd,
];

/// A place for one answer, and whose "other" it is.
struct Place<'a> {
    name: Cow<'a, str>,
    kind: &'a Kind,
    owner: &'a str,
}

/// Writes the answers.
pub fn write(w: &mut Writer, book: &Codebook, answers: &Answers) {
    let units = units::of(book, answers);
    units::write(w, &units, book);
    let (main, specify) = places(book, &units);
    write_places(w, &main, answers);
    write_places(w, &specify, answers);
    let places = || main.iter().chain(&specify);
    let is_stranger = |name: &str| places().all(|place| place.name != name);
    let known = places().filter(|place| answers.contains_key(&place.name)).count();
    let strangers: Vec<_> = answers.iter().filter(|(name, _)| known < answers.len() && is_stranger(name)).collect();
    w.length(strangers.len());
    for (name, answer) in strangers {
        texts::write(w, name);
        w.flag(answer.is_some());
        if let Some(answer) = answer {
            write_odd(w, answer);
        }
    }
}

/// Reads the answers.
pub fn read(r: &mut Reader<'_>, book: &Codebook) -> Result<Answers, Fault> {
    let units = units::read(r, book)?;
    let (main, specify) = places(book, &units);
    let mut answers = Answers::new();
    read_places(r, &main, &mut answers)?;
    read_places(r, &specify, &mut answers)?;
    for _ in 0..r.length()? {
        let name = texts::read(r)?;
        let answer = if r.flag()? { Some(read_odd(r)?) } else { None };
        answers.insert(name, answer);
    }
    Ok(answers)
}

/// The places; those that wait for another answer come second.
fn places<'a>(book: &'a Codebook, units: &[String]) -> (Vec<Place<'a>>, Vec<Place<'a>>) {
    let (mut main, mut specify, mut owner) = (Vec::new(), Vec::new(), "");
    for slot in &book.slots {
        let (name, kind) = (Cow::Borrowed(slot.name.as_str()), &slot.kind);
        if matches!(kind, Kind::Specify(_)) {
            specify.push(Place { name, kind, owner });
        } else {
            owner = &slot.name;
            main.push(Place { name, kind, owner: "" });
        }
    }
    for grid in &book.grids {
        let name = |unit: &String| Cow::Owned([&grid.name, "@", unit].concat());
        main.extend(units.iter().map(|unit| Place { name: name(unit), kind: &grid.kind, owner: "" }));
    }
    (main, specify)
}

/// What a place holds when nothing is out of the ordinary.
fn usual(place: &Place<'_>, answers: &Answers) -> Class {
    match place.kind {
        Kind::Text => Class::Unanswered,
        Kind::Specify(_) if place.kind.opens(answers.get(place.owner).and_then(Option::as_ref)) => Class::Given,
        Kind::Specify(_) => Class::NotAsked,
        Kind::Code(_) | Kind::Level(_) | Kind::YesNo | Kind::Codes(_) | Kind::Whole => Class::Given,
    }
}

fn class(place: &Place<'_>, answers: &Answers) -> Class {
    match answers.get(&place.name) {
        None => Class::NotAsked,
        Some(None) => Class::Unanswered,
        Some(Some(Answer::Missing { missing })) => Class::Missing(*missing),
        Some(Some(answer)) => place.kind.symbols(answer).map_or(Class::Odd, |_| Class::Given),
    }
}

fn write_places(w: &mut Writer, places: &[Place<'_>], answers: &Answers) {
    let classes: Vec<Class> = places.iter().map(|place| class(place, answers)).collect();
    write_runs(w, &classes, &places.iter().map(|place| usual(place, answers)).collect::<Vec<_>>());
    let mut numbers = Vec::new();
    for place in places {
        if let Some(Some(answer)) = answers.get(&place.name) {
            numbers.extend(place.kind.symbols(answer).unwrap_or_default().into_iter().zip(place.kind.radices()));
        }
    }
    w.symbols(&numbers);
    for (place, class) in places.iter().zip(classes) {
        match (class, place.kind, answers.get(&place.name)) {
            (Class::Odd, _, Some(Some(answer))) => write_odd(w, answer),
            (Class::Given, Kind::Whole, Some(Some(Answer::Number(number)))) => w.whole(*number),
            (Class::Given, Kind::Text | Kind::Specify(_), Some(Some(Answer::Text(text)))) => texts::write(w, text),
            (Class::Given | Class::NotAsked | Class::Unanswered | Class::Missing(_) | Class::Odd, _, _) => {}
        }
    }
}

fn read_places(r: &mut Reader<'_>, places: &[Place<'_>], answers: &mut Answers) -> Result<(), Fault> {
    let classes = read_runs(r, places.iter().map(|place| usual(place, answers)).collect())?;
    let given = |class: &Class| *class == Class::Given;
    let radices = |place: &Place<'_>| place.kind.radices();
    let all: Vec<u64> = places.iter().zip(&classes).filter(|(_, class)| given(class)).flat_map(|(place, _)| radices(place)).collect();
    let at = r.fault(Flaw::Value);
    let numbers = r.symbols(&all)?;
    let mut rest = numbers.as_slice();
    for (place, class) in places.iter().zip(classes) {
        let answer = match (class, place.kind) {
            (Class::NotAsked, _) => continue,
            (Class::Unanswered, _) => None,
            (Class::Missing(missing), _) => Some(Answer::Missing { missing }),
            (Class::Odd, _) => Some(read_odd(r)?),
            (Class::Given, Kind::Whole) => Some(Answer::Number(r.whole()?)),
            (Class::Given, Kind::Text | Kind::Specify(_)) => Some(Answer::Text(texts::read(r)?)),
            (Class::Given, kind) => {
                let (own, later) = rest.split_at_checked(radices(place).len()).ok_or(at)?;
                rest = later;
                Some(kind.answer(own).ok_or(at)?)
            }
        };
        answers.insert(place.name.clone().into_owned(), answer);
    }
    Ok(())
}

/// Runs of one class where it is not the usual one: how far on, which, how long.
fn write_runs(w: &mut Writer, classes: &[Class], usual: &[Class]) {
    let odd = |place: usize| classes.get(place) != usual.get(place);
    let (mut runs, mut from, mut done) = (Vec::new(), 0, 0);
    while let Some(start) = (from..classes.len()).find(|place| odd(*place)) {
        let end = (start..classes.len()).take_while(|place| classes.get(*place) == classes.get(start)).filter(|place| odd(*place)).last();
        let end = end.unwrap_or(start) + 1;
        runs.push((start - done, classes.get(start).copied().unwrap_or(Class::Odd), end - start));
        (from, done) = (end, end);
    }
    w.length(runs.len());
    for (gap, class, length) in runs {
        w.count(gap as u64);
        w.bits(CLASSES.iter().position(|other| *other == class).unwrap_or(0) as u64, 3);
        w.count(length as u64 - 1);
    }
}

fn read_runs(r: &mut Reader<'_>, mut classes: Vec<Class>) -> Result<Vec<Class>, Fault> {
    let mut done = 0;
    for _ in 0..r.length()? {
        let start = usize::try_from(r.count()?).ok().and_then(|gap| gap.checked_add(done));
        let class = r.one_of(&CLASSES, 3)?;
        let length = usize::try_from(r.count()?).ok().and_then(|length| length.checked_add(1));
        let run = start.zip(length).and_then(|(start, length)| Some(start..start.checked_add(length)?));
        let Some((run, places)) = run.and_then(|run| Some((run.clone(), classes.get_mut(run)?))) else { return Err(r.fault(Flaw::Value)) };
        places.fill(class);
        done = run.end;
    }
    Ok(classes)
}

fn write_odd(w: &mut Writer, answer: &Answer) {
    match answer {
        Answer::Number(number) => {
            w.bits(0, 2);
            w.whole(*number);
        }
        Answer::Text(text) => {
            w.bits(1, 2);
            texts::write(w, text);
        }
        Answer::Set(codes) => {
            w.bits(2, 2);
            w.length(codes.len());
            for code in codes {
                texts::write(w, code);
            }
        }
        Answer::Missing { missing } => {
            w.bits(3, 2);
            w.bits(MISSING.iter().position(|other| other == missing).unwrap_or(0) as u64, 2);
        }
    }
}

fn read_odd(r: &mut Reader<'_>) -> Result<Answer, Fault> {
    Ok(match r.bits(2)? {
        0 => Answer::Number(r.whole()?),
        1 => Answer::Text(texts::read(r)?),
        2 => Answer::Set((0..r.length()?).map(|_| texts::read(r)).collect::<Result<_, _>>()?),
        _ => Answer::Missing { missing: r.one_of(&MISSING, 2)? },
    })
}
