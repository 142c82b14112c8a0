//! The routes, all behind `#`, because a static host knows no other. Parameters that
//! are not ours are ignored: messengers add their own.

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// `#/`: the roles.
    Home,
    /// `#/r/<campaign>?u=<unit>&g=<group>&q=<questionnaire>&c=<fingerprint>&k=<key>`; the same
    /// behind `#/o/` for officials, whose grids only the field program has.
    Respond(Link),
    /// `#/collect`; `#/collect/<campaign>?k=<key>` names the campaign and its key.
    Collect(Gate),
    /// `#/send/<campaign>`: what is on this device, and every way to send it.
    Send(String),
    /// `#/receipt/<campaign>`: whether a form was received.
    Receipt(String),
    /// `#/analyse/<page>`; `analyse::Place` reads the rest.
    Analyse,
    /// `#/manage/<page>`; `manage::Place` reads the rest.
    Manage,
    /// Anything else.
    Unknown(String),
}

/// What a surveyor's address names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gate {
    /// Id of the campaign; without one the tablet goes on with its own.
    pub campaign: Option<String>,
    /// Fingerprint of the campaign's public key.
    pub key: Option<String>,
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
    /// Id of the respondents' group.
    pub group: Option<String>,
    /// Id of the group's part of the units (a grid's rows).
    pub assignment: Option<String>,
    /// Fingerprint of the campaign's file that the link was made for.
    pub fingerprint: Option<String>,
    /// Fingerprint of the campaign's public key.
    pub key: Option<String>,
    /// Number in the list of the invited.
    pub entry: Option<String>,
    /// `try=1`: tried out by the survey's manager; nothing is stored.
    pub tryout: bool,
}

impl Route {
    /// The route of a location's hash, with or without the `#`.
    pub fn parse(hash: &str) -> Self {
        let hash = hash.strip_prefix('#').unwrap_or(hash);
        let (path, query) = hash.split_once(['?', '&']).unwrap_or((hash, ""));
        match path.trim_matches('/').split('/').collect::<Vec<_>>().as_slice() {
            [""] => Self::Home,
            ["collect"] => Self::Collect(Gate::default()),
            ["collect", campaign] if is_id(campaign) => {
                Self::Collect(Gate { campaign: Some((*campaign).to_owned()), key: parameter(query, "k").filter(|mark| is_id(mark)) })
            }
            ["send", campaign] if is_id(campaign) => Self::Send((*campaign).to_owned()),
            ["receipt", campaign] if is_id(campaign) => Self::Receipt((*campaign).to_owned()),
            ["analyse", ..] => Self::Analyse,
            ["manage", ..] => Self::Manage,
            ["r" | "o", campaign] if is_id(campaign) => Self::Respond(Link {
                campaign: (*campaign).to_owned(),
                unit: parameter(query, "u"),
                questionnaire: parameter(query, "q").filter(|id| is_id(id)),
                language: parameter(query, "lang"),
                group: parameter(query, "g").filter(|id| is_id(id)),
                assignment: parameter(query, "a").filter(|id| is_id(id)),
                fingerprint: parameter(query, "c").filter(|id| is_id(id)),
                key: parameter(query, "k").filter(|mark| is_id(mark)),
                entry: parameter(query, "i").filter(|id| is_id(id)),
                tryout: parameter(query, "try").is_some_and(|on| on == "1"),
            }),
            _ => Self::Unknown(hash.to_owned()),
        }
    }
}

/// A name that may become part of a path: no dots, no slashes.
pub(super) fn is_id(id: &str) -> bool {
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
            other @ (Route::Home
            | Route::Collect(_)
            | Route::Send(_)
            | Route::Receipt(_)
            | Route::Analyse
            | Route::Manage
            | Route::Unknown(_)) => panic!("{other:?}"),
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
        assert_eq!(link("#/r/demo?k=0123456789ABCDEF&c=Z").key.as_deref(), Some("0123456789ABCDEF"));
    }

    #[test]
    fn roles() {
        for (hash, route) in [
            ("", Route::Home),
            ("#/", Route::Home),
            ("#/analyse", Route::Analyse),
            ("#/manage?x=1", Route::Manage),
            ("#/manage/units?c=x", Route::Manage),
            ("#/send/x?fbclid=1", Route::Send("x".to_owned())),
            ("#/receipt/x", Route::Receipt("x".to_owned())),
            ("#/send", Route::Unknown("/send".to_owned())),
            ("#/collect", Route::Collect(Gate::default())),
            ("#/collect/x", Route::Collect(Gate { campaign: Some("x".to_owned()), key: None })),
            ("#/collect/x?k=0123", Route::Collect(Gate { campaign: Some("x".to_owned()), key: Some("0123".to_owned()) })),
        ] {
            assert_eq!(Route::parse(hash), route, "{hash}");
        }
    }
}
