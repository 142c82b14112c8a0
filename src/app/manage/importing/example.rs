//! A table to begin from: the heads that are known, for the groups of the draft, and three
//! invented units. A CSV file with BOM and semicolons opens in a Vietnamese Excel as it is.

use crate::base::words::units as words;
use crate::base::{Lang, Text, delimited};
use crate::campaign::{Campaign, Group};

/// Name and text of the example, with columns for these groups.
pub fn example(campaign: &Campaign, groups: &[&Group], lang: Lang) -> (String, String) {
    let heads = [words::HEAD_CODE, words::HEAD_NAME, words::HEAD_OLD_NAMES, words::HEAD_KIND, words::HEAD_PARENT, words::HEAD_VILLAGES];
    let mut head: Vec<String> = heads.iter().map(|word| word.get(lang).to_owned()).collect();
    for group in groups {
        let title = group.title.get(lang);
        head.extend([words::HEAD_POPULATION, words::HEAD_QUOTA].map(|word| [word.get(lang), " ", title].concat()));
    }
    let kind = |at: usize| campaign.kinds.get(at).or(campaign.kinds.first()).map(|kind| title(&kind.title, lang)).unwrap_or_default();
    let last = campaign.kinds.len().saturating_sub(1).min(2);
    let rows = [
        [
            "S01".to_owned(),
            "Sở Tài chính".into(),
            "Sở Kế hoạch và Đầu tư".into(),
            kind(0),
            String::new(),
            String::new(),
            "18.640".into(),
            "30".into(),
        ],
        [
            "X01".to_owned(),
            "UBND xã Kim Đàm".into(),
            "xã Kim Sơn; xã Đàm Xá".into(),
            kind(last),
            String::new(),
            "thôn Đông; thôn Đoài".into(),
            "4.960".into(),
            "60".into(),
        ],
        [
            "X02".to_owned(),
            "UBND xã Vân Hạ".into(),
            "xã Vân Hạ; xã Đàm Xá".into(),
            kind(last),
            String::new(),
            "thôn Thượng; thôn Hạ".into(),
            "1.279".into(),
            "60".into(),
        ],
    ];
    let row = |[code, name, old, kind, parent, villages, population, quota]: [String; 8]| {
        let counts = groups.iter().flat_map(|_| [population.clone(), quota.clone()]);
        [code, name, old, kind, parent, villages].into_iter().chain(counts).collect::<Vec<_>>()
    };
    let table: Vec<Vec<String>> = std::iter::once(head).chain(rows.map(row)).collect();
    (words::EXAMPLE_FILE.get(lang).to_owned(), ["\u{feff}", &delimited::write(&table, ";")].concat())
}

fn title(title: &Text, lang: Lang) -> String {
    title.get(lang).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::table;

    #[test]
    fn the_example_is_read_without_a_finding() {
        let campaign = Campaign::read(include_str!("../../../../tests/data/units/campaign.json")).unwrap();
        for lang in Lang::ALL {
            let (_, text) = example(&campaign, &campaign.groups.iter().collect::<Vec<_>>(), lang);
            let (grid, said) = table::paste(&text).unwrap();
            let reading = table::read(&grid, &table::guess(&grid, &campaign), &campaign);
            assert_eq!((said, reading.findings), (Vec::new(), Vec::new()));
            let units = reading.units.unwrap();
            assert_eq!(units.iter().map(|unit| unit.strata.len()).collect::<Vec<_>>(), [2, 2, 2]);
            assert_eq!(units[0].strata[1].population, Some(18_640));
        }
    }
}
