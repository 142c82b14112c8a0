//! Signs to a tree: precedence climbing, lowest to highest `or`, `and`, equality,
//! order, sum, product, minus, as in XPath 1.0. Depth is bounded, because the
//! text may come from a hostile file.

use super::Fault;
use super::lexer::{Sign, signs};

const DEEPEST: usize = 60;

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// `${name}`, or `.` by the name `.`.
    Reference(String),
    /// A quoted text.
    Text(String),
    /// A number.
    Number(f64),
    /// Two sides and what joins them.
    Binary(Operator, Box<Expression>, Box<Expression>),
    /// A function and its arguments, their number checked.
    Call(Function, Vec<Expression>),
}

/// What joins two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

/// The functions that the built-in forms use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// `not(x)`.
    Not,
    /// `selected(set, code)`.
    Selected,
    /// `count-selected(set)`.
    CountSelected,
    /// `if(condition, then, otherwise)`.
    If,
    /// `-x`.
    Negate,
}

impl Function {
    fn named(name: &str) -> Option<(Self, usize)> {
        match name {
            "not" => Some((Self::Not, 1)),
            "selected" => Some((Self::Selected, 2)),
            "count-selected" => Some((Self::CountSelected, 1)),
            "if" => Some((Self::If, 3)),
            _ => None,
        }
    }
}

impl Operator {
    /// The operator and how tightly it binds.
    fn of(sign: &Sign) -> Option<(Self, u8)> {
        let text = match sign {
            Sign::Word(word) => word.as_str(),
            Sign::Mark(mark) => mark,
            Sign::Reference(_) | Sign::Text(_) | Sign::Number(_) => return None,
        };
        Some(match text {
            "or" => (Self::Or, 1),
            "and" => (Self::And, 2),
            "=" => (Self::Equal, 3),
            "!=" => (Self::Unequal, 3),
            "<" => (Self::Less, 4),
            "<=" => (Self::LessEqual, 4),
            ">" => (Self::Greater, 4),
            ">=" => (Self::GreaterEqual, 4),
            "+" => (Self::Add, 5),
            "-" => (Self::Subtract, 5),
            "*" => (Self::Multiply, 6),
            "div" => (Self::Divide, 6),
            "mod" => (Self::Modulo, 6),
            _ => return None,
        })
    }
}

impl Expression {
    /// Calls `visit` with every name that the expression reads.
    pub fn references<'a>(&'a self, visit: &mut dyn FnMut(&'a str)) {
        match self {
            Self::Reference(name) => visit(name),
            Self::Text(_) | Self::Number(_) => {}
            Self::Binary(_, left, right) => {
                left.references(visit);
                right.references(visit);
            }
            Self::Call(_, arguments) => {
                for argument in arguments {
                    argument.references(visit);
                }
            }
        }
    }
}

/// Reads an expression.
///
/// # Errors
/// The first fault, with its character position.
pub fn parse(source: &str) -> Result<Expression, Fault> {
    let signs = signs(source)?;
    let mut parser = Parser { signs, next: 0, end: source.chars().count(), depth: 0 };
    let expression = parser.binary(1)?;
    match parser.signs.get(parser.next) {
        Some((at, _)) => Err(Fault { at: *at, code: "expression_rest" }),
        None => Ok(expression),
    }
}

struct Parser {
    signs: Vec<(usize, Sign)>,
    next: usize,
    end: usize,
    depth: usize,
}

impl Parser {
    fn here(&self) -> usize {
        self.signs.get(self.next).map_or(self.end, |(at, _)| *at)
    }

    fn take(&mut self) -> Option<Sign> {
        let sign = self.signs.get(self.next).map(|(_, sign)| sign.clone());
        self.next += 1;
        sign
    }

    fn take_mark(&mut self, mark: &str) -> bool {
        let is = matches!(self.signs.get(self.next), Some((_, Sign::Mark(found))) if *found == mark);
        self.next += usize::from(is);
        is
    }

    fn fault<T>(&self, code: &'static str) -> Result<T, Fault> {
        Err(Fault { at: self.here(), code })
    }

    fn binary(&mut self, least: u8) -> Result<Expression, Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return self.fault("expression_deep");
        }
        let mut left = self.unary()?;
        while let Some((operator, binding)) = self.signs.get(self.next).and_then(|(_, sign)| Operator::of(sign)) {
            if binding < least {
                break;
            }
            self.next += 1;
            let right = self.binary(binding + 1)?;
            left = Expression::Binary(operator, Box::new(left), Box::new(right));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn unary(&mut self) -> Result<Expression, Fault> {
        let at = self.here();
        match self.take() {
            Some(Sign::Reference(name)) => Ok(Expression::Reference(name)),
            Some(Sign::Text(text)) => Ok(Expression::Text(text)),
            Some(Sign::Number(number)) => Ok(Expression::Number(number)),
            Some(Sign::Mark(".")) => Ok(Expression::Reference(".".to_owned())),
            Some(Sign::Mark("-")) => Ok(Expression::Call(Function::Negate, vec![self.binary(7)?])),
            Some(Sign::Mark("(")) => {
                let inner = self.binary(1)?;
                if self.take_mark(")") { Ok(inner) } else { self.fault("expression_bracket") }
            }
            Some(Sign::Word(name)) => self.call(&name, at),
            Some(Sign::Mark(_)) => Err(Fault { at, code: "expression_sign" }),
            None => Err(Fault { at, code: "expression_end" }),
        }
    }

    fn call(&mut self, name: &str, at: usize) -> Result<Expression, Fault> {
        let Some((function, count)) = Function::named(name) else {
            return Err(Fault { at, code: "expression_function" });
        };
        if !self.take_mark("(") {
            return self.fault("expression_bracket");
        }
        let mut arguments = Vec::new();
        while !self.take_mark(")") {
            if !arguments.is_empty() && !self.take_mark(",") {
                return self.fault("expression_bracket");
            }
            arguments.push(self.binary(1)?);
        }
        if arguments.len() == count { Ok(Expression::Call(function, arguments)) } else { Err(Fault { at, code: "expression_arguments" }) }
    }
}
