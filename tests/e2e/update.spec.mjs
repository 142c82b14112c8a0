// A new build on the server: it waits, it replaces the old one whole, or not at all.
import { copyFileSync, cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dist, expect, keptOffline, programRuns, test } from './fixtures.mjs';
import { buildId, variant } from './variant.mjs';

test.use({ allowed: [/404|ERR_EMPTY_RESPONSE|ERR_FAILED|ERR_INTERNET_DISCONNECTED/] });

const id = (page) => page.evaluate(() => globalThis.phieuBuild.id);

/** Files of assets/ that this page has loaded and that the build does not have. */
async function strangers(page, dist) {
  const own = new Set(readdirSync(join(dist, 'assets')));
  const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.includes('/assets/')));
  return loaded.map((name) => name.split('/').pop()).filter((name) => !own.has(name));
}

const checkForUpdate = (page) => page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration()).update().catch(() => {})));

test('the old build stays whole until the new one is accepted', async ({ page, context, site }, info) => {
  const newer = variant(info.outputPath('b'), 'b');
  await page.goto(`${site.url}#/r/demo`);
  await programRuns(page);
  await keptOffline(page, 'respond');
  const old = await id(page);
  expect(old).toBe(buildId(dist));

  site.use(newer);
  await page.reload();
  await programRuns(page);
  await page.waitForFunction(() => globalThis.phieuUpdate === true, null, { timeout: 20_000 });
  expect(await id(page)).toBe(old);
  expect(await strangers(page, dist)).toEqual([]);

  // Reloads and other tabs do not switch it either.
  await page.reload();
  await programRuns(page);
  expect(await id(page)).toBe(old);
  expect(await page.evaluate(() => globalThis.phieuUpdate === true || new Promise((resolve) => addEventListener('phieu-update', () => resolve(true))))).toBe(true);

  const before = await page.evaluate(() => performance.timeOrigin);
  await page.evaluate(() => void window.dispatchEvent(new Event('phieu-activate-update')));
  await page.waitForFunction((then) => performance.timeOrigin !== then, before);
  await programRuns(page);
  expect(await id(page)).toBe(buildId(newer));
  expect(await strangers(page, newer)).toEqual([]);

  // The role that was kept is kept in the new build, and nothing of the old one is left.
  site.cut(true);
  await context.setOffline(true);
  await page.reload();
  await programRuns(page);
  expect(await id(page)).toBe(buildId(newer));
  const caches = await page.evaluate(async () => (await globalThis.caches.keys()).filter((name) => name.startsWith('phieu-build-')));
  expect(caches).toEqual([`phieu-build-${buildId(newer)}`]);
});

test('another open tab is told and not reloaded', async ({ page, context, site }, info) => {
  const newer = variant(info.outputPath('b'), 'b');
  await page.goto(`${site.url}#/r/demo`);
  await programRuns(page);
  await keptOffline(page, 'respond');
  const other = await context.newPage();
  await other.goto(`${site.url}#/r/demo`);
  await programRuns(other);
  await keptOffline(other, 'respond');
  await other.evaluate(() => {
    globalThis.told = new Promise((resolve) => addEventListener('phieu-update', (event) => event.detail.active && resolve(true)));
    globalThis.typed = 'half a sentence';
  });
  site.use(newer);
  await checkForUpdate(page);
  await page.waitForFunction(() => globalThis.phieuUpdate === true);
  await page.evaluate(() => void window.dispatchEvent(new Event('phieu-activate-update')));
  expect(await other.evaluate(() => globalThis.told)).toBe(true);
  expect(await other.evaluate(() => globalThis.typed)).toBe('half a sentence');
});

test('a half-uploaded build does not get in', async ({ page, site }, info) => {
  const newer = variant(info.outputPath('b'), 'b');
  const half = info.outputPath('half');
  // The new service worker and files are there, the old page still is too.
  cpSync(newer, half, { recursive: true });
  copyFileSync('dist/index.html', join(half, 'index.html'));
  cpSync('dist/assets', join(half, 'assets'), { recursive: true });
  await page.goto(`${site.url}#/r/demo`);
  await programRuns(page);
  await keptOffline(page, 'respond');
  site.use(half);
  await checkForUpdate(page);
  await page.waitForTimeout(1500);
  expect(await page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting))).toBe(false);
  await page.reload();
  await programRuns(page);
  expect(await id(page)).toBe(buildId(dist));

  // The upload ends; the next look finds it.
  site.use(newer);
  await checkForUpdate(page);
  await page.waitForFunction(() => globalThis.phieuUpdate === true);
});

test('questionnaires that were read outlive an update', async ({ page, context, site }, info) => {
  await page.goto(`${site.url}#/r/demo`);
  await programRuns(page);
  await keptOffline(page, 'respond');
  await page.evaluate(async () => {
    const cache = await caches.open('phieu-data');
    await cache.put(new URL('questionnaires/gone-tomorrow.json', document.baseURI).href, new Response('{"kept":true}', { headers: { 'content-type': 'application/json' } }));
  });
  site.use(variant(info.outputPath('b'), 'b'));
  await checkForUpdate(page);
  await page.waitForFunction(() => globalThis.phieuUpdate === true);
  const before = await page.evaluate(() => performance.timeOrigin);
  await page.evaluate(() => void window.dispatchEvent(new Event('phieu-activate-update')));
  await page.waitForFunction((then) => performance.timeOrigin !== then, before);
  await programRuns(page);
  site.cut(true);
  await context.setOffline(true);
  expect(await page.evaluate(async () => (await (await fetch('questionnaires/gone-tomorrow.json')).json()).kept)).toBe(true);
});
