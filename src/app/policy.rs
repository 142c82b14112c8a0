//! What a page's content security policy says of where it may connect. Only as much of the
//! language as names hosts: keywords, schemes, origins, a host with any name before it.

/// Whether a page with this policy may ask for this address. `own` is the page's own origin.
pub fn connects(policy: &str, address: &str, own: &str) -> bool {
    let Some((scheme, rest)) = address.split_once("://") else { return false };
    let host = rest.split('/').next().unwrap_or_default().to_ascii_lowercase();
    let origin = [scheme, "://", &host].concat();
    sources(policy).is_none_or(|sources| sources.iter().any(|source| is_named(source, scheme, &host, &origin, own)))
}

/// The sources of `connect-src`, or else of `default-src`; none where neither is said.
fn sources(policy: &str) -> Option<Vec<String>> {
    let directive = |wanted: &str| {
        let mut directives = policy.split(';').map(|directive| directive.split_ascii_whitespace());
        directives.find_map(|mut words| {
            let name = words.next()?;
            name.eq_ignore_ascii_case(wanted).then(|| words.map(str::to_ascii_lowercase).collect::<Vec<_>>())
        })
    };
    directive("connect-src").or_else(|| directive("default-src"))
}

fn is_named(source: &str, scheme: &str, host: &str, origin: &str, own: &str) -> bool {
    let (said, name) = source.split_once("://").map_or((None, source), |(scheme, name)| (Some(scheme), name));
    let name = name.split('/').next().unwrap_or_default();
    match source {
        "*" => true,
        "'self'" => origin == own,
        _ if source.strip_suffix(':') == Some(scheme) => true,
        _ if said.is_some_and(|said| said != scheme) => false,
        _ => match name.strip_prefix('*') {
            Some(suffix) => host.ends_with(suffix) && suffix.starts_with('.'),
            None => name == host,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(policy: &str, expect: bool) {
        assert_eq!(connects(policy, "https://hop-thu.tinh.vn:8443/phieu", "https://khao-sat.tinh.vn"), expect, "{policy}");
    }

    #[test]
    fn a_box_has_to_be_named() {
        check("default-src 'none'; connect-src 'self'", false);
        check("default-src 'none'; Connect-Src 'self' https://hop-thu.tinh.vn:8443", true);
        check("connect-src 'self' https://hop-thu.tinh.vn", false);
        check("connect-src 'self' http://hop-thu.tinh.vn:8443", false);
        check("connect-src hop-thu.tinh.vn:8443", true);
        check("connect-src https://*.tinh.vn:8443", true);
        check("connect-src https://*tinh.vn:8443", false);
        check("connect-src https:", true);
        check("connect-src *", true);
        check("connect-src 'none'", false);
        check("connect-src", false);
    }

    #[test]
    fn what_is_not_said_is_allowed_and_the_default_stands_in() {
        check("", true);
        check("script-src 'self'", true);
        check("default-src 'self'", false);
        check("default-src 'self' https://hop-thu.tinh.vn:8443/x; script-src 'self'", true);
        assert!(connects("connect-src 'self'", "https://a.vn/db", "https://a.vn"));
        assert!(!connects("", "a.vn/db", "https://a.vn"));
    }
}
