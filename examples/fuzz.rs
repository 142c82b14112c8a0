//! Looks for inputs that break a reader, for as long as it is let:
//!
//!     cargo run --profile fuzz --example fuzz -- TARGET MINUTES [SEED]
//!
//! Mutations know structure but not coverage; one seed gives one sequence. What breaks a
//! target, takes too much room or too long is written to `.build/fuzz/<target>/`, and the
//! run fails. `--list` names the targets, `TARGET --file FILE` reads one input.
#![allow(clippy::unwrap_used, reason = "a harness that cannot go on ends")]

#[path = "../tests/common/mod.rs"]
mod common;
#[path = "../tests/fuzz/mod.rs"]
mod fuzz;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::exit;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use fuzz::mutate::{self, Random};
use fuzz::{TARGETS, Target};
use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// An input that takes longer is a find: a page would stand still.
const PATIENCE: Duration = Duration::from_secs(10);
/// Number of the input under way, for the watch.
static UNDER_WAY: AtomicU64 = AtomicU64::new(0);

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_none_or(|word| word == "--list") {
        TARGETS.iter().for_each(|target| println!("{}", target.name));
        return;
    }
    let target = TARGETS.iter().find(|target| target.name == arguments[0]).unwrap_or_else(|| panic!("no target {}", arguments[0]));
    if arguments.get(1).is_some_and(|word| word == "--file") {
        let (input, start) = (fs::read(&arguments[2]).unwrap(), Instant::now());
        println!("{:?}, {:.0} ms", target.run(&input), start.elapsed().as_secs_f64() * 1e3);
        return;
    }
    let minutes: f64 = arguments.get(1).map_or(1.0, |text| text.parse().unwrap());
    let seed: u64 = arguments.get(2).map_or(1, |text| text.parse().unwrap());
    let folder = Path::new(".build/fuzz").join(target.name);
    fs::create_dir_all(&folder).unwrap();
    std::panic::set_hook(Box::new(|_| {}));
    watch(folder.clone());
    exit(i32::from(look(target, Duration::from_secs_f64(minutes * 60.0), seed, &folder) > 0));
}

/// Gives how many finds there were.
fn look(target: &Target, long: Duration, seed: u64, folder: &Path) -> usize {
    let committed = target.corpus().into_iter().map(|(_, bytes)| bytes);
    let corpus: Vec<Vec<u8>> = (target.seeds)().into_iter().chain(committed).filter(|bytes| bytes.len() <= 200_000).collect();
    let (mut random, began) = (Random(seed), Instant::now());
    let (mut inputs, mut bytes, mut slowest, mut roomiest, mut finds) = (0_u64, 0_usize, Duration::ZERO, 0, Vec::new());
    while began.elapsed() < long && finds.len() < 20 {
        let input = corpus.get(usize::try_from(inputs).unwrap()).cloned().unwrap_or_else(|| mutate::input(&corpus, &mut random));
        fs::write(folder.join("current"), &input).unwrap();
        inputs += 1;
        bytes += input.len();
        UNDER_WAY.store(inputs, Ordering::Relaxed);
        HEAP.reset_peak_usage();
        let (before, start) = (HEAP.current_usage(), Instant::now());
        let outcome = catch_unwind(AssertUnwindSafe(|| target.run(&input)));
        let used = HEAP.peak_usage().saturating_sub(before);
        slowest = slowest.max(start.elapsed());
        roomiest = roomiest.max(used);
        let fault = match outcome {
            Err(panic) => Some(format!("panic: {}", panic.downcast_ref::<String>().cloned().unwrap_or_default())),
            Ok(Err(fault)) => Some(fault),
            Ok(Ok(())) => (used > target.most(input.len())).then(|| format!("{used} bytes of heap for {} bytes", input.len())),
        };
        if let Some(fault) = fault {
            report(target, &fault, &input, folder, &mut finds);
        }
    }
    println!(
        "{}: {inputs} inputs, {:.0} MB, {:.0} s, seed {seed}; slowest {:.0} ms, most heap {:.1} MB; {} finds",
        target.name,
        bytes as f64 / 1e6,
        began.elapsed().as_secs_f64(),
        slowest.as_secs_f64() * 1e3,
        roomiest as f64 / 1e6,
        finds.len()
    );
    finds.len()
}

/// A fault is kept once: the shortest inputs tell most, and one of a kind is enough.
fn report(target: &Target, fault: &str, input: &[u8], folder: &Path, finds: &mut Vec<String>) {
    let kind: String = fault.chars().filter(|c| !c.is_ascii_digit()).collect();
    if finds.contains(&kind) {
        return;
    }
    let path = folder.join(format!("find-{}", phieu::base::digest::fingerprint(input)));
    let small = smaller(target, input);
    fs::write(&path, &small).unwrap();
    println!("{}: {fault}\n  {} bytes in {}", target.name, small.len(), path.display());
    finds.push(kind);
}

/// Leaves out what the fault does not need.
fn smaller(target: &Target, input: &[u8]) -> Vec<u8> {
    let fails = |input: &[u8]| {
        HEAP.reset_peak_usage();
        let before = HEAP.current_usage();
        let outcome = catch_unwind(AssertUnwindSafe(|| target.run(input)));
        !matches!(outcome, Ok(Ok(()))) || HEAP.peak_usage().saturating_sub(before) > target.most(input.len())
    };
    let (mut best, mut step, began) = (input.to_vec(), input.len() / 2, Instant::now());
    while step > 0 && began.elapsed() < Duration::from_secs(20) {
        let mut at = 0;
        while at < best.len() && began.elapsed() < Duration::from_secs(20) {
            let mut without = best.clone();
            without.drain(at..(at + step).min(best.len()));
            if fails(&without) { best = without } else { at += step }
        }
        step /= 2;
    }
    best
}

/// Ends the run where one input takes too long; the input stays in `current`.
fn watch(folder: PathBuf) {
    std::thread::spawn(move || {
        loop {
            let before = UNDER_WAY.load(Ordering::Relaxed);
            std::thread::sleep(PATIENCE);
            if before > 0 && UNDER_WAY.load(Ordering::Relaxed) == before {
                println!("an input takes longer than {} s: {}", PATIENCE.as_secs(), folder.join("current").display());
                exit(2);
            }
        }
    });
}
