//! What stands on a sheet, on a poster and in a message: who asks and by which plan, which
//! office is rated, how to get there, what is never asked. People were warned of false
//! officials, so everything that lets them check is on the paper. Vietnamese only.

use super::{Line, name};
use crate::base::Lang;
use crate::base::words::links as words;
use crate::campaign::Campaign;
use crate::campaign::link::{Target, fragment};

/// The texts of a piece of paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Who asks.
    pub controller: String,
    /// By which plan.
    pub plan: String,
    /// What people are invited to.
    pub invitation: String,
    /// The office, or the group whose form has many.
    pub name: String,
    /// Who may answer, and about which period.
    pub whom: String,
    /// The whole address, in the code.
    pub link: String,
    /// An address to type: as short as it can be, of whatever edition stands on the host.
    pub short: String,
    /// What to do, step by step.
    pub steps: [String; 3],
    /// On which days.
    pub days: String,
    /// Whom to ask.
    pub hotline: String,
    /// The figures are invented; printed across the paper.
    pub illustrative: bool,
}

/// The paper for a target, with the fingerprint of the edition that was given out.
pub fn paper(campaign: &Campaign, mark: &str, target: &Target, base: &str) -> Paper {
    let group = campaign.group(&target.group).map(|group| group.title.get(Lang::Vi)).unwrap_or_default();
    let name = name(campaign, target);
    let (from, to) = (campaign.period.from.to_display(), campaign.period.to.to_display());
    let (opens, closes) = (campaign.opens.to_display(), campaign.closes.to_display());
    let invitation = if target.grid { words::INVITES_GRID } else { words::INVITES };
    let check = if target.grid { words::STEP_CHECK_GRID } else { words::STEP_CHECK };
    let short = [base, &fragment(campaign, target, None)].concat();
    Paper {
        controller: campaign.controller.vi.clone(),
        plan: words::BY_PLAN.with(Lang::Vi, &[("number", &campaign.plan.number), ("date", &campaign.plan.date.to_display())]),
        invitation: invitation.get(Lang::Vi).to_owned(),
        whom: words::FOR_WHOM.with(Lang::Vi, &[("group", group), ("from", &from), ("to", &to)]),
        link: [base, &fragment(campaign, target, Some(mark))].concat(),
        short: short.trim_start_matches("https://").to_owned(),
        steps: [words::STEP_SCAN, check, words::STEP_BEGIN].map(|word| word.with(Lang::Vi, &[("name", &name)])),
        days: words::DAYS.with(Lang::Vi, &[("opens", &opens), ("closes", &closes)]),
        hotline: words::HOTLINE.with(Lang::Vi, &[("hotline", &campaign.hotline)]),
        illustrative: campaign.illustrative,
        name,
    }
}

/// The text that goes with a link in Zalo.
pub fn message(campaign: &Campaign, line: &Line) -> String {
    let lead = if line.target.grid { words::MESSAGE_GRID } else { words::MESSAGE };
    let values = [
        ("controller", campaign.controller.vi.as_str()),
        ("number", &campaign.plan.number),
        ("date", &campaign.plan.date.to_display()),
        ("name", &line.name),
        ("from", &campaign.period.from.to_display()),
        ("to", &campaign.period.to.to_display()),
        ("closes", &campaign.closes.to_display()),
        ("hotline", &campaign.hotline),
        ("link", &line.link),
    ];
    lead.with(Lang::Vi, &values)
}
