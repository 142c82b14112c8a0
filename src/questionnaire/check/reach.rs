//! Can every question be asked? A relevance that no answer makes true, that compares
//! with a code that does not exist, or that reads an answer given later, asks nobody.

use crate::base::Finding;
use crate::questionnaire::definition::Tag;
use crate::questionnaire::expression::{Expression, Function, Operator};
use crate::questionnaire::form::{Form, Node, NodeId, Place, VariableId};

/// Adds a finding for each relevance that is never true or reads ahead, and for each
/// code that a question does not have.
pub(super) fn check(form: &Form, findings: &mut Vec<Finding>) {
    for (i, node) in form.nodes.iter().enumerate() {
        let Some(relevant) = &node.relevant else { continue };
        let at = [form.place(NodeId(i)), ".relevant"].concat();
        if codes_exist(form, relevant, &at, findings) && !satisfiable(form, relevant) {
            findings.push(Finding::error("unreachable", at.as_str(), ""));
        }
        reads_ahead(form, node, relevant, &at, findings);
    }
    if let Some(when) = &form.screen_out {
        codes_exist(form, when, "screen_out.when", findings);
    }
}

fn codes_exist(form: &Form, expression: &Expression, at: &str, findings: &mut Vec<Finding>) -> bool {
    let before = findings.len();
    comparisons(expression, &mut |name, code| {
        if !can_be(form, name, code) {
            findings.push(Finding::error("unknown_code", at, [name, " = ", code].concat()));
        }
    });
    findings.len() == before
}

fn reads_ahead(form: &Form, node: &Node, relevant: &Expression, at: &str, findings: &mut Vec<Finding>) {
    let Some(first) = first_variable(form, node).filter(|first| form.variable(*first).place != Place::Specify) else { return };
    relevant.references(&mut |name| {
        if form.find(name).is_some_and(|read| read >= first) {
            findings.push(Finding::error("reads_ahead", at, name));
        }
    });
}

fn first_variable(form: &Form, node: &Node) -> Option<VariableId> {
    let own = node.variables.iter().copied();
    own.chain(node.children.iter().filter_map(|child| first_variable(form, &form.nodes[child.0]))).min()
}

/// Calls `visit` with the name and the code of each comparison between the two.
fn comparisons(expression: &Expression, visit: &mut dyn FnMut(&str, &str)) {
    if let Some((name, code)) = comparison(expression) {
        return visit(name, code);
    }
    match expression {
        Expression::Binary(_, left, right) => {
            comparisons(left, visit);
            comparisons(right, visit);
        }
        Expression::Call(_, arguments) => arguments.iter().for_each(|argument| comparisons(argument, visit)),
        Expression::Reference(_) | Expression::Text(_) | Expression::Number(_) => {}
    }
}

fn comparison(expression: &Expression) -> Option<(&str, &str)> {
    let (left, right) = match expression {
        Expression::Binary(Operator::Equal | Operator::Unequal, left, right) => (left.as_ref(), right.as_ref()),
        Expression::Call(Function::Selected, arguments) => (arguments.first()?, arguments.get(1)?),
        Expression::Binary(..) | Expression::Call(..) | Expression::Reference(_) | Expression::Text(_) | Expression::Number(_) => {
            return None;
        }
    };
    match (left, right) {
        (Expression::Reference(name), Expression::Text(code)) | (Expression::Text(code), Expression::Reference(name)) => Some((name, code)),
        _ => None,
    }
}

/// Whether some answers make `expression` true, as far as comparisons with codes
/// tell: a comparison with a code that there is not never is, and what has one value
/// never equals two.
fn satisfiable(form: &Form, expression: &Expression) -> bool {
    match expression {
        Expression::Binary(Operator::And, left, right) => {
            let mut all = Vec::new();
            conjuncts(left, &mut all);
            conjuncts(right, &mut all);
            all.iter().all(|one| satisfiable(form, one)) && !contradict(form, &all)
        }
        Expression::Binary(Operator::Or, left, right) => satisfiable(form, left) || satisfiable(form, right),
        Expression::Binary(Operator::Equal, left, right) => match (left.as_ref(), right.as_ref()) {
            (Expression::Text(a), Expression::Text(b)) => a == b,
            _ => comparison(expression).is_none_or(|(name, code)| can_be(form, name, code)),
        },
        Expression::Call(Function::Selected, _) => comparison(expression).is_none_or(|(name, code)| can_be(form, name, code)),
        Expression::Reference(_) | Expression::Text(_) | Expression::Number(_) | Expression::Binary(..) | Expression::Call(..) => true,
    }
}

fn conjuncts<'a>(expression: &'a Expression, out: &mut Vec<&'a Expression>) {
    match expression {
        Expression::Binary(Operator::And, left, right) => {
            conjuncts(left, out);
            conjuncts(right, out);
        }
        Expression::Reference(_) | Expression::Text(_) | Expression::Number(_) | Expression::Binary(..) | Expression::Call(..) => {
            out.push(expression);
        }
    }
}

fn contradict(form: &Form, all: &[&Expression]) -> bool {
    let equal = |one: &&&Expression| matches!(one, Expression::Binary(Operator::Equal, ..));
    let wanted: Vec<(&str, &str)> = all.iter().filter(equal).filter_map(|one| comparison(one)).collect();
    let differs = |(name, code): &(&str, &str)| wanted.iter().any(|(other, value)| other == name && value != code);
    wanted.iter().any(|pair| has_one_code(form, pair.0) && differs(pair))
}

fn has_one_code(form: &Form, name: &str) -> bool {
    form.parameter(name).is_some() || form.find(name).is_some_and(|id| matches!(form.question(id).tag, Tag::Single | Tag::YesNo))
}

fn can_be(form: &Form, name: &str, code: &str) -> bool {
    if let Some(parameter) = form.definition.parameters.iter().find(|parameter| parameter.id == name) {
        return parameter.values.iter().any(|value| value == code);
    }
    let Some(id) = form.find(name) else { return false };
    if form.variable(id).place == Place::Specify {
        return true;
    }
    let question = form.question(id);
    match question.tag {
        Tag::Single | Tag::Multiple => code.is_empty() || question.options.iter().any(|choice| choice.code == code),
        Tag::YesNo => matches!(code, "" | "yes" | "no"),
        Tag::Likert | Tag::UnitOption | Tag::Integer | Tag::Text => true,
        Tag::Note => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::questionnaire::Definition;

    const FORM: &str = include_str!("../../../tests/data/questionnaires/all-kinds.json");

    /// The codes that come of the relevance of row `s2`, which stands after `first`.
    fn check(relevant: &str, expect: &[&str]) {
        let text = FORM.replace("\"${first} = 'yes'\"", &serde_json::to_string(relevant).unwrap());
        let findings = crate::questionnaire::check::check(&Definition::read(&text).unwrap());
        let codes: Vec<&str> = findings.iter().map(|finding| finding.code.as_str()).collect();
        assert_eq!(codes, expect, "{relevant}");
        assert!(findings.iter().all(|finding| finding.at == "sections[0].questions[2].rows[1].relevant"), "{findings:?}");
    }

    #[test]
    fn what_can_be_true_is_let_be() {
        check("${first} = 'no' or ${first} = ''", &[]);
        check("${first} != 'no' and ${_desk} = 'yes'", &[]);
        check("not(selected(${first}, 'yes'))", &[]);
    }

    #[test]
    fn what_is_never_true_is_found() {
        check("${first} = 'yes' and (${_desk} = 'no' and ${first} = 'no')", &["unreachable"]);
        check("${_desk} = 'no' and ${_desk} = 'yes'", &["unreachable"]);
        check("'a' = 'b'", &["unreachable"]);
    }

    #[test]
    fn a_misspelt_code_is_found_wherever_it_stands() {
        check("${first} = 'yes' or ${first} = 'on'", &["unknown_code"]);
        check("not(selected(${first}, 'on'))", &["unknown_code"]);
        check("${_desk} != 'never'", &["unknown_code"]);
    }

    #[test]
    fn what_comes_later_is_not_read() {
        check("${age} = 'a18'", &["reads_ahead"]);
        check("${s2} = 3", &["circular"]);
    }
}
