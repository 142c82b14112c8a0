// From what a page shows to what a response says: a question's element is numbered as its
// variable stands in the form, and an answer is known by its words.
import { readFileSync } from 'node:fs';

/** The variables of a questionnaire in the form's order: `{name, shown(answer)}`. */
export function variables(questionnaire) {
  const form = JSON.parse(readFileSync(`public/questionnaires/${questionnaire}.json`, 'utf8'));
  const all = [];
  for (const { questions } of form.sections) {
    for (const question of questions) {
      const words = new Map((question.options ?? []).map(({ code, label }) => [code, label.vi]));
      const levels = new Map((form.scales?.[question.scale]?.levels ?? []).map(({ value, label }) => [value, label.vi]));
      const yesNo = new Map([['yes', 'Có'], ['no', 'Không']]);
      const shown = (answer) => {
        if (Array.isArray(answer)) return answer.map((code) => words.get(code));
        return words.get(answer) ?? levels.get(answer) ?? (question.type === 'yes_no' ? yesNo.get(answer) : answer);
      };
      if (['likert', 'yes_no'].includes(question.type)) all.push(...question.rows.map(({ id }) => ({ name: id, shown })));
      else if (question.type !== 'note') all.push({ name: question.id, shown });
      if ((question.options ?? []).some(({ specify }) => specify)) all.push({ name: `${question.id}_other`, shown: (text) => text });
    }
  }
  return all;
}

/** What a response says, as the page shows it: `{element: words}`. */
export function asShown(response, form) {
  const pairs = form.map(({ name, shown }, number) => [`q-${number}`, response.answers[name] == null ? undefined : shown(response.answers[name])]);
  return Object.fromEntries(pairs.filter(([, words]) => words !== undefined));
}
