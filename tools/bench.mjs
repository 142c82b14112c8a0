// Prints what a respondent's first visit weighs and how long it takes on a cheap phone.
import { chromium } from '@playwright/test';
import { flags } from './browser.mjs';
import { serve } from './serve.mjs';
import { BUDGET, measure, slow, toFirstStatement } from '../tests/e2e/measure.mjs';

const site = await serve('dist');
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

await browser.close();
await site.close();
if (bytes > BUDGET) process.exitCode = 1;
