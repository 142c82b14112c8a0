// Plays a surveyor by what a surveyor sees, on a copy of dist/ with a round for tablets:
// six statements on one page, villages, a quota of six.
import { cpSync } from 'node:fs';
import { corrections, envelopes, journalled } from './envelopes.mjs';
import { dist, expect } from './fixtures.mjs';

export const PIN = '2468';
/** A second tap so soon after the first is taken for the same one. */
const HASTE = 330;

/** Serves it. */
export function withTablet(site, info) {
  const folder = info.outputPath('dist');
  cpSync(dist, folder, { recursive: true });
  cpSync('tests/data/tablet', folder, { recursive: true });
  site.use(folder);
}

/** One tap, far enough from the last. */
export async function tap(page, locator) {
  await page.waitForTimeout(HASTE);
  await locator.click();
}

/** From the address to the green sentence. */
export async function prepare(page, site, info) {
  withTablet(site, info);
  await page.goto(`${site.url}#/collect/tablet`);
  await expect(page.locator('#ready')).toHaveText(/Máy đã sẵn sàng dùng không mạng/);
}

/** Code and PIN, then the place: on the board. */
export async function settle(page, { code = 'DTV07', village = 'Thôn Đoài' } = {}) {
  await page.locator('#go-on').click();
  await page.locator('#surveyor').fill(code);
  await page.locator('#pin').fill(PIN);
  await page.locator('#pin-again').fill(PIN);
  await page.locator('#settle').click();
  await page.locator('#unit-search').fill('ben da');
  await page.locator('.units__unit').first().click();
  await page.locator('.chip', { hasText: village }).click();
  await page.locator('#confirm').click();
  await expect(page.locator('#next-form')).toBeVisible();
}

export async function ready(page, site, info) {
  await prepare(page, site, info);
  await settle(page);
}

/** The next form, as far as its first statements. */
export async function begin(page) {
  await tap(page, page.locator('#next-form'));
  await expect(page.locator('#consent')).toBeVisible();
  await tap(page, page.locator('#consent'));
  await expect(page.locator('.grid .row')).toHaveCount(6);
}

/** Answers everything from the statements to the end. */
export async function answerAll(page, level = 3) {
  for (const row of await page.locator('.grid .row').all()) await row.locator('label.choice').nth(level).click();
  await tap(page, page.locator('#next'));
  await page.locator('label.choice').first().click();
  await tap(page, page.locator('#next'));
  await expect(page.locator('.review')).toBeVisible();
  await tap(page, page.locator('#next'));
}

/** A whole interview by the surveyor, back to the board. */
export async function interview(page, level) {
  await begin(page);
  await answerAll(page, level);
  await expect(page.locator('#receipt')).toBeVisible();
  await tap(page, page.locator('#leave'));
  await expect(page.locator('#quota')).toBeVisible();
}

/** Gives the tablet to a respondent: the trust screen. */
export async function handOver(page) {
  await tap(page, page.locator('#hand-over'));
  await expect(page.locator('#consent')).toBeVisible();
}

/** Types a PIN on the pad. */
export async function typePin(page, pin) {
  for (const digit of pin) await page.locator('.pad__key', { hasText: new RegExp(`^${digit}$`) }).click();
  await page.locator('#pad-enter').click();
}

/** The surveyor takes it back. */
export async function takeBack(page) {
  await page.locator('#exit').click();
  await typePin(page, PIN);
  await expect(page.locator('#quota')).toBeVisible();
}

/** The records of the store of this kind, as objects: sealed ones are opened; a draft,
 * which only its own browser can open, is its payload. */
export async function records(page, kind) {
  if (kind === 'envelope.') return envelopes(page);
  if (kind === 'correction.') return corrections(page);
  if (kind === 'draft.') return Object.values(await journalled(page, 'd.'));
  const texts = await page.evaluate((wanted) => Object.entries(localStorage).filter(([key]) => key.startsWith(`phieu.0.${wanted}`)).map(([, text]) => text), kind);
  return texts.map((text) => JSON.parse(text.slice(text.indexOf('{'))));
}
