//! Codes before a camera and on photos, put together into hand-ins. Pure: pictures are
//! decoded elsewhere and come in as the texts of their codes. Codes of several hand-ins may
//! come mixed and in any order; each is kept until it is whole, and a whole one is handed to
//! intake once, however often its codes are seen again.

use std::collections::BTreeSet;

use crate::app::intake::{Carrier, Source};
use crate::base::Finding;
use crate::base::digest::fingerprint;
use crate::store::handin::parts::{self, Collector, PartFault};

/// Hand-ins that are put together at the same time.
const MOST: usize = 50;
/// Findings that are kept.
const MOST_FINDINGS: usize = 30;
/// Signs of a foreign code that are shown.
const SHOWN: usize = 60;
/// Begins a hand-in as text.
const TEXT: &str = "PHIEU1(";

/// Why there is no picture of a camera.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CameraFault {
    /// The person, the browser or the page's own header does not allow it.
    Denied,
    /// There is none.
    Missing,
    /// Another program has it.
    Busy,
    /// This browser gives pages none.
    Unsupported,
    /// What else the browser says.
    Other(String),
}

/// Why nothing was read of a photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhotoFault {
    /// The browser cannot show this kind of picture.
    Format,
    /// What decodes it failed.
    Broken(String),
}

/// How the camera stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Camera {
    /// It is off.
    #[default]
    Off,
    /// The browser asks the person.
    Asking,
    /// It looks for codes.
    On,
    /// It does not work.
    Failed(CameraFault),
}

/// A hand-in of which some parts were seen.
#[derive(Debug, Clone)]
struct Sequence {
    collector: Collector,
    whole: bool,
}

/// How far a hand-in is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Parts that were read.
    pub read: usize,
    /// Parts that are needed, whichever they are.
    pub needed: usize,
}

/// What the page knows of codes.
#[derive(Debug, Clone, Default)]
pub struct Scanning {
    /// The camera.
    pub camera: Camera,
    /// Photos that are still to be read.
    pub photos: usize,
    /// Hand-ins that were whole and went on.
    pub whole: usize,
    /// What is wrong with photos and codes.
    pub findings: Vec<Finding>,
    sequences: Vec<Sequence>,
    texts: BTreeSet<String>,
    ready: Vec<Source>,
}

/// Two that show the same are the same.
impl PartialEq for Scanning {
    fn eq(&self, other: &Self) -> bool {
        (&self.camera, self.photos, self.whole, &self.findings, self.open())
            == (&other.camera, other.photos, other.whole, &other.findings, other.open())
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// "Quét bằng camera".
    OpenCamera,
    /// The browser answers.
    CameraOpened(Result<(), CameraFault>),
    /// "Dừng", or the page was left.
    CloseCamera,
    /// The camera ended by itself.
    CameraLost,
    /// The codes of a picture of the camera.
    Seen(Vec<String>),
    /// So many photos were chosen.
    PhotosChosen(usize),
    /// A photo was read: its name, the codes on it.
    PhotoRead(String, Result<Vec<String>, PhotoFault>),
    /// Leave hand-ins that are not whole, and what was said.
    Forget,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Ask for a camera; answer with `CameraOpened`, then `Seen` for pictures with codes.
    OpenCamera,
    /// Let it go.
    CloseCamera,
    /// Hand these to intake.
    Deliver(Vec<Source>),
    /// Move the focus to the element with this id.
    Focus(&'static str),
}

impl Scanning {
    /// Hand-ins that are not whole yet.
    pub fn open(&self) -> Vec<Progress> {
        let of = |sequence: &Sequence| {
            let (read, needed) = sequence.collector.progress();
            Progress { read, needed }
        };
        self.sequences.iter().filter(|sequence| !sequence.whole).map(of).collect()
    }
}

/// Moves it on and says what is to be done.
pub fn update(scanning: &mut Scanning, event: Event) -> Vec<Effect> {
    match event {
        Event::OpenCamera => {
            scanning.findings.clear();
            scanning.camera = Camera::Asking;
            vec![Effect::OpenCamera]
        }
        Event::CameraOpened(result) => opened(scanning, result),
        Event::CloseCamera => {
            scanning.camera = Camera::Off;
            vec![Effect::CloseCamera, Effect::Focus("scan-camera")]
        }
        Event::CameraLost => {
            scanning.camera = Camera::Failed(CameraFault::Busy);
            vec![Effect::CloseCamera, Effect::Focus("scan")]
        }
        Event::Seen(codes) => seen(scanning, &codes),
        Event::PhotosChosen(count) => {
            if scanning.photos == 0 {
                scanning.findings.clear();
            }
            scanning.photos += count;
            Vec::new()
        }
        Event::PhotoRead(name, result) => photo(scanning, &name, result),
        Event::Forget => {
            scanning.sequences.retain(|sequence| sequence.whole);
            scanning.findings.clear();
            vec![Effect::Focus("scan")]
        }
    }
}

fn opened(scanning: &mut Scanning, result: Result<(), CameraFault>) -> Vec<Effect> {
    // It was left before the browser answered.
    if scanning.camera != Camera::Asking {
        return if result.is_ok() && scanning.camera != Camera::On { vec![Effect::CloseCamera] } else { Vec::new() };
    }
    match result {
        Ok(()) => scanning.camera = Camera::On,
        Err(fault) => scanning.camera = Camera::Failed(fault),
    }
    vec![Effect::Focus(if scanning.camera == Camera::On { "scan-stop" } else { "scan" })]
}

fn seen(scanning: &mut Scanning, codes: &[String]) -> Vec<Effect> {
    if scanning.camera != Camera::On {
        return Vec::new();
    }
    for code in codes {
        if let Err(finding) = take(scanning, code, Carrier::Camera, None) {
            say(scanning, finding);
        }
    }
    hand_on(scanning)
}

fn photo(scanning: &mut Scanning, name: &str, result: Result<Vec<String>, PhotoFault>) -> Vec<Effect> {
    scanning.photos = scanning.photos.saturating_sub(1);
    let at = |finding: Finding| Finding { at: name.to_owned(), ..finding };
    match result {
        Ok(codes) if codes.is_empty() => say(scanning, Finding::error("scan_no_code", name, "")),
        Ok(codes) => {
            for code in codes {
                if let Err(finding) = take(scanning, &code, Carrier::Photo, Some(name)) {
                    say(scanning, at(finding));
                }
            }
        }
        Err(PhotoFault::Format) => say(scanning, Finding::error("scan_format", name, "")),
        Err(PhotoFault::Broken(message)) => say(scanning, Finding::error("scan_broken", name, message)),
    }
    if scanning.photos > 0 {
        return Vec::new();
    }
    let mut effects = hand_on(scanning);
    if effects.is_empty() {
        effects.push(Effect::Focus("scan"));
    }
    effects
}

/// What is whole goes on; photos that were chosen together go together.
fn hand_on(scanning: &mut Scanning) -> Vec<Effect> {
    let ready = std::mem::take(&mut scanning.ready);
    scanning.whole += ready.len();
    if ready.is_empty() { Vec::new() } else { vec![Effect::Deliver(ready)] }
}

fn say(scanning: &mut Scanning, finding: Finding) {
    if scanning.findings.len() < MOST_FINDINGS && !scanning.findings.contains(&finding) {
        scanning.findings.push(finding);
    }
}

/// Takes a code; what it makes whole is ready.
fn take(scanning: &mut Scanning, code: &str, carrier: Carrier, photo: Option<&str>) -> Result<(), Finding> {
    let name = |bytes: &[u8]| photo.map_or_else(|| ["QR ", fingerprint(bytes).get(..4).unwrap_or_default()].concat(), str::to_owned);
    if let Some(part) = parts::read_code(code) {
        let data = part_of(scanning, &part)?;
        scanning.ready.extend(data.map(|bytes| Source { name: name(&bytes), carrier, bytes }));
        return Ok(());
    }
    if code.to_ascii_uppercase().contains(TEXT) {
        let bytes = code.as_bytes().to_vec();
        // A camera sees it many times a second.
        if scanning.texts.insert(fingerprint(&bytes)) {
            scanning.ready.push(Source { name: name(&bytes), carrier, bytes });
        }
        return Ok(());
    }
    Err(Finding::warning("scan_foreign", "", code.chars().take(SHOWN).collect::<String>()))
}

/// Puts a part to the hand-in that it is of; gives the data where that made it whole.
fn part_of(scanning: &mut Scanning, part: &[u8]) -> Result<Option<Vec<u8>>, Finding> {
    let known = scanning.sequences.iter().position(|sequence| sequence.collector.knows(part));
    let Some(sequence) = known.and_then(|at| scanning.sequences.get_mut(at)) else { return begin(scanning, part) };
    if sequence.whole {
        return Ok(None);
    }
    let data = sequence.collector.take(part);
    sequence.whole = matches!(data, Ok(Some(_)));
    if data == Err(PartFault::Mismatch) {
        scanning.sequences.retain(|sequence| !sequence.collector.knows(part));
    }
    data.map_err(flaw)
}

/// The first part of a hand-in.
fn begin(scanning: &mut Scanning, part: &[u8]) -> Result<Option<Vec<u8>>, Finding> {
    let mut collector = Collector::default();
    let data = collector.take(part).map_err(flaw)?;
    if data.is_none() && scanning.open().len() >= MOST {
        return Err(Finding::error("scan_many", "", MOST.to_string()));
    }
    scanning.sequences.push(Sequence { collector, whole: data.is_some() });
    Ok(data)
}

fn flaw(fault: PartFault) -> Finding {
    match fault {
        PartFault::Version(version) => Finding::error("scan_version", "", version.to_string()),
        PartFault::NoPart => Finding::warning("scan_damaged", "", ""),
        PartFault::Mismatch | PartFault::Other => Finding::error("scan_mismatch", "", ""),
    }
}

#[cfg(test)]
mod tests;
