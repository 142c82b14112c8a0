//! Tables from other programs: text in any encoding, workbooks that may be bombs.

use std::sync::OnceLock;

use phieu::base::finding::has_error;
use phieu::campaign::Campaign;
use phieu::campaign::table::{self, Opened};
use phieu::dataset::{Mapping, csv, units_csv, xlsx};

use super::{Check, Target, as_it_is, contents, hold, located, said};

const ROOM: (usize, usize) = (400, 8 << 20);

pub const UNIT_TABLE: Target = Target { name: "unit_table", seeds: texts, check: unit_table, repair: as_it_is, room: ROOM };
pub const UNIT_CSV: Target = Target { name: "unit_csv", seeds: texts, check: unit_csv, repair: as_it_is, room: ROOM };
pub const RESPONSE_CSV: Target = Target { name: "response_csv", seeds: responses, check: response_csv, repair: as_it_is, room: ROOM };
/// A workbook may unpack to 100 MiB, which is held once as bytes and once by its reader.
pub const WORKBOOK: Target = Target { name: "workbook", seeds: workbooks, check: workbook, repair: as_it_is, room: (400, 400 << 20) };

fn sample_campaign() -> &'static Campaign {
    static CAMPAIGN: OnceLock<Campaign> = OnceLock::new();
    CAMPAIGN.get_or_init(|| Campaign::read(&crate::common::text("tests/data/units/campaign.json")).unwrap())
}

fn texts() -> Vec<Vec<u8>> {
    let all = super::files("tests/data/units").into_iter().chain(super::files("tests/data/tables"));
    all.filter(|(path, bytes)| path.extension().is_some_and(|ending| ending == "csv" || ending == "txt") && bytes.len() < 100_000)
        .map(|(_, bytes)| bytes)
        .collect()
}

fn responses() -> Vec<Vec<u8>> {
    let start = |bytes: &Vec<u8>| bytes.split_inclusive(|byte| *byte == b'\n').take(40).flatten().copied().collect();
    contents(&["tests/data/setA"]).iter().filter(|bytes| !bytes.starts_with(b"{")).map(start).collect()
}

fn workbooks() -> Vec<Vec<u8>> {
    contents(&["tests/data/units"]).into_iter().filter(|bytes| bytes.starts_with(b"PK") && bytes.len() < 100_000).collect()
}

/// It is a table, or something that is said; its reading gives all of it or none.
fn unit_table(bytes: &[u8]) -> Check {
    let campaign = sample_campaign();
    let grid = match table::open(bytes) {
        Err(findings) => return said(&findings),
        Ok(Opened::Workbook) => return Ok(()),
        Ok(Opened::Text(grid, findings)) => {
            located(&findings)?;
            grid
        }
    };
    let layout = table::guess(&grid, campaign);
    let reading = table::read(&grid, &layout, campaign);
    located(&reading.findings)?;
    hold(reading.units.is_some() != has_error(&reading.findings), || "units beside an error, or none without".to_owned())?;
    hold(reading.units.is_none_or(|units| units.len() <= grid.rows.len() + campaign.units.len()), || "more units than rows".to_owned())
}

fn unit_csv(bytes: &[u8]) -> Check {
    let (units, findings) = units_csv::read(bytes);
    hold(!units.is_empty() || !findings.is_empty() || is_head_alone(bytes), || "nothing read and nothing said".to_owned())?;
    hold(findings.iter().all(|finding| !finding.code.is_empty()), || "a finding without a code".to_owned())
}

fn is_head_alone(bytes: &[u8]) -> bool {
    csv::sheet(bytes).0.is_some_and(|sheet| sheet.records().next().is_none())
}

fn response_csv(bytes: &[u8]) -> Check {
    let (sheet, findings) = csv::sheet(bytes);
    let Some(sheet) = sheet else { return said(&findings) };
    let (data, findings) = csv::read(bytes, &Mapping::guess(&sheet.header), &[], 5);
    hold(data.is_some() || has_error(&findings), || "refused without a word".to_owned())?;
    hold(data.is_none_or(|data| data.len() <= sheet.records().count()), || "more rows than records".to_owned())?;
    located(&findings)
}

fn workbook(bytes: &[u8]) -> Check {
    match xlsx::read(bytes) {
        Err(findings) => said(&findings),
        Ok(sheets) => {
            let campaign = sample_campaign();
            let (best, _) = table::choose(&sheets, campaign);
            let Some(grid) = sheets.get(best) else { return Err("no sheet and no word".to_owned()) };
            located(&table::read(grid, &table::guess(grid, campaign), campaign).findings)
        }
    }
}
