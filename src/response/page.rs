//! Pages: one idea each. A grid of statements is cut into pages of at most four (six
//! where a surveyor asks), as even as they can be; a grid of units is one page, which
//! finds its own way on small screens; other questions of a section share a page in threes.

use super::Interview;
use crate::questionnaire::VariableId;
use crate::questionnaire::definition::Tag;
use crate::questionnaire::form::{Form, NodeId};

/// Statements a page for somebody who reads alone, on a phone.
pub const STATEMENTS: usize = 4;
/// Statements a page for a surveyor, who reads aloud.
pub const STATEMENTS_ASKED: usize = 6;
const QUESTIONS: usize = 3;

/// What is shown at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Index of its section.
    pub section: usize,
    /// What stands on it, in order.
    pub blocks: Vec<Block>,
}

/// A question, or some rows of a grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Index of the question within the section.
    pub question: usize,
    /// The variables asked here; empty for a note.
    pub variables: Vec<VariableId>,
}

impl Page {
    /// The variables on the page, in order.
    pub fn variables(&self) -> impl Iterator<Item = VariableId> + '_ {
        self.blocks.iter().flat_map(|block| block.variables.iter().copied())
    }

    /// Whether `id` stands on the page.
    pub fn has(&self, id: VariableId) -> bool {
        self.variables().any(|variable| variable == id)
    }
}

/// The pages of an interview as it stands, with at most `most` statements each.
pub fn pages(form: &Form, interview: &Interview, most: usize) -> Vec<Page> {
    let mut pages = Vec::new();
    for section in 0..form.definition.sections.len() {
        section_pages(form, interview, (section, most), &mut pages);
    }
    pages
}

fn section_pages(form: &Form, interview: &Interview, (section, most): (usize, usize), pages: &mut Vec<Page>) {
    let mut open: Vec<Block> = Vec::new();
    for (q, question) in form.definition.sections[section].questions.iter().enumerate() {
        let variables: Vec<VariableId> = of_question(form, section, q).filter(|id| interview.is_asked(form, *id)).collect();
        match question.tag {
            Tag::UnitOption => {
                close(section, &mut open, pages);
                if !variables.is_empty() {
                    pages.push(Page { section, blocks: vec![Block { question: q, variables }] });
                }
            }
            Tag::Likert | Tag::YesNo => {
                close(section, &mut open, pages);
                for rows in even_chunks(&variables, most) {
                    pages.push(Page { section, blocks: vec![Block { question: q, variables: rows.to_vec() }] });
                }
            }
            Tag::Note if note_is_asked(form, interview, section, q) => open.push(Block { question: q, variables }),
            Tag::Note => {}
            Tag::Single | Tag::Multiple | Tag::Integer | Tag::Text if variables.is_empty() => {}
            Tag::Single | Tag::Multiple | Tag::Integer | Tag::Text => {
                if open.len() == QUESTIONS {
                    close(section, &mut open, pages);
                }
                open.push(Block { question: q, variables });
            }
        }
    }
    close(section, &mut open, pages);
}

/// The variables of a question: they stand together, in the order of the questionnaire.
fn of_question(form: &Form, section: usize, question: usize) -> impl Iterator<Item = VariableId> {
    let place = |i: usize| form.variables.get(i).map(|variable| (variable.section, variable.question));
    let (mut from, mut to) = (0, form.variables.len());
    while from < to {
        let middle = usize::midpoint(from, to);
        if place(middle) < Some((section, question)) { from = middle + 1 } else { to = middle }
    }
    let end = (from..form.variables.len()).find(|i| place(*i) != Some((section, question))).unwrap_or(form.variables.len());
    (from..end).map(VariableId)
}

/// A note has no variable: its node is the one at its place among the section's.
fn note_is_asked(form: &Form, interview: &Interview, section: usize, question: usize) -> bool {
    let mut sections = (0..form.nodes.len()).map(NodeId).filter(|id| form.nodes[id.0].parent.is_none());
    let node = sections.nth(section).and_then(|id| form.nodes[id.0].children.get(question));
    node.is_some_and(|id| interview.is_node_asked(*id))
}

fn close(section: usize, open: &mut Vec<Block>, pages: &mut Vec<Page>) {
    if !open.is_empty() {
        pages.push(Page { section, blocks: std::mem::take(open) });
    }
}

/// Chunks of at most `most`, their sizes differing by one at the most: 5 is 3 + 2.
fn even_chunks<T>(items: &[T], most: usize) -> Vec<&[T]> {
    let count = items.len().div_ceil(most);
    let mut out = Vec::with_capacity(count);
    let mut start = 0;
    for i in 0..count {
        let size = (items.len() - start).div_ceil(count - i);
        out.push(&items[start..start + size]);
        start += size;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_even() {
        let sizes = |n: usize| even_chunks(&vec![0; n], STATEMENTS).iter().map(|c| c.len()).collect::<Vec<_>>();
        assert_eq!(sizes(5), [3, 2]);
        assert_eq!(sizes(8), [4, 4]);
        assert_eq!(sizes(9), [3, 3, 3]);
        assert_eq!(sizes(0), [0_usize; 0]);
    }
}
