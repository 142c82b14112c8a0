// After the first visit to a role, that role works without network; no other does.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { dist, expect, keptOffline, programRuns, test } from './fixtures.mjs';

async function lose(context, site) {
  site.cut(true);
  await context.setOffline(true);
}

test.use({ allowed: [/ERR_INTERNET_DISCONNECTED|ERR_EMPTY_RESPONSE|ERR_FAILED|Failed to fetch|404/] });

test('a respondent who comes back without network', async ({ page, context, site }) => {
  await page.goto(`${site.url}#/r/demo`);
  await programRuns(page);
  await keptOffline(page, 'respond');
  await lose(context, site);
  await page.goto(`${site.url}?fbclid=xyz#/r/demo`);
  await programRuns(page);
  await expect(page.locator('#shell')).toHaveCount(0);
});

test('the office is not kept until it was opened', async ({ page, context, site }) => {
  await page.goto(`${site.url}#/r/demo`);
  await programRuns(page);
  await keptOffline(page, 'respond');
  const kept = () => page.evaluate(async () => {
    const paths = [];
    for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) paths.push(new URL(request.url).pathname);
    return paths.filter((path) => /\/(office|worker)/.test(path)).length;
  });
  expect(await kept()).toBe(0);
  await lose(context, site);
  const other = await context.newPage();
  await other.goto(`${site.url}#/analyse`);
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Chưa mở được trang');
  await other.close();

  await context.setOffline(false);
  site.cut(false);
  // "Make available offline", from a page of another role.
  await page.evaluate(() => globalThis.phieuOffline('office'));
  expect(await kept()).toBeGreaterThan(4);
  await lose(context, site);
  await page.goto('about:blank');
  await page.goto(`${site.url}#/analyse`);
  await programRuns(page);
  // The computation worker starts from what was kept.
  const started = await page.evaluate(() => new Promise((resolve) => {
    const worker = new Worker(globalThis.phieuBuild.worker, { type: 'module' });
    worker.onerror = (event) => resolve(`error ${event.message}`);
    setTimeout(resolve, 1500, 'runs');
  }));
  expect(started).toBe('runs');
});

test('asking for what cannot be kept is answered with the reason', async ({ page, context, site }) => {
  await page.goto(`${site.url}#/r/demo`);
  await programRuns(page);
  await keptOffline(page, 'respond');
  await lose(context, site);
  const answer = await page.evaluate(() => globalThis.phieuOffline('office').then(() => 'kept', (error) => error.message));
  expect(answer).not.toBe('kept');
  expect(answer.length).toBeGreaterThan(3);
});

test('a campaign is asked of the network first, for three seconds', async ({ page, site }, info) => {
  const folder = info.outputPath('dist');
  cpSync(dist, folder, { recursive: true });
  const file = `${folder}/campaigns/test-round.json`;
  const put = (version) => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ version }));
  };
  put(1);
  site.use(folder);
  await page.goto(`${site.url}#/r/test-round`);
  await programRuns(page);
  await keptOffline(page, 'respond');
  // The role is marked before its data are in: this promise waits for both.
  await page.evaluate(() => globalThis.phieuOffline('respond'));
  const read = () => page.evaluate(async () => {
    const began = performance.now();
    const response = await fetch('campaigns/test-round.json');
    return { seen: response.ok ? (await response.json()).version : response.status, ms: performance.now() - began };
  });
  // Read before the service worker ruled, and kept all the same.
  site.cut(true);
  expect((await read()).seen).toBe(1);
  site.cut(false);
  put(22);
  expect((await read()).seen).toBe(22);
  // Taken off the server: the kept copy does not hide it.
  rmSync(file);
  expect((await read()).seen).toBe(404);
  site.cut('mute');
  const late = await read();
  expect(late.seen).toBe(22);
  expect(late.ms).toBeGreaterThan(2500);
  expect(late.ms).toBeLessThan(6000);
});

test.describe('without a service worker', () => {
  test.use({ serviceWorkers: 'block' });
  test('the page works all the same', async ({ page, site }) => {
    await page.addInitScript(() => { delete Navigator.prototype.serviceWorker; });
    await page.goto(`${site.url}#/r/demo`);
    await programRuns(page);
    await page.goto(`${site.url}#/analyse`);
    await programRuns(page);
  });
});
