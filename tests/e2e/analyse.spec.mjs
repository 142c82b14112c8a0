// An analyst's work on the real page: from the demo, from what this browser stored, from
// a file, to the file that leaves.
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { expect, expectNoViolations, programRuns, screenshots, test } from './fixtures.mjs';
import { takenIn } from './sealing.mjs';

const pages = { receive: 'Tiếp nhận phiếu', check: 'Kiểm tra phiếu', weights: 'Trọng số', satisfaction: 'Mức độ hài lòng', publish: 'Công bố và xuất' };

async function open(page, site, hash = '#/analyse') {
  await page.goto(site.url + hash);
  await programRuns(page);
}

async function demo(page, site) {
  await open(page, site);
  await page.getByRole('button', { name: 'Nạp số liệu minh họa' }).click();
  await expect(page.getByText('Đang dùng')).toBeVisible();
}

async function go(page, slug) {
  await page.getByRole('navigation').getByRole('link', { name: pages[slug] }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(pages[slug]);
}

/** The downloaded file as text, and its name. */
async function download(page) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Tải tệp CSV' }).click()]);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8'), path: await file.path() };
}

/** Rows of a CSV by header, quotes as RFC 4180 has them. */
function rows(text, delimiter) {
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${delimiter}]*))(?:${delimiter}|$)`, 'g');
  const split = (line) => {
    const out = [];
    for (const [whole, quoted, plain] of line.matchAll(cell)) {
      out.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
      if (!whole.endsWith(delimiter)) break;
    }
    return out;
  };
  const [head, ...lines] = text.replace(/^\ufeff/, '').trimEnd().split('\r\n').map(split);
  return lines.map((line) => Object.fromEntries(head.map((name, index) => [name, line[index]])));
}

test('the demo is one click from an empty page', async ({ page, site }) => {
  await open(page, site, '#/analyse/satisfaction');
  await expect(page.getByRole('heading', { name: 'Chưa có số liệu' })).toBeVisible();
  await page.getByRole('button', { name: 'Nạp số liệu minh họa' }).click();
  await expect(page.getByRole('heading', { name: 'Xếp hạng: Sở, ban, ngành' })).toBeVisible();
  await expect(page.getByText('Số liệu minh họa – tạo ngẫu nhiên từ máy')).toBeVisible();
  const ranking = page.locator('.panel', { has: page.getByRole('heading', { name: 'Xếp hạng: Sở, ban, ngành' }) });
  await expect(ranking.locator('.dots__list > li')).toHaveCount(15);
  await expect(ranking.locator('.dots__list > li', { hasText: 'Sở Ngoại vụ' })).toContainText('không công bố: dưới 10 phiếu');
  await expect(ranking.locator('.dots__list > li', { hasText: 'Văn phòng UBND tỉnh' })).toContainText('N = 0');
  await ranking.getByRole('button', { name: 'Sở Tài chính' }).click();
  await expect(page.locator('#statements')).toContainText('Sở Tài chính');
  await page.getByLabel('Loại đơn vị').selectOption({ label: 'Xã' });
  await expect(page.getByRole('heading', { name: 'Xếp hạng: Xã' })).toBeVisible();
  await expect(page.locator('.dots__list').first().locator('> li')).toHaveCount(35);
});

test('one department carries 29 percent of the weight, and the page says so', async ({ page, site }) => {
  await demo(page, site);
  await go(page, 'weights');
  await expect(page.getByText(/Sở Nông nghiệp và Môi trường chiếm 29,00.% trọng số với 30 trên 407 phiếu/)).toBeVisible();
  await expect(page.getByText(/Văn phòng UBND tỉnh: không có hồ sơ/)).toBeVisible();
});

for (const scheme of ['light', 'dark']) {
  test.describe(`in ${scheme}`, () => {
    test.use({ colorScheme: scheme });
    test('axe finds nothing on any page', async ({ page, site }) => {
      await open(page, site);
      await expectNoViolations(page);
      await demo(page, site);
      for (const slug of Object.keys(pages)) {
        await go(page, slug);
        for (const summary of await page.locator('summary').all()) await summary.click();
        await expectNoViolations(page);
      }
    });
  });
}

test('the file that leaves opens in a Vietnamese Excel and has no small cell', async ({ page, site }) => {
  await demo(page, site);
  await go(page, 'publish');
  const { name, text } = await download(page);
  expect(name).toMatch(/^phieu-demo-ward-office-department-SO-LIEU-MINH-HOA-\d{4}-\d\d-\d\d\.csv$/);
  expect(text.startsWith('\ufeffMã đơn vị;')).toBe(true);
  const table = rows(text, ';');
  expect(table.length).toBeGreaterThan(300);
  const shares = table.map((row) => row['Tỷ lệ hài lòng có trọng số (%)']).filter(Boolean);
  expect(shares.length).toBeGreaterThan(250);
  for (const share of shares) expect(share).toMatch(/^\d{1,3},\d\d$/);
  for (const row of table) {
    const n = row['Số người trả lời hợp lệ'];
    if (n) expect(Number(n)).toBeGreaterThanOrEqual(10);
    else expect(row['Ghi chú']).toContain('không công bố');
    expect(row['Ghi chú']).toContain('Số liệu minh họa');
  }
  await page.getByLabel('Số người trả lời tối thiểu của một ô').fill('35');
  await page.getByLabel('Số người trả lời tối thiểu của một ô').press('Tab');
  await page.getByLabel('Dạng tệp').selectOption('plain');
  const plain = (await download(page)).text;
  expect(plain.startsWith('Mã đơn vị,')).toBe(true);
  for (const row of rows(plain, ',')) if (row['Số người trả lời hợp lệ']) expect(Number(row['Số người trả lời hợp lệ'])).toBeGreaterThanOrEqual(35);
});

test('set A through the page gives the reference numbers', async ({ page, site }) => {
  await open(page, site);
  await page.getByLabel(/Chọn tệp phiếu/).setInputFiles('tests/data/setA/strat.csv');
  await expect(page.getByText(/strat\.csv: 5\.940 dòng, 38 cột/)).toBeVisible();
  await expect(page.getByLabel('Đơn vị được đánh giá (bắt buộc)')).toHaveValue('don_vi');
  await expect(page.getByLabel('N của tầng (số hồ sơ)')).toHaveValue('N_h');
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Kiểm tra và tiếp nhận' }).click();
  await expect(page.getByText('Đang dùng')).toBeVisible({ timeout: 30_000 });
  await go(page, 'publish');
  await page.getByLabel('Dạng tệp').selectOption('plain');
  const table = rows((await download(page)).text, ',');
  const golden = JSON.parse(readFileSync('tests/data/setA/golden.json', 'utf8'));
  const section = (id) => golden.sections.find((found) => found.id === id).rows;
  // Half up to two decimals; a value that R gives within 1e-9 of a half may go either way.
  const close = (text, value) => Math.abs(Number(text) - value) <= 0.005 + 1e-9;
  let compared = 0;
  const find = (unit, item) => table.find((row) => row['Mã đơn vị'] === unit && !row['Nhóm'] && !row['Phân tổ theo'] && row['Mã'] === item);
  for (const { item, est, se } of section('strat/item_share45')) {
    const row = find('', item);
    expect(close(row['Tỷ lệ hài lòng có trọng số (%)'], est * 100), item).toBe(true);
    expect(close(row['Sai số chuẩn (điểm %)'], se * 100), item).toBe(true);
    compared += 1;
  }
  for (const { item, est, se } of section('strat/item_mean')) {
    const row = find('', item);
    expect(close(row['Điểm trung bình có trọng số'], est), item).toBe(true);
    expect(close(row['Sai số chuẩn của điểm'], se), item).toBe(true);
    compared += 1;
  }
  expect(compared).toBeGreaterThanOrEqual(44);
  for (const row of table) if (row['Số người trả lời hợp lệ']) expect(Number(row['Số người trả lời hợp lệ'])).toBeGreaterThanOrEqual(10);
});

test('a broken file is refused with its place, and nothing of it stays', async ({ page, site }) => {
  await open(page, site);
  const bytes = Buffer.concat([Buffer.from('don_vi,N_h,q1\nA,50,4\n'), Buffer.from([0xd0]), Buffer.from(',50,4\n')]);
  await page.getByLabel(/Chọn tệp phiếu/).setInputFiles({ name: 'excel.csv', mimeType: 'text/csv', buffer: bytes });
  await expect(page.getByRole('alert')).toContainText('dòng 3');
  await expect(page.getByRole('alert')).toContainText('CSV UTF-8');
  await expectNoViolations(page);
  const rowsBroken = 'don_vi,N_h,q1\nA,50,4\nA,50\nB,abc,2\n';
  await page.getByLabel(/Chọn tệp khác/).setInputFiles({ name: 'hong.csv', mimeType: 'text/csv', buffer: Buffer.from(rowsBroken) });
  await page.getByRole('button', { name: 'Kiểm tra và tiếp nhận' }).click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Dùng được 1 trên 3 dòng');
  await expect(alert).toContainText('dòng 3');
  await expect(alert).toContainText('dòng 4, cột N_h');
  await page.getByRole('button', { name: 'Bỏ tệp này' }).click();
  await expect(page.getByRole('heading', { name: 'Tệp phiếu đã tiếp nhận' })).toHaveCount(0);
});

test('a file that is larger than the page takes is refused unread', async ({ page, site }, info) => {
  await open(page, site, '#/analyse/receive?c=demo');
  const path = info.outputPath('lon.csv');
  writeFileSync(path, '');
  truncateSync(path, 256 * 1024 * 1024 + 1);
  await page.getByLabel(/Chọn tệp phiếu/).setInputFiles(path);
  await expect(page.locator('#import')).toContainText('Tệp quá lớn (268435457 byte)');
});

test('units with N come from a file', async ({ page, site }) => {
  await open(page, site);
  await page.getByLabel(/Chọn tệp đơn vị/).setInputFiles({ name: 'don-vi.csv', mimeType: 'text/csv', buffer: Buffer.from('\ufeffMã đơn vị;N\nX01;1,5\n') });
  await expect(page.getByRole('alert')).toContainText('dòng 2, cột N');
  await page.getByLabel(/Chọn tệp đơn vị/).setInputFiles({ name: 'don-vi.csv', mimeType: 'text/csv', buffer: Buffer.from('\ufeffMã đơn vị;N\nX01;1234\n') });
  await expect(page.getByText('Đang dùng 1 đơn vị của tệp don-vi.csv')).toBeVisible();
});

const response = (id, unit, outcome = 'complete', edition = '2026.1', channel = 'interviewer') => {
  const header = { id, campaign: ['demo', 1], questionnaire: ['ward-office', edition], fingerprint: 'F', unit, group: 'citizen', channel, language: 'vi', trial: false, started: 1 };
  const answers = { got_result: 'yes', sex: 'female', ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [`s${n}`, n === 9 ? null : 4])) };
  return { header, outcome, finished: 2, answers };
};

test('what came in is counted, and what is not counted is named', async ({ page, site }) => {
  const records = [response('A', 'X01'), response('B', 'X01'), response('C', 'X02', 'partial'), response('D', 'X01', 'complete', '2025.1')];
  await takenIn(page, site, records, { slug: 'check' });
  await expect(page.getByText('Điều tra viên hỏi: 2.')).toBeVisible();
  const row = page.getByRole('row', { name: /UBND xã Kim Đàm/ });
  await expect(row.getByRole('cell')).toHaveText(['60', '2', '2', '2', '2', '0', '0', '0', '0']);
  await expect(page.getByText('1 phiếu của bản hỏi 2025.1')).toBeVisible();
  await expectNoViolations(page);
  await go(page, 'satisfaction');
  await expect(page.getByText(/Chỉ tính 2 phiếu qua kênh chọn mẫu/)).toBeVisible();
  await expect(page.locator('.dots__list > li', { hasText: 'UBND xã Kim Đàm' }).first()).toContainText('không công bố');
});

test('answers through an open link alone give no weighted result, and are shown apart', async ({ page, site }) => {
  const records = Array.from({ length: 12 }, (_, n) => response(`R${n}`, 'X01', 'complete', '2026.1', 'open_link'));
  await takenIn(page, site, records, { slug: 'satisfaction' });
  await expect(page.getByRole('note').filter({ hasText: 'Có 12 phiếu hợp lệ nhưng đều qua đường dẫn mở' })).toBeVisible();
  await expect(page.locator('.dots__list')).toHaveCount(0);
  await expectNoViolations(page);
  await go(page, 'check');
  const panel = page.locator('#open-link');
  await expect(panel).toContainText('Đường dẫn mở – không phải mẫu');
  await expect(panel.locator('tbody tr').first().getByRole('cell')).toHaveText(['12', '100,00 %']);
  await expect(panel.locator('tbody tr').last().getByRole('cell')).toHaveText(['0', 'ít phiếu']);
  await expectNoViolations(page);
});

test('another campaign is a choice away', async ({ page, site }) => {
  await open(page, site, '#/analyse?c=desk');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tiếp nhận phiếu');
  await page.getByLabel('Đợt điều tra').selectOption('demo');
  await expect(page.locator('.head__about')).toContainText('Khảo sát mức độ hài lòng của người dân tỉnh Sơn Giang');
});

test.describe('a campaign that there is not', () => {
  test.use({ allowed: [/404/] });
  test('is said', async ({ page, site }) => {
    await open(page, site, '#/analyse?c=nothing');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Không có đợt điều tra này');
    await expectNoViolations(page);
  });
});

test('the whole way by keyboard', async ({ page, site }) => {
  await open(page, site);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Đến nội dung chính' })).toBeFocused();
  await page.getByRole('button', { name: 'Nạp số liệu minh họa' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Đang dùng')).toBeVisible();
  await page.getByRole('link', { name: 'Mức độ hài lòng' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('on a phone the open page is in view among the pages', async ({ page, site }) => {
  await page.setViewportSize({ width: 320, height: 568 });
  await open(page, site, '#/analyse/receive');
  await page.evaluate(() => { location.hash = '#/analyse/publish'; });
  await expect(page.getByRole('navigation').getByRole('link', { name: pages.publish })).toBeInViewport({ ratio: 0.9 });
});

test('every page at every size', async ({ page, site }, info) => {
  await demo(page, site);
  for (const slug of Object.keys(pages)) {
    await page.evaluate((name) => { location.hash = `#/analyse/${name}`; }, slug);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(pages[slug]);
    await screenshots(page, info, `analyse-${slug}`, async () => {
      // Once more at this size, so that the row of pages is where a visitor finds it.
      await page.evaluate(() => { location.hash = '#/analyse'; });
      await page.evaluate((name) => { location.hash = `#/analyse/${name}`; }, slug);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(pages[slug]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(wide, `${slug} is wider than the screen`).toBe(false);
    });
  }
});
