//! A recovery sheet as somebody types it: sixteen groups of five characters. A group says
//! at once whether it is right, so that an error is found where the eye still is.

use crate::base::digest::typed;
use crate::seal::sheet::{GROUPS, GroupFault, judge};

/// Characters of a group.
const SIZE: usize = 5;

/// What was typed of a sheet.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Typing {
    groups: [String; GROUPS],
}

/// How far it is, and not what is on it.
impl std::fmt::Debug for Typing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {GROUPS} groups", self.right())
    }
}

/// The id of a group's field; both are counted from 0.
pub fn group_id(sheet: usize, group: usize) -> String {
    format!("sheet-{sheet}-{group}")
}

impl Typing {
    /// The text of a group.
    pub fn group(&self, group: usize) -> &str {
        self.groups.get(group).map_or("", String::as_str)
    }

    /// Takes what was typed into a group: small letters become capitals, O becomes 0, I and L
    /// become 1. What was pasted fills the groups that follow, and what was typed on after a
    /// right group the next one, if that is empty. Gives the group in which typing
    /// goes on, where this one is complete and right.
    pub fn put(&mut self, group: usize, text: &str) -> Option<usize> {
        let plain: Vec<char> = text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| typed(c).unwrap_or(c)).collect();
        let first: String = plain.iter().take(SIZE).collect();
        let runs_on = plain.len() > SIZE && judge(group, &first).is_ok() && self.group(group + 1).is_empty();
        let pasted = plain.len() >= 2 * SIZE || runs_on;
        let parts = plain.chunks(if pasted { SIZE } else { plain.len().max(1) });
        let count = parts.len().max(1);
        if plain.is_empty() {
            self.set(group, String::new());
        }
        for (i, part) in parts.enumerate() {
            self.set(group + i, part.iter().collect());
        }
        let last = (group + count).min(GROUPS) - 1;
        let done = (group..last).all(|group| self.judge(group).is_ok());
        match self.judge(last) {
            Ok(()) if done && last + 1 < GROUPS => Some(last + 1),
            // Begun by typing on.
            Err(GroupFault::Length(_)) if done && last > group => Some(last),
            Ok(()) | Err(_) => None,
        }
    }

    fn set(&mut self, group: usize, text: String) {
        if let Some(place) = self.groups.get_mut(group) {
            *place = text;
        }
    }

    fn judge(&self, group: usize) -> Result<(), GroupFault> {
        judge(group, self.group(group))
    }

    /// What is wrong with a group that looks complete; one that is being typed is not judged.
    pub fn fault(&self, group: usize) -> Option<GroupFault> {
        match self.judge(group).err()? {
            GroupFault::Length(n) if n < SIZE => None,
            fault @ (GroupFault::Length(_) | GroupFault::Character(_) | GroupFault::Typing) => Some(fault),
        }
    }

    /// The first group that is not right, missing ones included.
    pub fn first_fault(&self) -> Option<(usize, GroupFault)> {
        (0..GROUPS).find_map(|group| Some((group, self.judge(group).err()?)))
    }

    /// Groups that are complete and right.
    pub fn right(&self) -> usize {
        (0..GROUPS).filter(|group| self.judge(*group).is_ok()).count()
    }

    /// The whole sheet.
    pub fn text(&self) -> String {
        self.groups.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::PrivateKey;
    use crate::seal::sheet::{Sheet, split};

    fn sheet() -> Sheet {
        split(&PrivateKey::from_random(&[7; 32]), &[5; 32])[0].clone()
    }

    #[test]
    fn a_sheet_is_typed_group_by_group() {
        let text = sheet().text().to_lowercase().replace('0', "o").replace('1', "l");
        let mut typing = Typing::default();
        for (i, group) in text.split_whitespace().enumerate() {
            assert_eq!(typing.put(i, &group[..4]), None);
            assert_eq!(typing.fault(i), None, "half a group is no error");
            assert_eq!(typing.put(i, group), (i + 1 < GROUPS).then_some(i + 1));
        }
        assert_eq!((typing.right(), typing.first_fault()), (GROUPS, None));
        assert_eq!(Sheet::parse(&typing.text()), Ok(sheet()));
    }

    #[test]
    fn a_sheet_is_pasted_from_any_group_on() {
        let text = sheet().text();
        let mut typing = Typing::default();
        assert_eq!(typing.put(0, &text), None);
        assert_eq!(Sheet::parse(&typing.text()), Ok(sheet()));
        let rest: Vec<&str> = text.split_whitespace().skip(3).collect();
        let mut late = Typing::default();
        late.put(3, &rest.join(" - "));
        assert_eq!((late.right(), late.first_fault()), (GROUPS - 3, Some((0, GroupFault::Length(0)))));
        // What is too much is not taken anywhere.
        late.put(GROUPS - 1, &text);
        assert_eq!(late.right(), GROUPS - 4);
    }

    #[test]
    fn whoever_types_faster_than_the_focus_moves_loses_nothing() {
        let text: Vec<char> = sheet().text().chars().filter(|c| !c.is_whitespace()).collect();
        let (mut typing, mut at) = (Typing::default(), 0);
        for (i, c) in text.iter().enumerate() {
            let longer = [typing.group(at), &c.to_string()].concat();
            let next = typing.put(at, &longer);
            // The focus is a character late.
            if i % 2 == 0 {
                at = next.unwrap_or(at);
            } else if let Some(next) = next
                && typing.group(next).is_empty()
            {
                at = next;
            }
        }
        assert_eq!(Sheet::parse(&typing.text()), Ok(sheet()));
    }

    #[test]
    fn an_error_stays_in_its_group() {
        let mut typing = Typing::default();
        typing.put(0, &sheet().text());
        let (second, third) = (typing.group(1).to_owned(), typing.group(2).to_owned());
        let more = [&second, "7"].concat();
        assert_eq!(typing.put(1, &more), None);
        assert_eq!(typing.fault(1), Some(GroupFault::Length(6)));
        assert_eq!(typing.group(2), third, "one character too many does not run over");
        typing.put(1, &third);
        assert_eq!(typing.fault(1), Some(GroupFault::Typing), "a group in another's place");
        typing.put(1, "ABÉ");
        assert_eq!(typing.fault(1), Some(GroupFault::Character('É')));
        typing.put(1, "");
        assert_eq!((typing.fault(1), typing.first_fault()), (None, Some((1, GroupFault::Length(0)))));
    }
}
