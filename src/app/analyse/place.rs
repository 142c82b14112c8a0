//! Where the analyst is: `#/analyse/<page>?c=<campaign>`.

use crate::app::route::is_id;

/// The pages of the role, in the order of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Page {
    /// "Tiếp nhận phiếu": where answers come from.
    #[default]
    Receive,
    /// "Kiểm tra phiếu": how many, and which are valid.
    Check,
    /// "Trọng số".
    Weights,
    /// "Mức độ hài lòng".
    Satisfaction,
    /// "Điểm chấm đơn vị": what officials' grids give.
    Scores,
    /// "Chỉ số": the index of units, part by part.
    Index(Part),
    /// "Công bố và xuất".
    Publish,
}

/// The parts of the index, in the order of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Part {
    /// "Bộ tiêu chí và điểm": what points are made of.
    #[default]
    Points,
    /// "Xếp hạng".
    Ranking,
    /// "Phiếu đơn vị": what cost a unit points.
    Unit,
    /// "So với đợt trước".
    Trend,
    /// "Theo dõi sau công bố".
    Follow,
    /// "Kiểm bảng số đã công bố".
    Published,
}

impl Part {
    /// Every part, in order.
    pub const ALL: [Self; 6] = [Self::Points, Self::Ranking, Self::Unit, Self::Trend, Self::Follow, Self::Published];
}

impl Page {
    /// Every page, in order.
    pub const ALL: [Self; 7] =
        [Self::Receive, Self::Check, Self::Weights, Self::Satisfaction, Self::Scores, Self::Index(Part::Points), Self::Publish];

    /// Its name in the address.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Receive => "receive",
            Self::Check => "check",
            Self::Weights => "weights",
            Self::Satisfaction => "satisfaction",
            Self::Scores => "scores",
            Self::Index(Part::Points) => "index",
            Self::Index(Part::Ranking) => "index/ranking",
            Self::Index(Part::Unit) => "index/unit",
            Self::Index(Part::Trend) => "index/trend",
            Self::Index(Part::Follow) => "index/follow-up",
            Self::Index(Part::Published) => "index/published",
            Self::Publish => "publish",
        }
    }

    /// Whether both stand under one entry of the navigation.
    pub fn is_with(self, other: Self) -> bool {
        self == other || matches!((self, other), (Self::Index(_), Self::Index(_)))
    }

    fn of_slug(slug: &str) -> Option<Self> {
        let parts = Part::ALL.into_iter().map(Self::Index);
        Self::ALL.into_iter().chain(parts).find(|page| page.slug() == slug)
    }
}

/// A page of a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The page.
    pub page: Page,
    /// Id of the campaign.
    pub campaign: String,
}

/// The campaign that is opened where the address names none.
pub const DEFAULT_CAMPAIGN: &str = "demo";

impl Place {
    /// Reads the location's hash. A page that there is not is the first one; an id that
    /// could leave its folder is no id.
    pub fn parse(hash: &str) -> Option<Self> {
        let hash = hash.strip_prefix('#').unwrap_or(hash);
        let (path, query) = hash.split_once(['?', '&']).unwrap_or((hash, ""));
        let mut parts = path.trim_matches('/').split('/');
        if parts.next() != Some("analyse") {
            return None;
        }
        let slug = parts.next().unwrap_or_default();
        // A part that there is not is the first one of its page.
        let part = parts.next().and_then(|part| Page::of_slug(&[slug, "/", part].concat()));
        let page = part.or_else(|| Page::of_slug(slug)).unwrap_or_default();
        let named = query.split(['&', '?']).filter_map(|pair| pair.strip_prefix("c=")).find(|id| is_id(id));
        Some(Self { page, campaign: named.unwrap_or(DEFAULT_CAMPAIGN).to_owned() })
    }

    /// The hash, with its `#`.
    pub fn hash(&self) -> String {
        let query = if self.campaign == DEFAULT_CAMPAIGN { String::new() } else { ["?c=", &self.campaign].concat() };
        ["#/analyse/", self.page.slug(), &query].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(hash: &str, page: Page, campaign: &str) {
        assert_eq!(Place::parse(hash), Some(Place { page, campaign: campaign.to_owned() }), "{hash}");
    }

    #[test]
    fn a_hash_names_page_and_campaign() {
        check("#/analyse", Page::Receive, "demo");
        check("#/analyse/weights?c=desk", Page::Weights, "desk");
        check("#/analyse/weights?fbclid=1&c=desk", Page::Weights, "desk");
        check("#/analyse/nothing?c=../x", Page::Receive, "demo");
        check("#/analyse/index", Page::Index(Part::Points), "demo");
        check("#/analyse/index/follow-up?c=desk", Page::Index(Part::Follow), "desk");
        check("#/analyse/index/nothing", Page::Index(Part::Points), "demo");
        check("#/analyse/weights/ranking", Page::Weights, "demo");
        assert_eq!(Place::parse("#/manage"), None);
        for page in Page::ALL.into_iter().chain(Part::ALL.map(Page::Index)) {
            for campaign in ["demo", "desk"] {
                let place = Place { page, campaign: campaign.to_owned() };
                assert_eq!(Place::parse(&place.hash()), Some(place));
            }
        }
    }
}
