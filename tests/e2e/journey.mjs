// How a machine gets from the link to the first statement, for measurements. Each step
// is pressed as soon as it is there; `answerable` is what a citizen can then answer.
export const link = '#/r/demo?u=X01';
export const steps = ['#consent', 'label.choice input', '#next'];
export const answerable = '.grid .row input';
