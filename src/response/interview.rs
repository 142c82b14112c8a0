//! A running interview: answers over a form, and what is asked because of them.
//! One answer re-evaluates only the nodes that read it, in the form's rank order.
//! Answers to what is no longer asked stay in memory and count as empty.

use super::Answer;
use crate::questionnaire::expression::{Scope, Value, evaluate, is_true};
use crate::questionnaire::form::{Form, NodeId, VariableId};

/// The state of one interview. Belongs to exactly one `Form`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interview {
    answers: Vec<Option<Answer>>,
    asked: Vec<bool>,
    evaluations: u64,
}

struct View<'a> {
    form: &'a Form,
    interview: &'a Interview,
    own: Option<&'a Answer>,
}

impl Scope for View<'_> {
    fn value(&self, name: &str) -> Value {
        if name == "." {
            return self.own.map_or(Value::Empty, Answer::value);
        }
        if let Some(value) = self.form.parameter(name) {
            return Value::Text(value.to_owned());
        }
        let answer = self.form.find(name).and_then(|id| self.interview.effective(self.form, id));
        answer.map_or(Value::Empty, Answer::value)
    }
}

impl Interview {
    /// An interview without answers.
    pub fn new(form: &Form) -> Self {
        let mut interview = Self { answers: vec![None; form.variables.len()], asked: vec![false; form.nodes.len()], evaluations: 0 };
        for id in &form.order {
            interview.asked[id.0] = interview.relevant(form, *id);
        }
        interview
    }

    /// The answer given to a variable, whether or not it is asked now.
    pub fn answer(&self, id: VariableId) -> Option<&Answer> {
        self.answers[id.0].as_ref()
    }

    /// The answer that counts: none where the variable is not asked.
    pub fn effective(&self, form: &Form, id: VariableId) -> Option<&Answer> {
        self.answers[id.0].as_ref().filter(|_| self.is_asked(form, id))
    }

    /// Whether the variable is shown by relevance.
    pub fn is_asked(&self, form: &Form, id: VariableId) -> bool {
        self.asked[form.variable(id).node.0]
    }

    /// Whether the node is shown by relevance.
    pub fn is_node_asked(&self, id: NodeId) -> bool {
        self.asked[id.0]
    }

    /// How many relevance expressions were evaluated so far.
    pub fn evaluations(&self) -> u64 {
        self.evaluations
    }

    /// The variables that are asked, in order.
    pub fn asked<'a>(&'a self, form: &'a Form) -> impl Iterator<Item = VariableId> + 'a {
        (0..form.variables.len()).map(VariableId).filter(|id| self.is_asked(form, *id))
    }

    /// Takes an answer, or takes it back, and settles what is asked because of it.
    pub fn set(&mut self, form: &Form, id: VariableId, answer: Option<Answer>) {
        if self.answers[id.0] == answer {
            return;
        }
        self.answers[id.0] = answer;
        // By rank: what a node settles stands after it, so one walk upwards is enough.
        let mut open = vec![false; form.order.len()];
        let enter = |open: &mut [bool], nodes: &[NodeId]| nodes.iter().for_each(|id| open[form.nodes[id.0].rank] = true);
        enter(&mut open, form.readers(id));
        for (rank, node) in form.order.iter().copied().enumerate() {
            if !open[rank] {
                continue;
            }
            let now = self.relevant(form, node);
            if std::mem::replace(&mut self.asked[node.0], now) != now {
                enter(&mut open, &form.nodes[node.0].children);
                for variable in &form.nodes[node.0].variables {
                    enter(&mut open, form.readers(*variable));
                }
            }
        }
    }

    /// Whether the interview ends politely now.
    pub fn is_screened_out(&self, form: &Form) -> bool {
        form.screen_out.as_ref().is_some_and(|when| is_true(&evaluate(when, &View { form, interview: self, own: None })))
    }

    /// Whether the answer of `id` satisfies its constraint; no answer does.
    pub fn satisfies(&self, form: &Form, id: VariableId) -> bool {
        let (Some(constraint), Some(answer)) = (form.constraint(id), self.answer(id)) else { return true };
        is_true(&evaluate(constraint, &View { form, interview: self, own: Some(answer) }))
    }

    fn relevant(&mut self, form: &Form, id: NodeId) -> bool {
        let node = &form.nodes[id.0];
        if node.parent.is_some_and(|parent| !self.asked[parent.0]) {
            return false;
        }
        let Some(relevant) = &node.relevant else { return true };
        self.evaluations += 1;
        is_true(&evaluate(relevant, &View { form, interview: self, own: None }))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::questionnaire::{Definition, Setting};

    const FORM: &str = include_str!("../../public/questionnaires/sipas-citizen.json");

    fn any_answer() -> impl Strategy<Value = Option<Answer>> {
        let codes = || prop::sample::select(&["yes", "no", "none", "other", "department"][..]).prop_map(str::to_owned);
        prop_oneof![
            Just(None),
            codes().prop_map(|code| Some(Answer::Text(code))),
            prop::collection::vec(codes(), 0..3).prop_map(|codes| Some(Answer::Set(codes))),
            (1_i64..6).prop_map(|level| Some(Answer::Number(level))),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn step_by_step_is_as_all_at_once(steps in prop::collection::vec((any::<prop::sample::Index>(), any_answer()), 0..40)) {
            let form = Form::compile(Definition::read(FORM).unwrap(), Setting::default()).unwrap();
            let mut interview = Interview::new(&form);
            for (place, answer) in steps {
                interview.set(&form, VariableId(place.index(form.variables.len())), answer);
            }
            let mut whole = Interview { answers: interview.answers.clone(), asked: vec![false; form.nodes.len()], evaluations: 0 };
            for id in &form.order {
                whole.asked[id.0] = whole.relevant(&form, *id);
            }
            prop_assert_eq!(interview.asked, whole.asked);
        }
    }
}
