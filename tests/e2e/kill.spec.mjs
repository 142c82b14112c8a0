// The browser dies while somebody answers, twenty times, and a few times with something
// else going wrong as well. What a page called saved is in a response in the end, once.
// `make prove` does it two hundred times.
import { expect, test } from '@playwright/test';
import { run } from '../../tools/kill.mjs';
import { scenarios } from '../../tools/kill_scenarios.mjs';
import { dist } from './fixtures.mjs';

const seed = 20261124;

for (const scenario of Object.keys(scenarios)) {
  const kills = scenario === 'kill' ? 20 : 3;
  test(`${scenario}: ${kills} kills lose nothing that was acknowledged, and double nothing`, async () => {
    test.setTimeout(600_000);
    const { lost, duplicates, ...counts } = await run({ dist, kills, seed, scenario });
    console.log(scenario, JSON.stringify(counts));
    expect(lost, JSON.stringify(counts)).toEqual([]);
    expect(duplicates, JSON.stringify(counts)).toBe(0);
    // It would prove nothing if nothing had been acknowledged, or if no draft had come back.
    if (scenario === 'kill') expect(counts.acknowledged).toBeGreaterThan(40);
    if (scenario === 'kill') expect(counts.resumed).toBeGreaterThan(3);
    // A draft that cannot be read any more is reported; what is not kept is not called saved.
    if (scenario === 'journal_wiped') expect(counts.reported).toBe(counts.wiped);
    if (scenario === 'blocked') expect(counts.acknowledged).toBe(0);
  });
}
