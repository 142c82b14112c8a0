//! What stands on a recovery sheet. Its owner may read it years later, without this page
//! and without whoever printed it: it says what it is, what it opens with, and where. What
//! is printed is Vietnamese.

use super::Set;
use crate::base::Lang;
use crate::base::time::{Date, clock};
use crate::base::words::key as words;
use crate::base::words::unlock;
use crate::campaign::Campaign;
use crate::seal::sheet::{Owner, Sheet};

/// The texts of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Number of the sheet: 1, 2, 3.
    pub number: u8,
    /// Who keeps it.
    pub owner: String,
    /// Whose round it is.
    pub controller: String,
    /// The round.
    pub title: String,
    /// The key's mark, in groups of four.
    pub mark: String,
    /// When the set was made: sheets of another time do not go with it.
    pub made: String,
    /// Sixteen groups of five characters, in lines of four.
    pub lines: Vec<Vec<String>>,
    /// Until when the answers are kept, and the sheet with them.
    pub keep: Option<String>,
}

/// The sheets of a set.
pub fn paper(campaign: &Campaign, set: &Set) -> Vec<Paper> {
    let (stamp, offset) = set.made;
    let day = Date::of_stamp(stamp, offset).map(Date::to_display).unwrap_or_default();
    let made = words::SHEET_MADE.with(Lang::Vi, &[("time", &clock(stamp, offset)), ("date", &day)]);
    let mark = in_fours(&campaign.key_mark().unwrap_or_default());
    let one = |sheet: &Sheet| Paper {
        number: sheet.owner.number(),
        owner: owner(sheet.owner).to_owned(),
        controller: campaign.controller.vi.clone(),
        title: campaign.title.vi.clone(),
        mark: mark.clone(),
        made: made.clone(),
        lines: sheet.text().lines().map(|line| line.split(' ').map(str::to_owned).collect()).collect(),
        keep: campaign.keep_until.map(|day| words::SHEET_KEEP.with(Lang::Vi, &[("date", &day.to_display())])),
    };
    set.sheets.iter().map(one).collect()
}

fn owner(owner: Owner) -> &'static str {
    match owner {
        Owner::Leader => unlock::OWNER_LEADER,
        Owner::Clerk => unlock::OWNER_CLERK,
        Owner::Front => unlock::OWNER_FRONT,
    }
    .get(Lang::Vi)
}

/// A mark as people compare it.
pub fn in_fours(mark: &str) -> String {
    let chars: Vec<char> = mark.chars().collect();
    chars.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
