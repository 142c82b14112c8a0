// Takes hand-ins in at the analyst's page, as a clerk does.
import { expect, programRuns } from './fixtures.mjs';
import { unlockDemo as unlock } from './key.mjs';
import { handIn } from './responses.mjs';

export { handIn, unlock };

/** Gives files to the step "Đưa phiếu vào": `[{name, bytes}]`. */
export async function give(page, files) {
  const payloads = files.map(({ name, bytes }) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) }));
  await page.locator('#file-envelopes').setInputFiles(payloads);
}

/** The analyst's page of a campaign with these records taken in; ends on the page `slug`. */
export async function takenIn(page, site, records, { campaign = 'demo', slug = 'receive', questionnaires } = {}) {
  const query = campaign === 'demo' ? '' : `?c=${campaign}`;
  await page.goto(`${site.url}#/analyse/receive${query}`);
  await programRuns(page);
  await unlock(page);
  await give(page, [{ name: 'X01_2026-11-23_phieu.phieu', bytes: handIn(records, questionnaires) }]);
  await expect(page.locator('#said')).toContainText('X01_2026-11-23_phieu.phieu', { timeout: 30_000 });
  await expect(page.locator('#intake-bar')).toHaveCount(0);
  if (slug !== 'receive') await page.evaluate((hash) => { location.hash = hash; }, `#/analyse/${slug}${query}`);
}
