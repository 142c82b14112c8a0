//! Expressions in XLSForm's syntax: `${q} = 'a'`, `selected(${q}, 'a')`, `and`, `or`,
//! `not()`, comparisons, arithmetic, `if()`, `count-selected()`. What the built-in
//! forms use, as a tree that the full set of functions can grow into.

mod evaluate;
mod lexer;
mod parser;

pub use evaluate::{Scope, Value, evaluate, is_true};
pub use parser::{Expression, Function, Operator, parse};

/// Where and why an expression cannot be read. `at` counts characters from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Character position.
    pub at: usize,
    /// A code for `i18n`: `expression_…`.
    pub code: &'static str,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    struct Answers(BTreeMap<&'static str, Value>);

    impl Scope for Answers {
        fn value(&self, name: &str) -> Value {
            self.0.get(name).cloned().unwrap_or(Value::Empty)
        }
    }

    fn check(source: &str, expect: bool) {
        let answers = Answers(BTreeMap::from([
            ("a", Value::Text("yes".to_owned())),
            ("n", Value::Number(7.0)),
            ("m", Value::Set(vec!["radio".to_owned(), "tv".to_owned()])),
            (".", Value::Number(18.0)),
        ]));
        let expression = parse(source).unwrap_or_else(|fault| panic!("{source}: {fault:?}"));
        assert_eq!(is_true(&evaluate(&expression, &answers)), expect, "{source}");
    }

    fn check_fault(source: &str, at: usize, code: &str) {
        assert_eq!(parse(source), Err(Fault { at, code: leak(code) }), "{source}");
    }

    fn leak(code: &str) -> &'static str {
        Box::leak(code.to_owned().into_boxed_str())
    }

    #[test]
    fn comparisons() {
        check("${a} = 'yes'", true);
        check("${a} != \"yes\"", false);
        check("${n} > 6 and ${n} <= 7", true);
        check("${n} = '7'", true);
        check(". >= 18", true);
        check("${missing} = ''", true);
        check("${missing} > 0", false);
    }

    #[test]
    fn logic_binds_like_xpath() {
        check("${a} = 'no' and ${a} = 'no' or ${n} = 7", true);
        check("${a} = 'no' and (${a} = 'no' or ${n} = 7)", false);
        check("not(${a} = 'no')", true);
    }

    #[test]
    fn sets() {
        check("selected(${m}, 'tv')", true);
        check("selected(${m}, 't')", false);
        check("selected(${a}, 'yes')", true);
        check("count-selected(${m}) = 2", true);
        check("count-selected(${missing}) = 0", true);
    }

    #[test]
    fn arithmetic() {
        check("1 + 2 * 3 = 7", true);
        check("(1 + 2) * 3 = 9", true);
        check("10 - 2 - 3 = 5", true);
        check("7 div 2 = 3.5 and 7 mod 2 = 1", true);
        check("-${n} = -7", true);
        check("if(${a} = 'yes', 2, 3) = 2", true);
        check("1 div 0 > 5", true);
        check("0.1 + 0.2 = 0.3", false);
        check("selected(3.50, '3.5')", true);
    }

    #[test]
    fn faults_are_located() {
        check_fault("${a} = ", 7, "expression_end");
        check_fault("${a = 'x'", 0, "expression_reference");
        check_fault("${a} = 'x", 7, "expression_text");
        check_fault("${a} = 'x')", 10, "expression_rest");
        check_fault("frobnicate(1)", 0, "expression_function");
        check_fault("not(1, 2)", 0, "expression_arguments");
        check_fault("1 # 2", 2, "expression_sign");
        check_fault("1 + 1.2.3", 4, "expression_number");
        check_fault(&"(".repeat(200), 60, "expression_deep");
    }
}
