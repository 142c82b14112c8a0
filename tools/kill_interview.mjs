// One interview as it is known outside of the browser: what a page called saved, and what
// must therefore be in a response in the end.

export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export class Interview {
  /** What a page called saved: `{element: words}`. */
  acknowledged = new Map();
  /** What was called saved, and was asked again: nobody here changes an answer. */
  lost = [];
  receipt = '';
  began = false;
  /** Its draft may be lost: the key of the device was taken away. */
  excused = false;

  constructor(unit) {
    this.unit = unit;
  }

  get isOpen() {
    return this.began && !this.receipt;
  }

  /** A frame of a page: `given` are the answers that were given in it so far. */
  seen({ saved, receipt, given }) {
    this.receipt ||= receipt;
    for (const [id, words] of saved || receipt ? given : []) {
      const before = this.acknowledged.get(id);
      const changed = before !== undefined && !same(before, words) && !given.some(([other, earlier]) => other === id && same(earlier, before));
      if (changed) this.lost.push([id, before]);
      this.acknowledged.set(id, words);
    }
  }

  /** Acknowledged answers that a response does not have. */
  missing(shown) {
    return [...this.acknowledged].filter(([id, words]) => !same(shown[id], words));
  }
}

/**
 * Compares what was acknowledged with the responses that are there, `{id, unit, receipt, shown}`.
 * A page that showed an end named its receipt, and no other response will do. Gives
 * `{acknowledged, ends, lost: [[unit, id, words]], excused, duplicates, responses}`.
 */
export function compare(interviews, responses) {
  const left = new Map(responses.map((response) => [response.id, response]));
  const began = interviews.filter((one) => one.began).sort((a, b) => Number(!a.receipt) - Number(!b.receipt));
  const lost = [];
  let excused = 0;
  for (const one of began) {
    lost.push(...one.lost.map((answer) => [one.unit, ...answer]));
    const named = one.receipt.replaceAll('-', '');
    const own = [...left.values()].filter(({ unit, receipt }) => unit === one.unit && (!named || !receipt || receipt === named));
    const fits = own.find(({ shown }) => one.missing(shown).length === 0);
    const nearest = fits ?? own.sort((a, b) => one.missing(a.shown).length - one.missing(b.shown).length)[0];
    if (fits) left.delete(fits.id);
    else if (one.excused && !one.receipt) excused += one.acknowledged.size;
    else if (nearest) lost.push(...one.missing(nearest.shown).map((answer) => [one.unit, ...answer]));
    else lost.push(...[...one.acknowledged, ...(one.receipt ? [['end', one.receipt]] : [])].map((answer) => [one.unit, ...answer]));
  }
  const total = (of) => began.reduce((sum, one) => sum + of(one), 0);
  return {
    interviews: began.length,
    acknowledged: total((one) => one.acknowledged.size),
    ends: total((one) => (one.receipt ? 1 : 0)),
    responses: responses.length,
    // What counts twice: an envelope of a response that there is already, or a response
    // that nobody began.
    duplicates: responses.length - new Set(responses.map(({ id }) => id)).size + Math.max(0, new Set(responses.map(({ id }) => id)).size - began.length),
    excused,
    lost,
  };
}
