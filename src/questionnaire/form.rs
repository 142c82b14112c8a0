//! A definition compiled for interviews: variables, the nodes that can be asked
//! (sections, questions, rows), and who depends on whom, so that one answer
//! re-evaluates only what reads it. Immutable; answers live in `response`.

mod compile;

use crate::base::Named;

use super::definition::{Choice, Definition, Question, Row, Scale, Section};
use super::expression::{Expression, Function};
use super::kind::Kind;
use crate::base::Finding;

/// Index of a variable in `Form::variables`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VariableId(pub usize);

/// Index of a node in `Form::nodes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId(pub usize);

/// One answer's place: a question without rows, a row, a unit, or a specification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Name in expressions, envelopes and files.
    pub name: String,
    /// Index of its section.
    pub section: usize,
    /// Index of its question within the section.
    pub question: usize,
    /// What it is within its question.
    pub place: Place,
    /// What an answer may be.
    pub kind: Kind,
    /// Asked together with this node.
    pub node: NodeId,
}

/// What a variable is within its question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The question itself.
    Whole,
    /// The row with this index.
    Row(usize),
    /// The evaluated unit with this code.
    Unit(String),
    /// "Other, specify" of the question.
    Specify,
}

/// Something that is asked or not asked as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The node that holds it.
    pub parent: Option<NodeId>,
    /// Asked when true; none is always.
    pub relevant: Option<Expression>,
    /// Nodes directly inside.
    pub children: Vec<NodeId>,
    /// Variables asked together with it.
    pub variables: Vec<VariableId>,
    /// Place in the order in which relevance can be settled.
    pub rank: usize,
}

/// A unit as a `unit_option` question sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatedUnit {
    /// Code.
    pub code: String,
    /// Kind.
    pub kind: String,
    /// Name.
    pub name: String,
}

/// What a campaign gives to a form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Setting {
    /// Values of parameters.
    pub parameters: Named<String>,
    /// Rows of `unit_option` questions.
    pub units: Vec<RatedUnit>,
}

/// A compiled questionnaire.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// As written.
    pub definition: Definition,
    /// Every variable, in the order of the questionnaire.
    pub variables: Vec<Variable>,
    /// Every node; sections first among their kind.
    pub nodes: Vec<Node>,
    /// The nodes in the order in which relevance can be settled, by rank.
    pub order: Vec<NodeId>,
    /// When the interview ends politely.
    pub screen_out: Option<Expression>,
    places: Vec<String>,
    setting: Setting,
    by_name: Named<VariableId>,
    readers: Vec<Vec<NodeId>>,
    constraints: Vec<((usize, usize), Expression)>,
}

impl Form {
    /// Compiles a definition for a campaign's setting.
    ///
    /// # Errors
    /// Located findings: expressions that cannot be read, unknown or repeated names,
    /// relevance that depends on itself, scales that do not exist.
    pub fn compile(definition: Definition, setting: Setting) -> Result<Self, Vec<Finding>> {
        compile::compile(definition, setting)
    }

    /// The variable with this name.
    pub fn find(&self, name: &str) -> Option<VariableId> {
        self.by_name.get(name).copied()
    }

    /// The variable at an id of this form.
    pub fn variable(&self, id: VariableId) -> &Variable {
        &self.variables[id.0]
    }

    /// Where a node stands in the file: `sections[2].questions[0].rows[3]`.
    pub fn place(&self, id: NodeId) -> &str {
        &self.places[id.0]
    }

    /// The section of a variable.
    pub fn section(&self, id: VariableId) -> &Section {
        &self.definition.sections[self.variable(id).section]
    }

    /// The question of a variable.
    pub fn question(&self, id: VariableId) -> &Question {
        &self.section(id).questions[self.variable(id).question]
    }

    /// The row of a variable, where it is one.
    pub fn row(&self, id: VariableId) -> Option<&Row> {
        match self.variable(id).place {
            Place::Row(row) => self.question(id).rows.get(row),
            Place::Whole | Place::Unit(_) | Place::Specify => None,
        }
    }

    /// The scale of a variable, where it has one.
    pub fn scale(&self, id: VariableId) -> Option<&Scale> {
        self.definition.scales.get(self.question(id).scale.as_deref()?)
    }

    /// The constraint on a variable's answer.
    pub fn constraint(&self, id: VariableId) -> Option<&Expression> {
        let variable = self.variable(id);
        match variable.place {
            Place::Specify => None,
            Place::Whole | Place::Row(_) | Place::Unit(_) => {
                let of = (variable.section, variable.question);
                self.constraints.iter().find(|(place, _)| *place == of).map(|(_, constraint)| constraint)
            }
        }
    }

    /// The nodes whose relevance reads a variable.
    pub fn readers(&self, id: VariableId) -> &[NodeId] {
        &self.readers[id.0]
    }

    /// A parameter's value: the campaign's, or the first of those allowed.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let parameter = self.definition.parameters.iter().find(|parameter| parameter.id == name)?;
        let set = self.setting.parameters.get(name).filter(|value| parameter.values.contains(value));
        set.or_else(|| parameter.values.first()).map(String::as_str)
    }

    /// Whether it rates units in a grid, and so is about no single unit.
    pub fn is_grid(&self) -> bool {
        self.variables.iter().any(|variable| variable.kind == Kind::UnitOption)
    }

    /// The rated unit with this code.
    pub fn unit(&self, code: &str) -> Option<&RatedUnit> {
        self.setting.units.iter().find(|unit| unit.code == code)
    }

    /// The option of a question that asks for a specification.
    pub fn specify_option(question: &Question) -> Option<&Choice> {
        question.options.iter().find(|choice| choice.specify)
    }
}

/// `selected(${name}, 'code')`, the relevance of a specification.
fn selected(name: &str, code: &str) -> Expression {
    Expression::Call(Function::Selected, vec![Expression::Reference(name.to_owned()), Expression::Text(code.to_owned())])
}
