//! The routes, all behind `#`, because a static host knows no other. Parameters that
//! are not ours are ignored: messengers add their own.

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// `#/`: the roles.
    Home,
    /// `#/r/<campaign>?u=<unit>&q=<questionnaire>`.
    Respond(Link),
    /// `#/collect`.
    Collect,
    /// `#/analyse/<page>`; `analyse::Place` reads the rest.
    Analyse,
    /// `#/manage`.
    Manage,
    /// Anything else.
    Unknown(String),
}

/// A respondent's link.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Link {
    /// Id of the campaign.
    pub campaign: String,
    /// Code of the unit.
    pub unit: Option<String>,
    /// Id of the questionnaire.
    pub questionnaire: Option<String>,
    /// `lang=en`.
    pub language: Option<String>,
}

impl Route {
    /// The route of a location's hash, with or without the `#`.
    pub fn parse(hash: &str) -> Self {
        let hash = hash.strip_prefix('#').unwrap_or(hash);
        let (path, query) = hash.split_once(['?', '&']).unwrap_or((hash, ""));
        match path.trim_matches('/').split('/').collect::<Vec<_>>().as_slice() {
            [""] => Self::Home,
            ["collect"] => Self::Collect,
            ["analyse", ..] => Self::Analyse,
            ["manage"] => Self::Manage,
            ["r", campaign] if is_id(campaign) => Self::Respond(Link {
                campaign: (*campaign).to_owned(),
                unit: parameter(query, "u"),
                questionnaire: parameter(query, "q").filter(|id| is_id(id)),
                language: parameter(query, "lang"),
            }),
            _ => Self::Unknown(hash.to_owned()),
        }
    }
}

/// A name that may become part of a path: no dots, no slashes.
fn is_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= 60 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn parameter(query: &str, name: &str) -> Option<String> {
    let pairs = query.split(['&', '?']).filter_map(|pair| pair.split_once('='));
    let mut found = pairs.filter(|(key, _)| *key == name).map(|(_, value)| value.to_owned());
    found.next().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(hash: &str) -> Link {
        match Route::parse(hash) {
            Route::Respond(link) => link,
            other @ (Route::Home | Route::Collect | Route::Analyse | Route::Manage | Route::Unknown(_)) => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_link_names_campaign_unit_and_questionnaire() {
        let link = link("#/r/demo?u=X01&q=sipas-citizen");
        assert_eq!(link.campaign, "demo");
        assert_eq!(link.unit.as_deref(), Some("X01"));
        assert_eq!(link.questionnaire.as_deref(), Some("sipas-citizen"));
    }

    #[test]
    fn parameters_of_messengers_are_ignored() {
        assert_eq!(link("#/r/demo?fbclid=abc&u=X01&zarsrc=30&utm_source=zalo").unit.as_deref(), Some("X01"));
        assert_eq!(link("#/r/demo&fbclid=abc").campaign, "demo");
        assert_eq!(link("#/r/demo?u=X01?zarsrc=30").unit.as_deref(), Some("X01"));
    }

    #[test]
    fn a_path_never_leaves_its_folder() {
        assert_eq!(Route::parse("#/r/..%2fx"), Route::Unknown("/r/..%2fx".to_owned()));
        assert_eq!(Route::parse("#/r/a.b"), Route::Unknown("/r/a.b".to_owned()));
        assert_eq!(link("#/r/demo?q=../x").questionnaire, None);
    }

    #[test]
    fn roles() {
        for (hash, route) in [
            ("", Route::Home),
            ("#/", Route::Home),
            ("#/analyse", Route::Analyse),
            ("#/manage?x=1", Route::Manage),
            ("#/collect", Route::Collect),
        ] {
            assert_eq!(Route::parse(hash), route, "{hash}");
        }
    }
}
