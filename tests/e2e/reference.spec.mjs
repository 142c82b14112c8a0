// Set A in the page's own worker against R survey: every value and standard error of the
// reference sections, to a relative 1e-9 (rows without variance: 1e-12 absolutely).
import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures.mjs';

const golden = JSON.parse(readFileSync('tests/data/setA/golden.json', 'utf8'));
const section = (id) => golden.sections.find((found) => found.id === id).rows;

test('the page’s worker gives the reference numbers', async ({ page, site }) => {
  await page.goto(`${site.url}#/analyse`);
  await page.waitForFunction(() => globalThis.phieuBuild && !document.getElementById('shell'));
  const job = JSON.stringify({
    job: 'aggregate',
    plan: JSON.parse(readFileSync('tests/data/setA/plan.json', 'utf8')),
    source: { from: 'csv', text: readFileSync('tests/data/setA/strat.csv', 'utf8') },
  });
  const text = await page.evaluate((given) => new Promise((resolve, reject) => {
    const worker = new Worker(globalThis.phieuBuild.worker, { type: 'module' });
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => void (data.reply.startsWith('{"reply":"progress"') || resolve(data.reply));
    worker.postMessage({ id: 1, job: given });
  }), job);
  const reply = JSON.parse(text);
  expect(reply.reply).toBe('done');

  const key = (domain, subject) => `${domain.by}|${domain.unit || ''}|${subject.of}|${subject.id || ''}`;
  const estimates = new Map(reply.results.rows.map((row) => [key(row.domain, row.subject), row]));
  const wrong = [];
  let compared = 0;
  const check = (what, got, want) => {
    compared += 1;
    const near = Math.abs(want) < 1e-12 ? Math.abs(got) <= 1e-12 : Math.abs(got - want) <= 1e-9 * Math.abs(want);
    if (!near) wrong.push(`${what}: ${got} for ${want}`);
  };
  const compare = (domain, subject, statistic, { est, se }) => {
    const stat = estimates.get(key(domain, subject))?.[statistic];
    if (!stat) return void wrong.push(`${key(domain, subject)}: absent`);
    check(`${key(domain, subject)} est`, stat.est, est);
    // A variance of rounding noise in R is none.
    check(`${key(domain, subject)} se`, stat.se, se < 1e-12 ? 0 : se);
  };
  for (const row of section('strat/item_share45')) compare({ by: 'all' }, { of: 'item', id: row.item }, 'share', row);
  for (const row of section('strat/item_mean')) compare({ by: 'all' }, { of: 'item', id: row.item }, 'mean', row);
  for (const row of section('strat/domain_mean_by_unit')) {
    const domain = { by: 'unit', unit: row.unit };
    if (row.var === 'score') compare(domain, { of: 'row_mean' }, 'mean', row);
    else if (/^q\d\d$/.test(row.var)) compare(domain, { of: 'item', id: row.var }, 'mean', row);
    else if (/^s\d\d$/.test(row.var)) compare(domain, { of: 'item', id: row.var.replace('s', 'q') }, 'share', row);
    else compare(domain, { of: 'number', id: 'tg_cho_phut' }, 'mean', row);
  }
  expect(wrong).toEqual([]);
  expect(compared).toBe(2 * (22 + 22 + 1299));
  // A domain without a valid answer is absent.
  expect(estimates.has(key({ by: 'unit', unit: 'Xã Tư Mại' }, { of: 'item', id: 'q20' }))).toBe(false);
});
