// The same run inside Chromium, Firefox and WebKit gives the same bytes as native: the
// worker's reply to a job is held, character for character, to the fingerprint that
// `tests/same_bytes.rs` keeps of the native reply.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { chromium } from '@playwright/test';
import { flags } from '../../tools/browser.mjs';
import { serve } from '../../tools/serve.mjs';
import { engines, open } from './engine.mjs';

const dist = process.env.PHIEU_DIST || 'dist';
const plan = JSON.parse(readFileSync('tests/data/setA/plan.json', 'utf8'));
const text = readFileSync('tests/data/setA/strat.csv', 'utf8');
const kept = readFileSync('tests/data/setA/reply.sha256', 'utf8').trim();

/** In the page: the reply of this build's worker to a job. */
const replyTo = (job) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(globalThis.phieuBuild.worker, { type: 'module' });
    worker.onerror = (event) => reject(new Error(event.message || 'the worker failed'));
    worker.onmessage = ({ data }) => {
      if (JSON.parse(data.reply).reply === 'progress') return;
      worker.terminate();
      resolve(data.reply);
    };
    worker.postMessage({ id: 1, job });
  });
const isReady = () => Boolean(globalThis.phieuBuild && !document.getElementById('shell'));
const job = JSON.stringify({ job: 'aggregate', plan, source: { from: 'csv', text } });

function check(reply) {
  assert.equal(JSON.parse(reply).reply, 'done', reply.slice(0, 300));
  assert.equal(createHash('sha256').update(reply).digest('hex'), kept);
}

describe('the bytes of the native run', () => {
  let site;
  before(async () => {
    site = await serve(dist);
  });
  after(() => site.close());

  test('chromium', async () => {
    const browser = await chromium.launch(flags);
    try {
      const page = await browser.newPage();
      await page.goto(`${site.url}#/analyse`);
      await page.waitForFunction(isReady);
      check(await page.evaluate(replyTo, job));
    } finally {
      await browser.close();
    }
  });

  for (const name of Object.keys(engines)) {
    test(name, async () => {
      const browser = await open(name);
      try {
        await browser.driver.manage().setTimeouts({ script: 120_000 });
        await browser.driver.get(`${site.url}#/analyse`);
        await browser.until(`return (${isReady})()`, 'the office');
        check(await browser.later(`return (${replyTo})(given[0]);`, job));
      } finally {
        await browser.close();
      }
    });
  }
});
