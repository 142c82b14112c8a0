// Photos of codes at the analyst's page: several at once, in any order, too few, foreign,
// no picture at all; and a machine without a camera.
import { expect, expectNoViolations, programRuns, screenshots, test } from './fixtures.mjs';
import { codes, photo, png } from './pictures.mjs';
import { responses } from './responses.mjs';
import { handIn, unlock } from './sealing.mjs';

async function open(page, site) {
  await page.goto(`${site.url}#/analyse/receive`);
  await programRuns(page);
}

const choose = (page, pictures) =>
  page.locator('#file-photos').setInputFiles(Object.entries(pictures).map(([name, buffer]) => ({ name, mimeType: 'image/png', buffer })));
const scan = (page) => page.locator('#scan');

test('photos of a tablet\'s codes, any of them, are put together and counted', async ({ page, site }, info) => {
  const file = handIn(responses(0, 5));
  const [a, b, c] = codes(file, [2, 7, 0]).map((code) => png(photo([code])));
  await open(page, site);
  await unlock(page);
  await choose(page, { 'a.png': a });
  await expect(scan(page)).toContainText('Đã đọc 1 trong 3 phần, còn thiếu 2 phần bất kỳ.');
  await expectNoViolations(page);
  await screenshots(page, info, 'scanning', () => scan(page).evaluate((box) => box.scrollIntoView()));
  await page.setViewportSize({ width: 1280, height: 800 });
  await choose(page, { 'b.png': b, 'c.png': c });
  await expect(scan(page)).toContainText('Đã đọc đủ 1 lần nộp.');
  await expect(page.locator('#counts .kpi__value').first()).toHaveText('5');
  await expect(page.locator('#said')).toContainText('c.png: 5 phiếu – 5 mới');
  // The same photos again change nothing.
  await choose(page, { 'a.png': a, 'b.png': b });
  await expect(page.locator('#scan-reading')).toHaveCount(0);
  await expect(page.locator('#counts .kpi__value').first()).toHaveText('5');
});

test('several codes on one sheet, one dropped among files, and a text in a code', async ({ page, site }) => {
  const [sheet, single, words] = [handIn(responses(0, 4)), handIn(responses(10, 11)), handIn(responses(20, 21))];
  await open(page, site);
  await unlock(page);
  const files = [
    { name: 'to-giay.png', mimeType: 'image/png', buffer: png(photo(codes(sheet, [0, 1]), { cell: 520 })) },
    { name: 'mot.png', mimeType: 'image/png', buffer: png(photo(codes(single, [0]))) },
    { name: 'van-ban.png', mimeType: 'image/png', buffer: png(photo(codes(words, ['text']), { cell: 600, turn: 0 })) },
    { name: 'tep.phieu', mimeType: 'application/octet-stream', buffer: handIn(responses(30, 32)) },
  ];
  await page.locator('#file-envelopes').setInputFiles(files);
  await expect(scan(page)).toContainText('Đã đọc đủ 3 lần nộp.', { timeout: 30_000 });
  await expect(page.locator('#counts .kpi__value').first()).toHaveText('8');
});

test('what cannot be read is named', async ({ page, site }, info) => {
  const blank = png({ width: 300, height: 300, grey: Buffer.alloc(90_000, 200) });
  await open(page, site);
  await choose(page, { 'trang.png': blank, 'hong.png': Buffer.from('no picture') });
  await expect(scan(page)).toContainText(/trang\.png.*Không thấy mã QR nào/);
  await expect(scan(page)).toContainText(/hong\.png.*Trình duyệt không mở được loại ảnh này/);
  await expectNoViolations(page);
  await screenshots(page, info, 'scanning-wrong', () => scan(page).evaluate((box) => box.scrollIntoView()));
});

for (const [name, error, words] of [
  ['nobody allows it', 'NotAllowedError', 'Camera chưa được phép'],
  ['there is none', 'NotFoundError', 'Máy này không có camera'],
  ['another program has it', 'NotReadableError', 'Camera đang được chương trình khác dùng'],
  ['something else', 'TypeError', 'Không mở được camera: TypeError x'],
]) {
  test(`a camera: ${name}`, async ({ page, site }) => {
    await page.addInitScript((kind) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(kind === 'TypeError' ? new TypeError('x') : new DOMException('x', kind));
    }, error);
    await open(page, site);
    await page.locator('#scan-camera').click();
    await expect(scan(page)).toContainText(words);
    await expect(page.locator('#scan-video')).toBeHidden();
    await expect(page.locator('#scan-camera')).toBeVisible();
    await expectNoViolations(page);
  });
}

test('a browser that gives pages no camera says so', async ({ page, site }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'mediaDevices', { value: undefined }));
  await open(page, site);
  await page.locator('#scan-camera').click();
  await expect(scan(page)).toContainText('Trình duyệt này không cho trang web dùng camera');
});
