//! Can every question be asked? A relevance that no answer makes true, or that
//! reads an answer given later, asks nobody.

use crate::base::Finding;
use crate::questionnaire::definition::Tag;
use crate::questionnaire::expression::{Expression, Operator};
use crate::questionnaire::form::{Form, NodeId, Place, VariableId};

/// Adds a finding for each node that cannot be asked and each that reads ahead.
pub(super) fn check(form: &Form, findings: &mut Vec<Finding>) {
    for (i, node) in form.nodes.iter().enumerate() {
        let Some(relevant) = &node.relevant else { continue };
        let at = place(form, NodeId(i));
        if !satisfiable(form, relevant) {
            findings.push(Finding::error("unreachable", at.as_str(), ""));
        }
        let first = first_variable(form, NodeId(i));
        relevant.references(&mut |name| {
            if let (Some(read), Some(first)) = (form.find(name), first)
                && read >= first
                && !matches!(form.variable(first).place, Place::Specify)
            {
                findings.push(Finding::error("reads_ahead", at.as_str(), name));
            }
        });
    }
}

fn first_variable(form: &Form, id: NodeId) -> Option<VariableId> {
    let node = &form.nodes[id.0];
    let own = node.variables.iter().copied();
    own.chain(node.children.iter().filter_map(|child| first_variable(form, *child))).min()
}

fn place(form: &Form, id: NodeId) -> String {
    first_variable(form, id).map_or_else(String::new, |variable| form.variable(variable).name.clone())
}

/// Whether some answers make `expression` true, as far as single comparisons with
/// a code tell: a comparison with a code that the question does not have never is.
fn satisfiable(form: &Form, expression: &Expression) -> bool {
    match expression {
        Expression::Binary(Operator::And, left, right) => satisfiable(form, left) && satisfiable(form, right),
        Expression::Binary(Operator::Or, left, right) => satisfiable(form, left) || satisfiable(form, right),
        Expression::Binary(Operator::Equal, left, right) => match (left.as_ref(), right.as_ref()) {
            (Expression::Reference(name), Expression::Text(code)) | (Expression::Text(code), Expression::Reference(name)) => {
                can_be(form, name, code)
            }
            (Expression::Text(a), Expression::Text(b)) => a == b,
            _ => true,
        },
        Expression::Call(_, arguments) => match arguments.as_slice() {
            [Expression::Reference(name), Expression::Text(code)] => can_be(form, name, code),
            _ => true,
        },
        Expression::Reference(_) | Expression::Text(_) | Expression::Number(_) | Expression::Binary(..) => true,
    }
}

fn can_be(form: &Form, name: &str, code: &str) -> bool {
    if let Some(parameter) = form.definition.parameters.iter().find(|parameter| parameter.id == name) {
        return parameter.values.iter().any(|value| value == code);
    }
    let Some(id) = form.find(name) else { return false };
    let question = form.question(id);
    match question.tag {
        Tag::Single | Tag::Multiple => code.is_empty() || question.options.iter().any(|choice| choice.code == code),
        Tag::YesNo => matches!(code, "" | "yes" | "no"),
        Tag::Likert | Tag::UnitOption | Tag::Integer | Tag::Text => true,
        Tag::Note => false,
    }
}
