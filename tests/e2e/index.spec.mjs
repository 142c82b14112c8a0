// The index of units on the real page: a scheme, an appraisal from every kind of table,
// survey points, ranks, a unit's sheet, an earlier round, what is due, other people's
// tables; by keyboard, on paper, and with hostile files.
import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { expect, expectNoViolations, keptOffline, programRuns, screenshots, test } from './fixtures.mjs';

const scheme = JSON.parse(readFileSync('public/schemes/departments.json', 'utf8'));
const campaign = JSON.parse(readFileSync('public/campaigns/demo.json', 'utf8'));
const departments = campaign.units.filter(({ kind }) => kind === 'department');
const leaves = scheme.fields.flatMap(({ criteria }) => criteria).flatMap((criterion) => criterion.parts || [criterion]);
const procedures = new Set(scheme.fields.find(({ id }) => id === 'procedures').criteria.flatMap(({ id, parts }) => (parts || [{ id }]).map((one) => one.id)));
const appraised = leaves.filter(({ survey }) => !survey);

const heads = ['Đơn vị', 'Tiêu chí', 'Tự chấm', 'Cơ quan thẩm định', 'Hội đồng kết luận', 'Lý do trừ điểm', 'Tài liệu kiểm chứng'];
const vi = (number) => String(Math.round(number * 100) / 100).replace('.', ',');

/** An appraisal of all departments; each loses a little more than the one before it. */
const rows = departments.flatMap(({ name }, u) =>
  appraised.map(({ id, max }, c) => {
    const lost = (c * 7 + u * 5) % 11 < 3 + (u % 5);
    // The last one is under the line in one field.
    const weak = u === departments.length - 1 && procedures.has(id);
    const points = weak ? max * 0.6 : lost ? max * (0.5 + ((c + u) % 5) / 10) : max;
    return [name, id, vi(max), vi(points), vi(points), lost || weak ? 'Chậm so với kế hoạch' : '', lost ? `Báo cáo số ${c + 1}` : ''];
  }),
);
const csv = (table) => `\ufeff${table.map((cells) => cells.map((cell) => (/[;"\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(';')).join('\r\n')}\r\n`;

/** A workbook with these sheets, as plain as the format allows. */
function xlsx(sheets) {
  const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const sheet = (table) => `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${table
    .map((cells, r) => `<row r="${r + 1}">${cells.map((cell, c) => (/^\d+(,\d+)?$/.test(cell)
      ? `<c r="${String.fromCharCode(65 + c)}${r + 1}"><v>${cell.replace(',', '.')}</v></c>`
      : `<c r="${String.fromCharCode(65 + c)}${r + 1}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`)).join('')}</row>`)
    .join('')}</sheetData></worksheet>`;
  const names = Object.keys(sheets);
  const main = 'http://schemas.openxmlformats.org';
  const files = {
    '[Content_Types].xml': `<Types xmlns="${main}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${names.map((_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join('')}</Types>`,
    '_rels/.rels': `<Relationships xmlns="${main}/package/2006/relationships"><Relationship Id="rId1" Type="${main}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}/spreadsheetml/2006/main" xmlns:r="${main}/officeDocument/2006/relationships"><sheets>${names.map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${main}/package/2006/relationships">${names.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${main}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}</Relationships>`,
    ...Object.fromEntries(names.map((name, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheet(sheets[name])])),
  };
  const [parts, directory] = [[], []];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const [bytes, title] = [Buffer.from(text), Buffer.from(name)];
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt32LE(crc32(bytes), 10);
    head.writeUInt32LE(bytes.length, 14);
    head.writeUInt32LE(bytes.length, 18);
    head.writeUInt16LE(title.length, 22);
    const central = Buffer.alloc(16);
    central.writeUInt32LE(at, 12);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), head, central.subarray(2), title);
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), head, title, bytes);
    at += 30 + title.length + bytes.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, entries, end]);
}

async function open(page, site, part = '') {
  await page.goto(`${site.url}#/analyse/index${part}`);
  await programRuns(page);
}

const part = (page, name) => page.getByRole('navigation', { name: 'Các phần của Chỉ số' }).getByRole('link', { name }).click();
const ready = (page) => expect(page.locator('#scheme')).toContainText('Bộ tiêu chí xác định Chỉ số CCHC của sở, ban, ngành');

async function file(page, role, name, text) {
  await page.locator(`#${role}-file`).setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) });
}

async function paste(page, role, text) {
  await page.locator(`#${role}-paste`).fill(text);
  await page.locator(`#${role}`).getByRole('button', { name: 'Đọc bảng vừa dán' }).click();
}

const take = (page, role) => page.locator(`#${role}`).getByRole('button', { name: 'Nhận bảng này' }).click();

/** The page with points of every department and survey points of the demo. */
async function scored(page, site, { demo = true } = {}) {
  await open(page, site);
  await ready(page);
  if (demo) {
    await page.goto(`${site.url}#/analyse/satisfaction`);
    await page.getByLabel('Bảng hỏi').selectOption('sipas-citizen').catch(() => {});
    await page.getByRole('button', { name: 'Nạp số liệu minh họa' }).click();
    await expect(page.getByText('Số liệu minh họa – tạo ngẫu nhiên từ máy')).toBeVisible();
    await page.goto(`${site.url}#/analyse/index`);
  }
  await file(page, 'appraisal', 'tham-dinh.csv', csv([heads, ...rows]));
  await expect(page.locator('#appraisal')).toContainText(`Của 15 đơn vị: ${rows.length.toLocaleString('vi-VN')} dòng mới`);
  await take(page, 'appraisal');
  await expect(page.locator('#appraisal')).toContainText('đã nhận');
}

async function download(page, button) {
  const [got] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return { name: got.suggestedFilename(), text: readFileSync(await got.path(), 'utf8') };
}

test('a fault is named with its place, and nothing is half-imported', async ({ page, site }) => {
  await open(page, site);
  await ready(page);
  await expect(page.getByRole('navigation', { name: 'Các trang' }).or(page.locator('.side nav')).getByRole('link', { name: 'Chỉ số', exact: true })).toHaveAttribute('aria-current', 'page');
  const wrong = [heads, ...rows.slice(0, 5), ['Sở Lạ', '1.1.1', '', '', '1', '', ''], [departments[0].name, rows[5][1], '', '', '99', '', '']];
  await file(page, 'appraisal', 'sai.csv', csv(wrong));
  await expect(page.locator('#appraisal')).toContainText('dòng 7, cột Đơn vị');
  await expect(page.locator('#appraisal')).toContainText('dòng 8, cột Hội đồng kết luận');
  await expect(page.locator('#appraisal').getByRole('button', { name: 'Nhận bảng này' })).toBeDisabled();
  await expect(page.locator('#appraisal')).toContainText('Đang có 0 dòng điểm');
  await expectNoViolations(page);
  await page.locator('#appraisal').getByRole('button', { name: 'Bỏ bảng này' }).click();
  const blank = await download(page, page.getByRole('button', { name: 'Tải bảng trống để chấm' }));
  expect(blank.text.trimEnd().split('\r\n').length).toBe(1 + rows.length);
});

test('text, CSV and a workbook say the same; the last one can be undone', async ({ page, site }) => {
  await open(page, site);
  await ready(page);
  const there = page.locator('#appraisal').getByText(/^Đang có/);
  await paste(page, 'appraisal', [heads, ...rows.slice(0, 8)].map((cells) => cells.join('\t')).join('\n'));
  await expect(page.locator('#appraisal')).toContainText('8 dòng mới, 0 dòng đổi');
  await take(page, 'appraisal');
  await expect(there).toHaveText('Đang có 8 dòng điểm.');
  await page.locator('#appraisal').getByRole('button', { name: 'Nhận bảng khác' }).click();
  await file(page, 'appraisal', 'tham-dinh.xlsx', xlsx({ 'Bìa': [['BẢNG ĐIỂM NĂM 2026']], 'Điểm': [['BẢNG ĐIỂM'], heads, ...rows.slice(0, 10)] }));
  await expect(page.locator('#appraisal-sheet')).toHaveValue('1');
  await expect(page.locator('#appraisal-head')).toHaveValue('1');
  await expect(page.locator('#appraisal')).toContainText('2 dòng mới, 0 dòng đổi, 8 dòng như cũ');
  await take(page, 'appraisal');
  await expect(there).toHaveText('Đang có 10 dòng điểm.');
  await page.locator('#appraisal .acts').last().getByRole('button', { name: 'Hoàn tác lần nhận vừa rồi' }).click();
  await expect(there).toHaveText('Đang có 8 dòng điểm.');
});

test('hostile files are told what they are', async ({ page, site }) => {
  await open(page, site);
  await ready(page);
  for (const name of ['bomb.xlsx', 'password.xlsx', 'truncated.xlsx', 'binary.csv', 'old.xls']) {
    await page.locator('#appraisal-file').setInputFiles(`tests/data/units/${name}`);
    await expect(page.locator('#appraisal .alert')).toContainText(`${name}: chưa nhận được`);
  }
  for (const text of ['{', '{"phieu":"plan","version":1}', readFileSync('public/schemes/departments.json', 'utf8').replace('"max": 12', '"max": 13')]) {
    await page.locator('#scheme-file').setInputFiles({ name: 'hong.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await expect(page.locator('#scheme .alert')).toContainText('hong.json: không dùng được');
  }
  await expectNoViolations(page);
  await page.locator('#scheme-pick').selectOption('communes');
  await expect(page.locator('#scheme')).toContainText('xã, phường, đặc khu');
});

test('ranks with intervals, who cannot be told apart, flags with their sentence', async ({ page, site }, info) => {
  test.setTimeout(120_000);
  await scored(page, site);
  await expect(page.locator('#survey')).toContainText('Số liệu minh họa đang xem');
  await screenshots(page, info, 'index-points');
  await part(page, 'Xếp hạng');
  await expect(page.locator('.ranks tbody tr')).toHaveCount(15);
  await expect(page.locator('#plot .dots__list > li')).toHaveCount(15);
  await expect(page.locator('.kpi').first()).toContainText('15');
  const first = page.locator('.ranks tbody tr').first();
  await expect(first.getByRole('cell').first()).toContainText(/^1/);
  await expect(first).toContainText(/\d{2},\d{2}–\d{2},\d{2}/);
  await expect(page.locator('#flag-review')).toContainText('lĩnh vực “Cải cách TTHC” đạt dưới 75 % điểm tối đa hoặc lĩnh vực');
  await expect(page.locator('#flag-review')).toContainText('người đứng đầu xếp loại “Hoàn thành nhiệm vụ”');
  await expect(page.locator('#flag-review')).toContainText('không đặt trên mức độ hài lòng');
  await expect(page.locator('#flag-review li')).toHaveText([/^Văn phòng UBND tỉnh: lĩnh vực “Cải cách TTHC” đạt 60,\d\d.% \(ngưỡng 75.%\)/]);
  await expect(page.locator('.ranks td.under')).toHaveCount(1);
  await expect(page.locator('.ranks tbody tr', { has: page.locator('td.under') })).toContainText('⚑ Phải gửi báo cáo kiểm điểm');
  // By keyboard: sort by a field, both ways.
  const head = page.locator('.ranks thead').getByRole('button', { name: 'Cải cách TTHC' });
  await head.focus();
  await page.keyboard.press('Enter');
  await expect(head.locator('xpath=..')).toHaveAttribute('aria-sort', 'ascending');
  await page.keyboard.press('Enter');
  await expect(head.locator('xpath=..')).toHaveAttribute('aria-sort', 'descending');
  await page.locator('.ranks thead').getByRole('button', { name: 'Hạng' }).click();
  await expectNoViolations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoViolations(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await screenshots(page, info, 'index-ranking');
  await screenshots(page, info, 'index-ranks', () => page.locator('#ranks').evaluate((panel) => panel.scrollIntoView()));
  await page.setViewportSize({ width: 1280, height: 800 });
  const { name, text } = await download(page, page.locator('#file').getByRole('button', { name: 'Tải tệp CSV' }));
  expect(name).toMatch(/^phieu-demo-chi-so-departments-SO-LIEU-MINH-HOA-\d{4}-\d\d-\d\d\.csv$/);
  expect(text.startsWith('\ufeffHạng;Mã đơn vị;Tên đơn vị;Chỉ số;')).toBe(true);
  expect(text.trimEnd().split('\r\n').length).toBe(16);
  // On paper: the wide table on A4 across.
  const pdf = await page.pdf({ preferCSSPageSize: true, path: info.outputPath('ranking.pdf') });
  expect(pdf.toString('latin1')).toMatch(/MediaBox \[0 0 841\.\d+ 59[45]\.?\d*\]/);
});

test("a unit's sheet: what cost it points and why", async ({ page, site }, info) => {
  test.setTimeout(120_000);
  await scored(page, site);
  await part(page, 'Xếp hạng');
  const name = departments[1].name;
  await page.locator('.ranks').getByRole('button', { name }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Phiếu đơn vị');
  await expect(page.locator('#sheet')).toContainText(name);
  await expect(page.locator('#sheet-losses')).toContainText('Chậm so với kế hoạch');
  await expect(page.locator('#sheet-losses')).toContainText('Báo cáo số');
  await expect(page.locator('#sheet-fields tbody tr')).toHaveCount(scheme.fields.length);
  // The line stands beside index fields that a flag draws it on, and nowhere else.
  await expect(page.locator('#sheet-fields tbody tr', { hasText: '75 %' })).toHaveCount(2);
  await expectNoViolations(page);
  await screenshots(page, info, 'index-sheet');
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Xếp hạng');
  await page.goForward();
  await expect(page.locator('#sheet')).toContainText(name);
  await page.pdf({ preferCSSPageSize: true, format: 'A4', path: info.outputPath('sheet.pdf') });
});

test('an earlier round through the table of old and new units', async ({ page, site }, info) => {
  await scored(page, site, { demo: false });
  await part(page, 'So với đợt trước');
  await paste(page, 'earlier', `Đơn vị\tChỉ số\tSai số chuẩn\n${departments[0].name}\t80,5\t0,4\nSở Cũ A\t70\t\nSở Cũ B\t90\t`);
  await take(page, 'earlier');
  await expect(page.locator('#changes tbody tr', { hasText: departments[0].name })).toContainText(/[+-]\d+,\d\d/);
  await expect(page.locator('#changes tbody tr', { hasText: departments[1].name })).toContainText('Không rõ đơn vị cũ');
  await paste(page, 'links', `Đơn vị cũ\tĐơn vị mới\tDân số\nSở Cũ A\t${departments[1].code}\t1.000\nSở Cũ B\t${departments[1].code}\t3.000`);
  await take(page, 'links');
  await expect(page.locator('#changes tbody tr', { hasText: departments[1].name })).toContainText('85,00 (theo dân số: Sở Cũ A 25,00');
  await expectNoViolations(page);
  await screenshots(page, info, 'index-trend');
  await page.getByLabel('Đợt trước chấm theo cùng bộ tiêu chí này').uncheck();
  await expect(page.locator('#changes tbody tr').first()).toContainText('Khác phương pháp');
});

test('what is due is kept, undone, and comes back from its file', async ({ page, site }, info) => {
  test.setTimeout(120_000);
  await page.clock.setFixedTime(new Date('2027-04-05T03:00:00Z'));
  await scored(page, site, { demo: false });
  await part(page, 'Theo dõi sau công bố');
  await page.locator('#year').fill('2027');
  // Day before month, whatever the browser speaks; what is no date is said and changes nothing.
  await page.locator('#conference').fill('31/2/2027');
  await page.locator('#conference').press('Tab');
  await expect(page.locator('#make').getByRole('alert')).toContainText('Không phải ngày');
  await page.locator('#conference').fill('20/1/2027');
  await page.locator('#conference').press('Tab');
  await expect(page.locator('#conference')).toHaveValue('20/01/2027');
  await page.getByRole('button', { name: 'Lập danh sách từ kết quả' }).click();
  await expect(page.locator('.keepbar')).toContainText('Đã lưu trên máy này');
  await expect(page.locator('.duties tbody tr').first()).toBeVisible();
  const all = await page.locator('.duties tbody tr').count();
  expect(all).toBeGreaterThanOrEqual(30);
  await expect(page.locator('#overdue li')).toHaveCount(all);
  const row = page.locator('.duties tbody tr').first();
  const received = row.getByLabel(/^Ngày nhận/);
  await received.fill('1/2/2027');
  await received.press('Tab');
  await expect(row).toContainText('Đã nhận đúng hạn');
  // The place in which one types is not lost.
  await expect(row.getByLabel(/^Ghi chú/)).toBeFocused();
  await page.keyboard.type('CV 12/SNV');
  await page.keyboard.press('Tab');
  await expect(page.locator('#overdue li')).toHaveCount(all - 1);
  await expectNoViolations(page);
  await screenshots(page, info, 'index-follow');
  await screenshots(page, info, 'index-duties', () => page.locator('#list').evaluate((panel) => panel.scrollIntoView()));
  await page.setViewportSize({ width: 1280, height: 800 });
  const { name, text } = await download(page, page.locator('#duties').getByRole('button', { name: 'Tải tệp CSV' }));
  expect(name).toBe('phieu-demo-theo-doi-departments-2027-04-05.csv');
  expect(text).toContain('01/02/2027;Đã nhận đúng hạn;CV 12/SNV');

  // After a reload it is there, without any table opened again.
  await page.reload();
  await programRuns(page);
  await expect(page.locator('.duties tbody tr')).toHaveCount(all);
  await expect(page.locator('.duties tbody tr').first().getByLabel(/^Ghi chú/)).toHaveValue('CV 12/SNV');
  const late = page.locator('.duties tbody tr').nth(1).getByLabel(/^Ngày nhận/);
  await late.fill('4.4.2027');
  await late.press('Tab');
  await expect(page.locator('.duties tbody tr').nth(1)).toContainText(/Nhận muộn \d+ ngày/);
  await page.locator('.keepbar').getByRole('button', { name: 'Hoàn tác' }).click();
  await expect(late).toHaveValue('');
  await page.locator('#show').selectOption('overdue');
  await expect(page.locator('.duties tbody tr')).toHaveCount(all - 1);

  // The file, edited elsewhere, comes back; an empty cell erases nothing.
  const edited = text.replace(/;Quá hạn \d+ ngày;/, ';;').replace('CV 12/SNV', '');
  await file(page, 'duties', 'sua.csv', edited);
  await take(page, 'duties');
  await expect(page.locator('#duties')).toContainText(`đã nhận ${all} dòng`);
  await page.locator('#show').selectOption('all');
  await expect(page.locator('.duties tbody tr').first().getByLabel(/^Ghi chú/)).toHaveValue('CV 12/SNV');
});

test("other people's tables: the rows that cannot be true", async ({ page, site }, info) => {
  await open(page, site, '/published');
  await page.locator('#published-file').setInputFiles('tests/data/tables/hue_onestop_q1_2019_inconsistent.csv');
  await expect(page.locator('#verdict')).toContainText(/\d+ lỗi ở \d+ trên \d+ dòng/);
  await expect(page.locator('#verdict tbody tr').first()).toContainText('dòng');
  await expectNoViolations(page);
  await screenshots(page, info, 'index-published', () => page.locator('#verdict').evaluate((panel) => panel.scrollIntoView()));
  await page.setViewportSize({ width: 1280, height: 800 });
  const { text } = await download(page, page.getByRole('button', { name: 'Tải danh sách lỗi' }));
  expect(text.trimEnd().split('\r\n').length).toBeGreaterThan(3);
  await page.locator('#published').getByRole('button', { name: 'Bỏ bảng này' }).click();
  await page.locator('#published-file').setInputFiles('tests/data/tables/hue_departments_2021.csv');
  await expect(page.locator('#verdict')).toContainText('Không thấy dòng nào mâu thuẫn');
  await page.locator('#shape summary').click();
  await page.locator('#shape-percent').selectOption({ label: 'unit' });
  await expect(page.locator('#verdict')).toContainText('lỗi ở');
});

test.describe('without network', () => {
  test.use({ allowed: [/ERR_INTERNET_DISCONNECTED/] });
  test('schemes are there, for the office alone', async ({ page, site, context }) => {
    await page.goto(`${site.url}#/analyse`);
    await programRuns(page);
    await keptOffline(page, 'office');
    const kept = await page.evaluate(async () => (await (await caches.open('phieu-data')).keys()).map(({ url }) => new URL(url).pathname.split('/').slice(-2).join('/')));
    expect(kept).toEqual(expect.arrayContaining(['schemes/index.json', 'schemes/departments.json', 'schemes/communes.json']));
    await context.setOffline(true);
    await page.goto(`${site.url}#/analyse/index`);
    await page.reload();
    await programRuns(page);
    await ready(page);
  });
});
