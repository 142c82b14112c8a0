//! The value of an expression. Values convert as in XPath 1.0: the comparisons of
//! order are of numbers, equality is of numbers where one side is a number, and
//! an empty answer equals the empty text and is smaller or greater than nothing.

use super::parser::{Expression, Function, Operator};
use crate::base::number::{plain, read_decimal};

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// No answer.
    Empty,
    /// True or false.
    Truth(bool),
    /// A number.
    Number(f64),
    /// A text or an option's code.
    Text(String),
    /// The codes of a multiple choice.
    Set(Vec<String>),
}

/// Where names get their values from.
pub trait Scope {
    /// The value of `${name}`; `Empty` for a name that has none.
    fn value(&self, name: &str) -> Value;
}

/// The value of `expression`.
pub fn evaluate(expression: &Expression, scope: &dyn Scope) -> Value {
    match expression {
        Expression::Reference(name) => scope.value(name),
        Expression::Text(text) => Value::Text(text.clone()),
        Expression::Number(number) => Value::Number(*number),
        Expression::Binary(operator, left, right) => binary(*operator, left, right, scope),
        Expression::Call(function, arguments) => call(*function, arguments, scope),
    }
}

/// The truth of a value: not empty, not zero, not false.
pub fn is_true(value: &Value) -> bool {
    match value {
        Value::Empty => false,
        Value::Truth(truth) => *truth,
        Value::Number(number) => *number != 0.0 && !number.is_nan(),
        Value::Text(text) => !text.is_empty(),
        Value::Set(set) => !set.is_empty(),
    }
}

fn binary(operator: Operator, left: &Expression, right: &Expression, scope: &dyn Scope) -> Value {
    let truth = |expression| is_true(&evaluate(expression, scope));
    if operator == Operator::Or {
        return Value::Truth(truth(left) || truth(right));
    }
    if operator == Operator::And {
        return Value::Truth(truth(left) && truth(right));
    }
    let (left, right) = (evaluate(left, scope), evaluate(right, scope));
    let (a, b) = (number(&left), number(&right));
    match operator {
        Operator::Or | Operator::And => Value::Truth(false),
        Operator::Equal => Value::Truth(equal(&left, &right)),
        Operator::Unequal => Value::Truth(!equal(&left, &right)),
        Operator::Less => Value::Truth(a < b),
        Operator::LessEqual => Value::Truth(a <= b),
        Operator::Greater => Value::Truth(a > b),
        Operator::GreaterEqual => Value::Truth(a >= b),
        Operator::Add => Value::Number(a + b),
        Operator::Subtract => Value::Number(a - b),
        Operator::Multiply => Value::Number(a * b),
        Operator::Divide => Value::Number(a / b),
        Operator::Modulo => Value::Number(a % b),
    }
}

fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Truth(truth), other) | (other, Value::Truth(truth)) => is_true(other) == *truth,
        // Exact, as XPath has it: both sides are literals or whole answers.
        #[expect(clippy::float_cmp, reason = "XPath equality of numbers is exact")]
        (Value::Number(_), other) | (other, Value::Number(_)) if *other != Value::Empty => number(left) == number(right),
        _ => text(left) == text(right),
    }
}

fn call(function: Function, arguments: &[Expression], scope: &dyn Scope) -> Value {
    let value = |i: usize| arguments.get(i).map_or(Value::Empty, |argument| evaluate(argument, scope));
    match function {
        Function::Not => Value::Truth(!is_true(&value(0))),
        Function::Negate => Value::Number(-number(&value(0))),
        Function::If => value(if is_true(&value(0)) { 1 } else { 2 }),
        Function::Selected => {
            let code = text(&value(1));
            Value::Truth(set(&value(0)).contains(&code))
        }
        #[expect(clippy::cast_precision_loss, reason = "a question has few options")]
        Function::CountSelected => Value::Number(set(&value(0)).len() as f64),
    }
}

fn number(value: &Value) -> f64 {
    match value {
        Value::Empty => f64::NAN,
        Value::Truth(truth) => f64::from(u8::from(*truth)),
        Value::Number(number) => *number,
        Value::Text(_) | Value::Set(_) => read_decimal(text(value).trim()).unwrap_or(f64::NAN),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Truth(truth) => if *truth { "true" } else { "false" }.to_owned(),
        Value::Number(number) => plain(*number),
        Value::Text(text) => text.clone(),
        Value::Set(set) => set.join(" "),
    }
}

fn set(value: &Value) -> Vec<String> {
    match value {
        Value::Set(set) => set.clone(),
        Value::Empty => Vec::new(),
        Value::Truth(_) | Value::Number(_) | Value::Text(_) => vec![text(value)],
    }
}
