// Ours natively and in Chromium's worker beside R survey, DuckDB and polars: seconds and
// ratios, and whether all of them give the same numbers.
//
//   node tools/bench_estimates.mjs FOLDER ROWS…
// BENCH_R_ROWS is the largest size that R is asked for (1000000: some minutes).
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { flags } from './browser.mjs';
import { serve } from './serve.mjs';

const [folder, ...sizes] = process.argv.slice(2);
const mostOfR = Number(process.env.BENCH_R_ROWS || 1_000_000);
const native = readFileSync(join(folder, 'native.txt'), 'utf8').split(/^rows=/m).slice(1).map((part) => ({
  rows: Number(part.split(' ')[0]),
  plans: [...part.matchAll(/ours_native (\S+) seconds=(\S+) cpu=\S+ \S+ digest=(\S+)/g)].map(([, plan, seconds, digest]) => ({ plan, seconds: Number(seconds), digest })),
}));

const table = (path) => readFileSync(path, 'utf8').trim().split('\n').slice(1).map((line) => line.split(',').map((cell) => (cell.trim() === '' ? undefined : Number(cell))));

/** The largest relative difference to ours, over all numbers that the other gives. */
function difference(ours, other) {
  const [a, b] = [ours, other].map((path) => new Map(table(path).map(([item, unit, ...numbers]) => [`${item} ${unit}`, numbers])));
  if (a.size !== b.size) throw new Error(`${other}: ${b.size} estimates, ours has ${a.size}`);
  let most = 0;
  for (const [key, numbers] of b) {
    numbers.forEach((number, i) => {
      if (number === undefined) return;
      const off = Math.abs(number - a.get(key)[i]) / Math.abs(a.get(key)[i]);
      most = Math.max(most, Number.isNaN(off) ? Infinity : off);
    });
  }
  return most;
}

/** Runs a program; its seconds and its difference to ours, or why there are none. */
function run(command, to, ours) {
  const { status, stdout, stderr, error } = spawnSync(command[0], command.slice(1), { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) return { missing: (error?.message || stderr || '').trim().split('\n').at(-1) };
  return { seconds: Number(/seconds=(\S+)/.exec(stdout)[1]), difference: difference(ours, to) };
}

const python = join(folder, 'python/bin/python');
function others(rows, plan) {
  const path = (name) => join(folder, `${name}-${rows}.csv`);
  const [survey, ours] = [path('survey'), path(`ours-${plan}`)];
  const found = {};
  if (plan === 'stratified') {
    for (const name of ['DuckDB', 'polars']) {
      const tool = name.toLowerCase();
      found[name] = existsSync(python) ? run([python, 'tools/bench_estimates.py', tool, survey, path(tool)], path(tool), ours) : { missing: 'no Python environment' };
    }
  }
  if (rows > mostOfR) found['R survey'] = { missing: `not asked for ${rows} rows (BENCH_R_ROWS=${mostOfR})` };
  else found['R survey'] = run(['Rscript', 'tools/bench_estimates.R', survey, path(`r-${plan}`), plan], path(`r-${plan}`), ours);
  return found;
}

/** The same in a worker of Chromium, the shortest of five runs; `undefined` where SIMD is refused. */
async function inWorker(page, site, kind, rows, plan) {
  return page.evaluate(async ([url, rows, plan]) => {
    const worker = (globalThis.kernels ||= {})[url] ||= new Worker(url, { type: 'module' });
    const next = () => new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message));
    });
    if (!worker.ready) { await next(); worker.ready = true; }
    let best;
    for (let run = 0; run < 5 && !(best?.ms > 1000); run += 1) {
      const answer = next();
      worker.postMessage({ rows, plan });
      const { ms, digest } = await answer;
      if (!best || ms < best.ms) best = { ms, digest };
    }
    return best;
  }, [`${site.url}${kind}/start.js`, rows, plan]);
}

const site = await serve(join(folder, 'kernel'));
// No page of the program: a host without its headers.
site.bare();
const browser = await chromium.launch(flags);
const page = await browser.newPage();
await page.goto(site.url);
const line = (name, seconds, base, note) => console.log(`  ${name.padEnd(26)} ${seconds === undefined ? '–'.padStart(9) : seconds.toFixed(3).padStart(9)} s  ${seconds === undefined ? '' : `${(seconds / base).toFixed(1).padStart(8)} x`}  ${note}`);

let wrong = false;
for (const { rows, plans } of native.filter(({ rows }) => sizes.includes(String(rows)))) {
  const stratified = plans.find(({ plan }) => plan === 'stratified').seconds;
  for (const { plan, seconds, digest } of plans) {
    console.log(`\n${rows} respondents x 22 statements x 52 units, ${plan.replaceAll('_', ' ')}; share and mean with errors`);
    line('ours, native', seconds, seconds, plan === 'stratified' ? '' : `${(seconds / stratified).toFixed(1)} x the stratified design`);
    for (const kind of readdirSync(join(folder, 'kernel')).filter((name) => name !== 'index.html')) {
      const { ms, digest: there } = await inWorker(page, site, kind, rows, plan);
      line(`ours, Chromium, ${kind}`, ms / 1000, seconds, there === digest ? 'the same bytes' : 'OTHER BYTES');
      wrong ||= there !== digest;
    }
    if (!['stratified', 'clustered'].includes(plan)) continue;
    for (const [name, found] of Object.entries(others(rows, plan))) {
      if (found.missing !== undefined) line(name, undefined, seconds, `MISSING: ${found.missing}`);
      else {
        const held = found.difference <= 1e-9;
        line(name + (name === 'DuckDB' ? ', shares alone' : ''), found.seconds, seconds, `differs by at most ${found.difference.toExponential(0)}${held ? '' : ', TOO MUCH'}`);
        wrong ||= !held;
      }
    }
  }
}
await browser.close();
await site.close();
if (wrong) process.exitCode = 1;
