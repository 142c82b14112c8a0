//! Where the survey's manager is: `#/manage/<page>?c=<draft>`. `c` is the name of a draft
//! on this machine; where there is none, the campaign of the host is opened under it.

use crate::app::route::is_id;

/// The pages of the role, in the order of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Page {
    /// "Các đợt": rounds of this host and drafts of this machine.
    #[default]
    Rounds,
    /// "Thông tin chung".
    General,
    /// "Người trả lời": groups, their questionnaires, whom they rate.
    Groups,
    /// "Đơn vị": kinds, units, population counts, quotas.
    Units,
    /// "Cỡ mẫu": what the quotas will be worth.
    Sample,
    /// "Khóa của đợt": who can open the answers, where they are sent, how long they stay.
    Key,
    /// "Đường dẫn và mã QR".
    Links,
    /// "Phát hành".
    Release,
}

impl Page {
    /// Every page, in order.
    pub const ALL: [Self; 8] =
        [Self::Rounds, Self::General, Self::Groups, Self::Units, Self::Sample, Self::Key, Self::Links, Self::Release];

    /// Its name in the address.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Rounds => "rounds",
            Self::General => "general",
            Self::Groups => "groups",
            Self::Units => "units",
            Self::Sample => "sample",
            Self::Key => "key",
            Self::Links => "links",
            Self::Release => "release",
        }
    }
}

/// A page, and the draft that is open on it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The page.
    pub page: Page,
    /// Name of the draft; none on the list of rounds.
    pub draft: Option<String>,
}

impl Place {
    /// Reads the location's hash. Without a draft, and at a page that there is not, it is
    /// the list; an id that could leave its folder is no id.
    pub fn parse(hash: &str) -> Option<Self> {
        let hash = hash.strip_prefix('#').unwrap_or(hash);
        let (path, query) = hash.split_once(['?', '&']).unwrap_or((hash, ""));
        let mut parts = path.trim_matches('/').split('/');
        if parts.next() != Some("manage") {
            return None;
        }
        let slug = parts.next().unwrap_or_default();
        let page = Page::ALL.into_iter().find(|page| page.slug() == slug).unwrap_or_default();
        let draft = query.split(['&', '?']).filter_map(|pair| pair.strip_prefix("c=")).find(|id| is_id(id)).map(str::to_owned);
        let page = if draft.is_none() { Page::Rounds } else { page };
        Some(Self { page, draft })
    }

    /// The hash, with its `#`.
    pub fn hash(&self) -> String {
        let query = self.draft.as_ref().map(|id| ["?c=", id].concat()).unwrap_or_default();
        ["#/manage/", self.page.slug(), &query].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_names_page_and_draft() {
        let check = |hash: &str, page, draft: Option<&str>| {
            assert_eq!(Place::parse(hash), Some(Place { page, draft: draft.map(str::to_owned) }), "{hash}");
        };
        check("#/manage", Page::Rounds, None);
        check("#/manage/units?c=so-2026", Page::Units, Some("so-2026"));
        check("#/manage/units?fbclid=1&c=so-2026", Page::Units, Some("so-2026"));
        check("#/manage/units", Page::Rounds, None);
        check("#/manage/nothing?c=../x", Page::Rounds, None);
        assert_eq!(Place::parse("#/analyse"), None);
        for page in Page::ALL {
            let place = Place { page, draft: Some("a".to_owned()) };
            assert_eq!(Place::parse(&place.hash()), Some(place));
        }
    }
}
