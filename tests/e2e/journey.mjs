// How a machine gets from the link to the first statement, for measurements. Each step
// is pressed as soon as it is there; `answerable` is what a citizen can then answer.
export const link = '#/r/demo';
export const steps = [];
export const answerable = 'body > main';
