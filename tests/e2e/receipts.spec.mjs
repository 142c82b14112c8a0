// Was my form received? The published list, asked by whoever has a receipt code.
import { cpSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dist, expect, expectNoViolations, screenshots, test } from './fixtures.mjs';

test.use({ allowed: [/404|ERR_|Failed to load resource/] });

const CODE = '4KQ2-M0ZX-4D7R-19WT';
const ABSENT = '5R2K-8M0Q-Z7VJ-3N1X';

/** Serves the list beside the campaign. */
function publish(site, info, text) {
  const folder = info.outputPath('published');
  cpSync(dist, folder, { recursive: true });
  writeFileSync(`${folder}/campaigns/demo.receipts.txt`, text);
  site.use(folder);
}

/** A list of this many and the code, sorted. */
function list(count) {
  const codes = Array.from({ length: count }, (_, i) => createHash('sha256').update(`${i}`).digest('hex').toUpperCase().slice(0, 16).match(/.{4}/g).join('-'));
  return `${[...codes, CODE].sort().join('\n')}\n`;
}

async function look(page, code) {
  await page.locator('#code').fill(code);
  await page.locator('#look').click();
}

test('a code that is in the list, however it is typed', async ({ page, site }, info) => {
  publish(site, info, list(1_278));
  await page.goto(`${site.url}#/receipt/demo`);
  await expect(page.locator('#page-title')).toContainText('Phiếu đã được nhận chưa');
  await expectNoViolations(page);
  for (const typed of [CODE, CODE.toLowerCase(), ' 4kq2 mozx 4d7r i9wt ']) {
    await look(page, typed);
    await expect(page.locator('#verdict')).toContainText(`Có. Phiếu ${CODE} đã được nhận.`);
  }
  await expectNoViolations(page);
  await screenshots(page, info, 'receipt-in');
});

test('a code that is not in it, and what that means', async ({ page, site }, info) => {
  publish(site, info, list(1_278));
  await page.goto(`${site.url}#/receipt/demo`);
  await page.locator('#code').fill(ABSENT);
  await page.keyboard.press('Enter');
  await expect(page.locator('#verdict')).toContainText('không có trong danh sách 1.279 phiếu');
  await expect(page.locator('#verdict')).toContainText('Có thể phiếu còn trên máy');
  await expect(page.locator('a[href="tel:02003888888"]')).toBeVisible();
  await screenshots(page, info, 'receipt-out');
  await look(page, '4KQ2-M0ZX-4D7R');
  await expect(page.locator('#verdict')).toContainText('Mã phải có 16 chữ và số');
});

test('no list yet, no network, a damaged list: never a no', async ({ page, context, site }, info) => {
  await page.goto(`${site.url}#/receipt/demo`);
  await look(page, CODE);
  await expect(page.locator('#verdict')).toContainText('chưa được công bố');
  await screenshots(page, info, 'receipt-absent');
  publish(site, info, `${CODE}\nhỏng\n`);
  await look(page, CODE);
  await expect(page.locator('#verdict')).toContainText('bị hỏng ở dòng 2');
  await context.setOffline(true);
  await look(page, CODE);
  await expect(page.locator('#verdict')).toContainText('không có mạng');
  // In English too.
  await context.setOffline(false);
  await page.getByRole('button', { name: /English/ }).click();
  await expect(page.locator('#page-title')).toContainText('Was my form received');
});
