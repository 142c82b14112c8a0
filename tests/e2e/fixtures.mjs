// What every end-to-end test stands on.
//
//   import { test, expect, expectNoViolations, screenshots } from './fixtures.mjs';
//   test('…', async ({ page, site }) => { await page.goto(site.url + '#/r/demo'); … });
//
// A test fails by itself on a CSP report, an error in a page or on its console, or a
// request to another origin. `test.use({ allowed: [/404/] })` lets a console error pass
// whose text matches.
import { test as base, expect } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { serve } from '../../tools/serve.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The built folder that is tested. */
export const dist = process.env.PHIEU_DIST || 'dist';

export const test = base.extend({
  allowed: [[], { option: true }],

  /** Our own server with dist/, see tools/serve.mjs. One a test: what it noted is this test's. */
  site: async ({}, use) => {
    const site = await serve(dist);
    // Other origins that the test's pages may ask: its drop box.
    site.neighbours = new Set();
    await use(site);
    await site.close();
  },

  context: async ({ context, site, allowed }, use) => {
    const seen = [];
    const note = (text) => void (allowed.some((pattern) => pattern.test(text)) || seen.push(text));
    context.on('console', (message) => {
      if (message.type() === 'error') note(`console: ${message.text()} ${message.location().url || ''}`);
      else if (/content security policy|trusted ?type|permissions-policy/i.test(message.text())) note(`console: ${message.text()}`);
    });
    context.on('weberror', (error) => note(`page error: ${error.error().stack || error.error().message}`));
    context.on('request', (request) => {
      const url = new URL(request.url());
      const own = url.port === String(site.port) && ['127.0.0.1', 'plain.test'].includes(url.hostname);
      if (!own && !site.neighbours.has(url.origin) && !['blob:', 'data:'].includes(url.protocol)) note(`foreign origin: ${request.url()}`);
    });
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`CSP report: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile || ''}:${event.lineNumber || ''} ${event.sample || ''}`);
      });
    });
    await use(context);
    expect(seen, 'errors, CSP reports and foreign requests').toEqual([]);
  },
});

export { expect };

/** axe-core finds nothing on the page as it stands; `options` as in axe.run. */
export async function expectNoViolations(page, options = {}) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const found = await page.evaluate((given) => window.axe.run(document, { resultTypes: ['violations'], ...given }), options);
  expect(found.violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([]);
}

/** The four sizes every screen is looked at. */
export const viewports = [
  { width: 320, height: 568 },
  { width: 600, height: 960 },
  { width: 960, height: 520 },
  { width: 1280, height: 800 },
];

/**
 * `act` at each of the four sizes, then a picture `name-WIDTH.png`: into docs/screens/ with
 * SCREENS=1, else beside the test's results.
 */
export async function screenshots(page, info, name, act = async () => {}) {
  for (const viewport of viewports) {
    await page.setViewportSize(viewport);
    await act(viewport);
    const file = `${name}-${viewport.width}.png`;
    await page.screenshot({ path: process.env.SCREENS ? `docs/screens/${file}` : info.outputPath(file) });
  }
}

/** The service worker rules this page and has kept the role's files. */
export async function keptOffline(page, role) {
  // Polled from here: waitForFunction takes the promise of an async function for an answer.
  const kept = () => page.evaluate(async (wanted) => {
    const mark = new URL(`kept/${wanted}`, document.baseURI).href;
    return Boolean(navigator.serviceWorker.controller && (await caches.match(mark)));
  }, role);
  await expect.poll(kept, { timeout: 20_000, message: `${role} is kept offline` }).toBe(true);
}

/** The program of this route has drawn its page: the static shell is gone. */
export async function programRuns(page) {
  await page.waitForFunction(() => globalThis.phieuBoot && !document.getElementById('shell'));
}
