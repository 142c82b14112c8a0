// Prints what a respondent's first visit weighs, how long it takes on a cheap phone, what
// aggregating 100 000 responses costs in the page's worker, and what the store costs.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { benchStore } from './bench_store.mjs';
import { flags } from './browser.mjs';
import { serve } from './serve.mjs';
import { BUDGET, measure, slow, toFirstStatement } from '../tests/e2e/measure.mjs';

const site = await serve(process.env.PHIEU_DIST || 'dist');
const browser = await chromium.launch(flags);
const visit = async (act) => {
  const context = await browser.newContext({ locale: 'vi-VN' });
  const page = await context.newPage();
  const result = await act(page);
  await context.close();
  return result;
};

const { bytes, files } = await visit((page) => measure(page, site));
console.log('\nRespondent: first visit, link to first statement, brotli, service worker on, network idle');
for (const file of files.sort((a, b) => b.bytes - a.bytes)) console.log(`  ${String(file.bytes).padStart(8)}  ${file.path}`);
console.log(`  ${String(bytes).padStart(8)}  = ${(bytes / 1024).toFixed(1)} kB; at most ${BUDGET / 1024} kB: ${bytes <= BUDGET ? 'held' : 'NOT HELD'}`);

const times = [];
for (let run = 0; run < 5; run += 1) {
  times.push(await visit(async (page) => {
    await slow(page);
    return toFirstStatement(page, site);
  }));
}
times.sort((a, b) => a - b);
console.log('\nRespondent: first statement answerable, 4x CPU slowdown, 1.6 Mbit/s, 150 ms');
console.log(`  median of 5: ${(times[2] / 1000).toFixed(2)} s (${times.map((time) => (time / 1000).toFixed(2)).join(', ')}); aim 1.80 s`);

// The same file and plan as the native run; memory is the peak of the page's process.
if (existsSync('.build/bench/data.csv')) {
  const [text, plan] = ['data.csv', 'plan.json'].map((name) => readFileSync(`.build/bench/${name}`, 'utf8'));
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${site.url}#/analyse`);
  await page.waitForFunction(() => globalThis.phieuBuild && !document.getElementById('shell'));
  const job = JSON.stringify({ job: 'aggregate', plan: JSON.parse(plan), source: { from: 'csv', text } });
  const run = () => page.evaluate((job) => new Promise((resolve, reject) => {
    const began = performance.now();
    let longest = 0;
    let last = began;
    const beat = setInterval(() => { longest = Math.max(longest, performance.now() - last - 10); last = performance.now(); }, 10);
    const worker = new Worker(globalThis.phieuBuild.worker, { type: 'module' });
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => {
      const reply = JSON.parse(data.reply);
      if (reply.reply === 'progress') return;
      clearInterval(beat);
      worker.terminate();
      resolve({ ms: performance.now() - began, longest, reply: reply.reply, rows: reply.results ? reply.results.rows.length : 0 });
    };
    worker.postMessage({ id: 1, job });
  }), job);
  console.log('\nAnalyst: 100 000 responses x 33 statements x 60 units in the worker, start of the worker and reading included');
  for (let time = 1; time <= 3; time += 1) {
    const { ms, longest, reply, rows } = await run();
    console.log(`  ${(ms / 1000).toFixed(2)} s, ${rows} estimates (${reply}); the page stood still for at most ${longest.toFixed(0)} ms`);
    if (reply !== 'done') process.exitCode = 1;
  }
  const peaks = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((pid) => {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer')) return 0;
      return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] || 0);
    } catch { return 0; }
  });
  console.log(`  peak memory of the largest page process: ${(Math.max(...peaks) / 1024).toFixed(0)} MB`);
  await context.close();
}

await browser.close();
await benchStore(site);
await site.close();
if (bytes > BUDGET) process.exitCode = 1;
