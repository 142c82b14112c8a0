//! Definition to form: names first, then nodes, then the order in which relevance
//! can be settled. Whatever is wrong is collected, so an author sees all of it.

use crate::base::Named;

use super::super::definition::{Definition, Question, Tag};
use super::super::expression::{Expression, parse};
use super::super::kind::{Kind, is_name};
use super::{Form, Node, NodeId, Place, Setting, Variable, VariableId, selected};
use crate::base::Finding;

pub(super) fn compile(definition: Definition, setting: Setting) -> Result<Form, Vec<Finding>> {
    let mut builder = Builder::new(&setting);
    for (s, section) in definition.sections.iter().enumerate() {
        let at = format!("sections[{s}]");
        let relevant = builder.expression(&section.relevant, &format!("{at}.relevant"));
        let node = builder.node(None, relevant, &at);
        for (q, question) in section.questions.iter().enumerate() {
            builder.question(node, (s, q), question, &format!("{at}.questions[{q}]"));
        }
    }
    let screen_out = definition.screen_out.as_ref().and_then(|out| builder.expression(&out.when, "screen_out.when"));
    builder.check_references(&definition, screen_out.as_ref());
    let readers = builder.readers();
    let order = builder.rank();
    if !builder.findings.is_empty() {
        return Err(builder.findings);
    }
    let Builder { variables, nodes, places, by_name, constraints, .. } = builder;
    Ok(Form { definition, variables, nodes, order, screen_out, places, setting, by_name, readers, constraints })
}

struct Builder<'a> {
    setting: &'a Setting,
    variables: Vec<Variable>,
    nodes: Vec<Node>,
    places: Vec<String>,
    by_name: Named<VariableId>,
    constraints: Vec<((usize, usize), Expression)>,
    findings: Vec<Finding>,
}

impl<'a> Builder<'a> {
    fn new(setting: &'a Setting) -> Self {
        Self {
            setting,
            variables: Vec::new(),
            nodes: Vec::new(),
            places: Vec::new(),
            by_name: Named::new(),
            constraints: Vec::new(),
            findings: Vec::new(),
        }
    }

    fn expression(&mut self, source: &str, at: &str) -> Option<Expression> {
        if source.trim().is_empty() {
            return None;
        }
        parse(source).map_err(|fault| self.findings.push(Finding::error(fault.code, format!("{at}, {}", fault.at + 1), source))).ok()
    }

    fn node(&mut self, parent: Option<NodeId>, relevant: Option<Expression>, at: &str) -> NodeId {
        let id = NodeId(self.nodes.len());
        self.nodes.push(Node { parent, relevant, children: Vec::new(), variables: Vec::new(), rank: 0 });
        self.places.push(at.to_owned());
        if let Some(parent) = parent {
            self.nodes[parent.0].children.push(id);
        }
        id
    }

    fn question(&mut self, parent: NodeId, (s, q): (usize, usize), question: &Question, at: &str) {
        let relevant = self.expression(&question.relevant, &format!("{at}.relevant"));
        let node = self.node(Some(parent), relevant, at);
        if let Some(constraint) = self.expression(&question.constraint, &format!("{at}.constraint")) {
            self.constraints.push(((s, q), constraint));
        }
        let variable =
            |name: &str, place, node| Variable { name: name.to_owned(), section: s, question: q, place, kind: question.tag, node };
        match question.tag {
            Tag::Single | Tag::Multiple | Tag::Integer | Tag::Text => {
                self.variable(variable(&question.id, Place::Whole, node), at);
                self.specification((s, q), question, node, at);
            }
            Tag::Likert | Tag::YesNo => {
                for (r, row) in question.rows.iter().enumerate() {
                    let at = format!("{at}.rows[{r}]");
                    let relevant = self.expression(&row.relevant, &format!("{at}.relevant"));
                    let node = self.node(Some(node), relevant, &at);
                    self.variable(variable(&row.id, Place::Row(r), node), &at);
                    self.name(&row.id, &at);
                }
            }
            Tag::UnitOption => {
                let setting = self.setting;
                let rated = |kind: &String| question.unit_kinds.is_empty() || question.unit_kinds.contains(kind);
                for unit in setting.units.iter().filter(|unit| rated(&unit.kind)) {
                    let name = [&question.id, "@", &unit.code].concat();
                    self.variable(Variable { name, ..variable("", Place::Unit(unit.code.clone()), node) }, at);
                }
            }
            Tag::Note => {}
        }
        self.name(&question.id, at);
    }

    /// A leading underscore belongs to the parameters of the campaign.
    fn name(&mut self, name: &str, at: &str) {
        if !is_name(name) || name.starts_with('_') {
            self.findings.push(Finding::error("bad_name", [at, ".id"].concat(), name));
        }
    }

    fn specification(&mut self, (section, question_ix): (usize, usize), question: &Question, parent: NodeId, at: &str) {
        let Some(choice) = Form::specify_option(question) else { return };
        let node = self.node(Some(parent), Some(selected(&question.id, &choice.code)), at);
        let name = [&question.id, "_other"].concat();
        self.variable(Variable { name, section, question: question_ix, place: Place::Specify, kind: Kind::Text, node }, at);
    }

    fn variable(&mut self, variable: Variable, at: &str) {
        let id = VariableId(self.variables.len());
        if let Some(other) = self.by_name.insert(variable.name.clone(), id) {
            let of_other = |variable: &Variable| variable.place == Place::Specify;
            let code = if of_other(&variable) || of_other(&self.variables[other.0]) { "other_id_taken" } else { "duplicate_id" };
            self.findings.push(Finding::error(code, [at, ".id"].concat(), variable.name.as_str()));
        }
        self.nodes[variable.node.0].variables.push(id);
        self.variables.push(variable);
    }

    fn check_references(&mut self, definition: &Definition, screen_out: Option<&Expression>) {
        let known = |name: &str| self.by_name.contains_key(name) || definition.parameters.iter().any(|parameter| parameter.id == name);
        let mut unknown = Vec::new();
        let relevances =
            self.nodes.iter().zip(&self.places).filter_map(|(node, at)| Some((node.relevant.as_ref()?, [at, ".relevant"].concat())));
        for (expression, at) in relevances.chain(screen_out.map(|e| (e, "screen_out.when".to_owned()))) {
            expression.references(&mut |name| {
                if !known(name) {
                    unknown.push(Finding::error("unknown_reference", at.as_str(), name));
                }
            });
        }
        for ((s, q), expression) in &self.constraints {
            expression.references(&mut |name| {
                if name != "." && !known(name) {
                    unknown.push(Finding::error("unknown_reference", format!("sections[{s}].questions[{q}].constraint"), name));
                }
            });
        }
        self.findings.append(&mut unknown);
    }

    fn readers(&self) -> Vec<Vec<NodeId>> {
        let mut readers = vec![Vec::new(); self.variables.len()];
        for (i, node) in self.nodes.iter().enumerate() {
            for variable in self.reads(node) {
                if !readers[variable.0].contains(&NodeId(i)) {
                    readers[variable.0].push(NodeId(i));
                }
            }
        }
        readers
    }

    fn reads(&self, node: &Node) -> Vec<VariableId> {
        let mut out = Vec::new();
        if let Some(expression) = &node.relevant {
            expression.references(&mut |name| out.extend(self.by_name.get(name).copied()));
        }
        out
    }

    /// Kahn's order: a node comes after its parent and after the owners of what it
    /// reads. What then cannot be placed stands in a circle, or waits for one: each
    /// circle is one finding, and is opened to go on.
    fn rank(&mut self) -> Vec<NodeId> {
        let before: Vec<Vec<NodeId>> = self
            .nodes
            .iter()
            .map(|node| self.reads(node).iter().map(|id| self.variables[id.0].node).chain(node.parent).collect())
            .collect();
        let mut placed = vec![false; self.nodes.len()];
        let mut order = Vec::with_capacity(before.len());
        loop {
            let ready = |i: &usize| !placed[*i] && before[*i].iter().all(|id| placed[id.0]);
            let mut next: Vec<usize> = (0..before.len()).filter(ready).collect();
            if next.is_empty() {
                next = circle(&before, &placed);
                self.report_circle(&next);
            }
            if next.is_empty() {
                return order;
            }
            for i in next {
                placed[i] = true;
                self.nodes[i].rank = order.len();
                order.push(NodeId(i));
            }
        }
    }

    fn report_circle(&mut self, circle: &[usize]) {
        let conditional = circle.iter().copied().filter(|i| self.nodes[*i].relevant.is_some());
        if let Some(first) = conditional.min() {
            let places: Vec<&str> = circle.iter().map(|i| self.places[*i].as_str()).collect();
            self.findings.push(Finding::error("circular", [&self.places[first], ".relevant"].concat(), places.join(", ")));
        }
    }
}

/// Nodes that wait for each other in a circle; empty when all are placed. Whoever
/// follows what is waited for comes back to where it was.
fn circle(before: &[Vec<NodeId>], placed: &[bool]) -> Vec<usize> {
    let mut path: Vec<usize> = Vec::new();
    let mut next = (0..before.len()).find(|i| !placed[*i]);
    while let Some(node) = next {
        if let Some(start) = path.iter().position(|other| *other == node) {
            return path.split_off(start);
        }
        path.push(node);
        next = before[node].iter().map(|id| id.0).find(|i| !placed[*i]);
    }
    Vec::new()
}
