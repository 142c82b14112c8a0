// A tablet's forms on their way to the analyst, in two profiles: by file and by codes; the
// code that the analyst's page shows, typed on the tablet; the campaign that leaves the
// tablet only then; a register that was lost.
import { readFileSync } from 'node:fs';
import * as codes from './codes.mjs';
import { expect, expectNoViolations, programRuns, screenshots, test } from './fixtures.mjs';
import { fileOf, saidBy } from './hand_ins.mjs';
import { give, unlock } from './sealing.mjs';
import { handOver, interview, ready, records, takeBack, tap } from './surveyor.mjs';

/** Saves the hand-in file. */
async function saved(page) {
  const [download] = await Promise.all([page.waitForEvent('download'), tap(page, page.locator('#save-file'))]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

async function refuse(page) {
  await tap(page, page.locator('#next-form'));
  await tap(page, page.locator('#outcome-refused'));
  await expect(page.locator('#undo')).toBeVisible();
}

const due = (page) => page.locator('#count-due');

test('by file to the analyst, and the code back to the tablet', async ({ page, site, browser, context }, info) => {
  await ready(page, site, info);
  await interview(page);
  // A wrong tap is cancelled, by a correction.
  await refuse(page);
  await tap(page, page.locator('#undo'));
  await expect(page.locator('#undone')).toBeVisible();
  await tap(page, page.locator('#leave'));
  await expect(page.locator('#waiting')).toContainText('3 phiếu chờ nộp');
  await tap(page, page.locator('#hand-in'));
  await expect(due(page)).toHaveText('3');
  await expectNoViolations(page);
  await screenshots(page, info, 'hand-in');
  await page.setViewportSize({ width: 600, height: 960 });
  const { name, bytes } = await saved(page);
  expect(name).toMatch(/^P01_\d{4}-\d\d-\d\d_3-phieu\.phieu$/);
  const said = saidBy(bytes);
  expect(said.responses).toHaveLength(2);
  expect(said.corrections).toEqual([expect.objectContaining({ cancel: true, reason: 'Bấm nhầm' })]);
  expect(said.note).toMatchObject({ campaign: 'tablet', count: 3, device: 'DTV07', erased: [] });
  await expect(due(page)).toHaveText('3');
  await expect(page.locator('#history')).toContainText('Chờ mã xác nhận');

  // The same again is the same file.
  expect((await saved(page)).bytes.equals(bytes)).toBe(true);

  // Another profile: the analyst.
  const office = await browser.newContext();
  const analyst = await office.newPage();
  await analyst.goto(`${site.url}#/analyse/receive?c=tablet`);
  await programRuns(analyst);
  await unlock(analyst);
  await give(analyst, [{ name, bytes }]);
  const shown = analyst.locator('#hand-ins .tokens__code');
  await expect(shown).toHaveText(/^\d{4} \d{4}$/);
  const token = await shown.textContent();
  expect(token.replace(' ', '')).toBe(said.note.token);
  await office.close();

  const field = page.locator('#token');
  for (const [typed, expected] of [['1234', /đúng 8 chữ số/], ['0000 0000', /không khớp với lần nộp nào/]]) {
    await field.fill(typed);
    await tap(page, page.locator('#confirm-token'));
    await expect(page.locator('#told')).toContainText(expected);
  }
  await field.fill(token);
  await tap(page, page.locator('#confirm-token'));
  await expect(page.locator('#told')).toContainText('Đã xác nhận 3 phiếu.');
  await expect(due(page)).toHaveText('0');
  await expect(page.locator('#history')).toContainText('Đã xác nhận');
  await expectNoViolations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoViolations(page);
  await screenshots(page, info, 'hand-in-confirmed-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 600, height: 960 });

  // Room is made; the board forgets nothing.
  await tap(page, page.locator('#to-erase'));
  await tap(page, page.locator('#free'));
  await expect(page.locator('#told')).toContainText('Đã xóa 3 phiếu');
  expect(await records(page, 'envelope.')).toEqual([]);
  await tap(page, page.locator('#to-board'));
  await expect(page.locator('#quota')).toContainText('1 / 6');
  expect(context.pages()).toHaveLength(1);
});

test('by codes, which any reader reads and anybody can stop', async ({ page, site }, info) => {
  await ready(page, site, info);
  for (let i = 0; i < 3; i += 1) {
    await refuse(page);
    await tap(page, page.locator('#leave'));
  }
  await tap(page, page.locator('#hand-in'));
  await tap(page, page.locator('#show-codes'));
  await expect(page.locator('.qr')).toBeVisible();
  await expect(page.locator('.sequence__runs')).toHaveText('Dừng');
  await page.locator('.sequence__runs').click();
  await expect(page.locator('.sequence__runs')).toHaveText('Chạy');
  const at = page.locator('.sequence__at');
  // Stands still at the first one again, by hand.
  while (!(await at.textContent()).startsWith('Mã 1 ')) await page.locator('.sequence__before').click();
  const texts = [];
  for (let i = 0; i < 3; i += 1) {
    await expect(at).toContainText(`Mã ${i + 1} / `);
    texts.push(...(await codes.read(page)));
    await page.locator('.sequence__next').click();
  }
  const file = fileOf(texts);
  const said = saidBy(file);
  expect(said.responses.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'refused']);
  expect(said.note.count).toBe(3);
  await page.locator('.sequence__faster').click();
  await expect(page.locator('.sequence__pace')).toContainText('0,7 giây');
  await expectNoViolations(page);
  await screenshots(page, info, 'hand-in-codes', async ({ width }) => {
    const box = await page.locator('.qr').boundingBox();
    expect(box.width).toBeGreaterThan(Math.min(width, 360) * 0.85);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
  await page.setViewportSize({ width: 600, height: 960 });
  await tap(page, page.locator('#put-away'));
  // The same hand-in, whatever form it was given out in.
  expect((await saved(page)).bytes.equals(file)).toBe(true);
});

test('who wants less motion turns the codes by hand', async ({ page, site }, info) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await ready(page, site, info);
  for (let i = 0; i < 2; i += 1) {
    await refuse(page);
    await tap(page, page.locator('#leave'));
  }
  await tap(page, page.locator('#hand-in'));
  await tap(page, page.locator('#show-codes'));
  await expect(page.locator('.sequence__runs')).toHaveText('Chạy');
  await expect(page.locator('.sequence__at')).toContainText('Mã 1 / ');
  await page.locator('.sequence__next').click();
  await expect(page.locator('.sequence__at')).toContainText('Mã 2 / ');
});

test('a campaign leaves the tablet only by its code, or by typing what is lost', async ({ page, site }, info) => {
  await ready(page, site, info);
  await interview(page);
  await refuse(page);
  await tap(page, page.locator('#leave'));
  await tap(page, page.getByRole('button', { name: 'Kết thúc đợt, xóa khỏi máy' }));
  await expect(page.locator('#stake')).toBeVisible();
  await tap(page, page.locator('#erase'));
  await expect(page.locator('#told')).toContainText('Chưa xóa gì');
  await page.locator('#stake').fill('3');
  await tap(page, page.locator('#erase'));
  await expect(page.locator('#told')).toContainText('Chưa xóa gì');
  expect(await records(page, 'envelope.')).toHaveLength(2);
  await expectNoViolations(page);
  await screenshots(page, info, 'erasing');
  await page.setViewportSize({ width: 600, height: 960 });

  // Handed in and acknowledged: without any number.
  await tap(page, page.locator('#to-hand-in'));
  const { bytes } = await saved(page);
  await page.locator('#token').fill(saidBy(bytes).note.token);
  await tap(page, page.locator('#confirm-token'));
  await expect(due(page)).toHaveText('0');
  await tap(page, page.locator('#to-erase'));
  await expect(page.locator('#stake')).toHaveCount(0);
  await tap(page, page.locator('#erase'));
  await expect(page.locator('#told')).toContainText('Đã xóa 2 phiếu');
  await expect(page.locator('#erasures')).toContainText('Tất cả đã được xác nhận trước đó');
  await expect(page.locator('#to-board')).toHaveCount(0);
  expect(await records(page, 'envelope.')).toEqual([]);
  const left = await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('phieu.1.') && localStorage.getItem(key).split(' ').length > 2));
  expect(left.every((key) => key.startsWith('phieu.1.x.'))).toBe(true);
  // It is gone after a reload too.
  await page.evaluate(() => { location.hash = '#/collect'; });
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Chọn đợt điều tra' })).toBeVisible();
});

test('a lost register is said, and its forms are handed in', async ({ page, site }, info) => {
  await ready(page, site, info);
  await interview(page);
  await page.evaluate(() => new Promise((done, failed) => {
    const request = indexedDB.open('phieu');
    request.onerror = failed;
    request.onsuccess = () => {
      const transaction = request.result.transaction('records', 'readwrite');
      const store = transaction.objectStore('records');
      store.getAllKeys().onsuccess = ({ target }) => target.result.filter((key) => key.startsWith('r.')).forEach((key) => store.delete(key));
      transaction.oncomplete = () => { request.result.close(); done(); };
    };
  }));
  await page.reload();
  await expect(page.locator('#unlisted')).toContainText('1 phiếu không còn trong danh sách');
  await expect(page.locator('#quota')).toContainText('0 / 6');
  await tap(page, page.locator('#hand-in'));
  expect(saidBy((await saved(page)).bytes).responses).toHaveLength(1);
});

test('in a respondent\'s hands there is no way to hand in or erase', async ({ page, site }, info) => {
  await ready(page, site, info);
  await refuse(page);
  await tap(page, page.locator('#leave'));
  await handOver(page);
  for (const hash of ['#/collect/tablet', '#/collect']) {
    await page.evaluate((to) => { location.hash = to; }, hash);
    await page.reload();
    await expect(page.locator('#consent')).toBeVisible();
    await expect(page.locator('#hand-in, #save-file, #erase, #to-erase')).toHaveCount(0);
  }
  await takeBack(page);
  await expect(page.locator('#waiting')).toContainText('1 phiếu chờ nộp');
});
