// A citizen without network, and a citizen in the middle of a form while the host
// gets a newer build.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, keptOffline, test } from './fixtures.mjs';
import { arrive, envelopes, fillPage, fillToReview, finish } from './respondent.mjs';
import { buildId, variant } from './variant.mjs';

test.use({ allowed: [/404|ERR_EMPTY_RESPONSE|ERR_FAILED|ERR_INTERNET_DISCONNECTED|Failed to fetch/] });

test('a whole form without network, after the first visit', async ({ page, context, site }) => {
  await arrive(page, site, 'demo?u=X01');
  await keptOffline(page, 'respond');
  site.cut(true);
  await context.setOffline(true);
  // Messengers add parameters, also before the `#`.
  await page.goto('about:blank');
  await page.goto(`${site.url}?zarsrc=30&fbclid=abc#/r/demo?u=X01&utm_source=zalo`);
  await expect(page.locator('#consent')).toBeVisible();
  await page.locator('#consent').click();
  await fillToReview(page);
  await finish(page);
  await expect(page.locator('.ended__state')).toContainText('chưa gửi');
  expect(await envelopes(page)).toHaveLength(1);
});

test('an update in the middle of a form strands neither the form nor the page', async ({ page, site }, info) => {
  const newer = variant(info.outputPath('b'), 'b');
  // The newer build also brings a newer edition of the questionnaire.
  const file = `${newer}/questionnaires/ward-office.json`;
  writeFileSync(file, readFileSync(file, 'utf8').replace('"2026.1"', '"2026.2"'));

  await arrive(page, site, 'demo?u=X01');
  await keptOffline(page, 'respond');
  await page.locator('#consent').click();
  await fillPage(page);
  await page.locator('#next').click();
  await fillPage(page);
  const place = await page.locator('.top__place').innerText();
  const chosen = await page.locator('.choice--on').count();

  site.use(newer);
  await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration()).update().catch(() => {})));
  await page.waitForFunction(() => globalThis.phieuUpdate === true);
  // Nothing is offered within the form; the page stays as it is.
  await expect(page.locator('#update')).toHaveCount(0);
  await expect(page.locator('.choice--on')).toHaveCount(chosen);

  await page.reload();
  await expect(page.locator('#update')).toBeVisible();
  await page.locator('#update button').click();
  await expect.poll(() => page.evaluate(() => globalThis.phieuBuild?.id).catch(() => '')).toBe(buildId(newer));
  await page.locator('#resume').click();
  await expect(page.locator('.top__place')).toHaveText(place);
  await expect(page.locator('.choice--on')).toHaveCount(chosen);
  await page.locator('#next').click();
  await fillToReview(page);
  await finish(page);
  const [response] = await envelopes(page);
  expect(response.header.questionnaire).toEqual(['ward-office', '2026.1']);
});
