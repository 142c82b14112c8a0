// A manager's tables of units, links, codes and paper on the real page: what is read, what
// is refused, that the drawn code opens the right unit, and that paper has its size.
import { readFileSync } from 'node:fs';
import { read } from './codes.mjs';
import { expect, expectNoViolations, programRuns, screenshots, test } from './fixtures.mjs';

const table = [
  'Mã\tTên đơn vị\tLoại\tN\tChỉ tiêu',
  'S77\tSở Quy hoạch và Kiến trúc\tSở\t1.279\t30',
  'STC\tSở Tài chính\tSở\t18.640\t40',
].join('\n');

async function open(page, site, name) {
  await page.goto(`${site.url}#/manage/${name}?c=demo`);
  await programRuns(page);
}

const panel = (page) => page.locator('#import');

async function paste(page, text) {
  await page.getByLabel('Dán bảng vào đây').fill(text);
  await page.getByRole('button', { name: 'Đọc bảng vừa dán' }).click();
}

async function choose(page, name) {
  await page.getByLabel('Chọn tệp bảng đơn vị').setInputFiles(`tests/data/units/${name}`);
}

/** Codes of the units in the draft, from its record in this browser. */
async function codes(page) {
  return page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => localStorage[name].includes('campaign_draft'));
    if (!key) return [];
    const record = JSON.parse(localStorage[key].slice(localStorage[key].indexOf('{')));
    return record.campaign.units.map((unit) => [unit.code, unit.strata[0]?.quota ?? null]);
  });
}

test('a pasted table is shown first, then taken in one step that is undone', async ({ page, site }, info) => {
  await open(page, site, 'units');
  await expectNoViolations(page);
  await paste(page, table);
  await expect(panel(page)).toContainText('Thêm mới: 1 – S77');
  await expect(panel(page)).toContainText('Thay đổi: 1 – STC');
  await expect(panel(page)).toContainText('Có trong đợt, không có trong bảng: 62');
  await expectNoViolations(page);
  await screenshots(page, info, 'manage-import');
  await page.getByRole('button', { name: 'Nhận vào đợt' }).click();
  await expect(panel(page)).toContainText('Đã nhận: thêm 1, thay đổi 1, bỏ 0 đơn vị.');
  await expect.poll(() => codes(page)).toContainEqual(['S77', 30]);
  expect(await codes(page)).toContainEqual(['STC', 40]);
  expect(await codes(page)).toHaveLength(64);
  await panel(page).getByRole('button', { name: 'Hoàn tác' }).click();
  await expect.poll(async () => (await codes(page)).length).toBe(63);
  expect(await codes(page)).toContainEqual(['STC', 30]);
});

test('a workbook is read by the worker, and a sheet of it can be chosen', async ({ page, site }) => {
  await open(page, site, 'units');
  await choose(page, 'several_sheets.xlsx');
  await expect(panel(page)).toContainText('several_sheets.xlsx: 1 dòng đơn vị');
  await expect(panel(page)).toContainText('trang tính Đơn vị');
  await page.getByLabel('Trang tính').selectOption({ label: 'Hướng dẫn' });
  await expect(panel(page)).toContainText('Không nhận ra dòng tiêu đề');
  await expect(page.getByRole('button', { name: 'Nhận vào đợt' })).toBeDisabled();
  await page.getByLabel('Trang tính').selectOption({ label: 'Đơn vị' });
  await page.getByRole('button', { name: 'Nhận vào đợt' }).click();
  await expect.poll(() => codes(page)).toContainEqual(['S01', 30]);
});

test('what is wrong has its place, and nothing of it is taken', async ({ page, site }, info) => {
  await open(page, site, 'units');
  for (const [file, ...said] of [
    ['merged.xlsx', 'trang tính Đơn vị, ô C2', 'Bỏ gộp ô rồi điền từng ô'],
    ['date.xlsx', 'trang tính Đơn vị, ô D2', 'là ngày tháng'],
    ['duplicate_codes.csv', 'dòng 4, cột A', 'S01 (A2)'],
    ['negative.csv', 'dòng 2, cột D', 'không được âm'],
  ]) {
    await choose(page, file);
    await expect(panel(page)).toContainText(file);
    for (const text of said) await expect(panel(page)).toContainText(text);
    await expect(page.getByRole('button', { name: 'Nhận vào đợt' })).toBeDisabled();
    if (file === 'merged.xlsx') {
      await expectNoViolations(page);
      await screenshots(page, info, 'manage-import-broken');
    }
    await page.getByRole('button', { name: 'Bỏ bảng này' }).click();
  }
  for (const [file, said] of [
    ['bomb.xlsx', 'giới hạn 100 MB'],
    ['bomb_lying.xlsx', 'bị cụt hoặc hỏng'],
    ['truncated.xlsx', 'bị cụt hoặc hỏng'],
    ['password.xlsx', 'có mật khẩu'],
    ['old.xls', 'Excel đời cũ'],
    ['document.csv', 'tệp PDF'],
  ]) {
    await choose(page, file);
    await expect(panel(page)).toContainText(`${file}: chưa nhận được`);
    await expect(panel(page)).toContainText(said);
  }
  // After all of them the next sound one is read.
  await choose(page, 'one.xlsx');
  await expect(panel(page)).toContainText('one.xlsx: 1 dòng đơn vị');
  await expect(page.getByText('Chưa sửa gì')).toBeVisible();
});

test('columns that are not recognised are said by hand', async ({ page, site }) => {
  await open(page, site, 'units');
  await paste(page, 'A;B;C\nS88;Sở Thử;90\nS89;Sở Thử hai;80');
  await expect(panel(page)).toContainText('Không nhận ra dòng tiêu đề');
  await page.getByLabel('Cột A').selectOption({ label: 'Mã đơn vị' });
  await page.getByLabel('Cột B').selectOption({ label: 'Tên đơn vị' });
  await page.getByLabel('Cột C').selectOption({ label: 'N – Người dân' });
  await expect(panel(page)).toContainText('Chưa biết loại của đơn vị “S88”');
  await page.getByLabel('Loại cho dòng không ghi loại').selectOption({ label: 'Sở, ban, ngành' });
  await expect(panel(page)).toContainText('Thêm mới: 2 – S88, S89');
});

test.describe('a worker that does not start', () => {
  test.use({ allowed: [/worker|ERR_FAILED|Failed to load/i] });

  test('takes nothing down: the page says so and goes on', async ({ page, site, context }) => {
    await context.route(/worker-boot|assets\/worker/, (route) => route.abort());
    await open(page, site, 'units');
    await choose(page, 'one.xlsx');
    await expect(panel(page)).toContainText('one.xlsx: chưa nhận được');
    await expect(panel(page)).toContainText('Lưu bảng thành “CSV UTF-8”');
    await choose(page, 'good.csv');
    await expect(panel(page)).toContainText('good.csv: 3 dòng đơn vị');
  });
});

test.describe('a worker that goes wrong', () => {
  // The service worker would keep the stand-in for the worker.
  test.use({ allowed: [/lost its way/], serviceWorkers: 'block' });

  for (const [name, body, said] of [
    ['breaks while it reads', "self.onmessage = () => { throw new Error('lost its way'); };", 'đã hỏng giữa chừng'],
    ['never answers', 'self.onmessage = () => {};', 'Đọc tệp quá lâu (20 giây)'],
  ]) {
    test(`and ${name} is ended, and the next one reads`, async ({ page, site, context }) => {
      await context.route(/worker-boot/, (route) => route.fulfill({ contentType: 'text/javascript', headers: { 'Cache-Control': 'no-store' }, body }));
      await page.clock.install();
      await open(page, site, 'units');
      await choose(page, 'one.xlsx');
      await expect(panel(page)).toContainText(name === 'never answers' ? 'Đang đọc tệp one.xlsx' : said);
      await page.clock.fastForward(21_000);
      await expect(panel(page)).toContainText('one.xlsx: chưa nhận được');
      await expect(panel(page)).toContainText(said);
      await context.unroute(/worker-boot/);
      await choose(page, 'good.xlsx');
      await expect(panel(page)).toContainText('good.xlsx: 3 dòng đơn vị');
    });
  }
});

test('the example is a table that is read', async ({ page, site }) => {
  await open(page, site, 'units');
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Tải bảng mẫu' }).click()]);
  expect(readFileSync(await file.path()).subarray(0, 3).toString('hex')).toBe('efbbbf');
  await page.getByLabel('Chọn tệp bảng đơn vị').setInputFiles(await file.path());
  await expect(panel(page)).toContainText('3 dòng đơn vị');
  await expect(panel(page)).toContainText('Không thấy lỗi.');
});

test('the drawn code opens the right unit, and a link of another edition refuses', async ({ page, site, context }, info) => {
  await open(page, site, 'links');
  await expect(page.getByRole('heading', { name: '62 đường dẫn' })).toBeVisible();
  await expectNoViolations(page);
  await page.getByLabel('Tìm đơn vị').fill('tai chinh');
  await expect(page.locator('.links__row')).toHaveCount(1);
  await page.getByRole('button', { name: 'Mã QR và in: Sở Tài chính' }).click();
  const [address] = await read(page);
  expect(address).toBe(await page.locator('.links__link').innerText());
  expect(address).toMatch(/#\/r\/demo\?u=STC&g=citizen&q=ward-office&c=[0-9A-Z]{16}&k=FR7P66A7TYR3B4G7$/);
  await expectNoViolations(page);
  await screenshots(page, info, 'manage-links');
  const citizen = await context.newPage();
  await citizen.goto(address);
  await expect(citizen.getByText('Sở Tài chính').first()).toBeVisible();
  await citizen.goto('about:blank');
  await citizen.goto(address.replace(/c=.*/, 'c=0000000000000000'));
  await expect(citizen.getByText('bản khác')).toBeVisible();
});

test('links are copied one by one, with their text, and all at once', async ({ page, site, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, site, 'links');
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole('button', { name: 'Chép đường dẫn: Sở Y tế' }).click();
  await expect(page.getByText('Đã chép đường dẫn của Sở Y tế.')).toBeVisible();
  expect(await clipboard()).toMatch(/#\/r\/demo\?u=SYT&g=citizen&q=ward-office&c=/);
  await page.getByRole('button', { name: 'Chép lời mời Zalo: Sở Y tế' }).click();
  await expect(page.getByText('Dán vào Zalo rồi gửi')).toBeVisible();
  for (const text of ['Sở Nội vụ tỉnh Sơn Giang', '217/KH-UBND', '15/09/2026', '0200 3 888 888', 'không thu tiền', '?u=SYT&g=citizen&q=ward-office&c=']) {
    expect(await clipboard()).toContain(text);
  }
  await page.getByRole('button', { name: 'Sao chép tất cả' }).click();
  await expect(page.getByText('Đã chép 62 dòng')).toBeVisible();
  const lines = (await clipboard()).trimEnd().split(/\r?\n/);
  expect(lines).toHaveLength(63);
  expect(lines[1].split('\t')).toHaveLength(4);
});

test('the address must be one that phones open', async ({ page, site }) => {
  await open(page, site, 'links');
  await expect(page.getByText('chỉ mở được trên chính máy này')).toBeVisible();
  const base = page.getByLabel('Địa chỉ trang khảo sát');
  await base.fill('http://khaosat.songiang.gov.vn');
  await expect(page.getByText('không bắt đầu bằng https://')).toBeVisible();
  await expect(page.locator('.links__row')).toHaveCount(0);
  await base.fill('https://khaosat.songiang.gov.vn');
  await expect(page.locator('.links__link').first()).toHaveText(/^https:\/\/khaosat\.songiang\.gov\.vn\/#\/r\/demo\?u=SNNMT&g=citizen&q=ward-office&c=/);
});

test('a draft with changes still gives the links of what was given out', async ({ page, site }) => {
  await open(page, site, 'units');
  await paste(page, table);
  await page.getByRole('button', { name: 'Nhận vào đợt' }).click();
  await expect.poll(() => codes(page)).toContainEqual(['S77', 30]);
  await open(page, site, 'links');
  await expect(page.getByText('Bản nháp có thay đổi chưa phát hành')).toBeVisible();
  await expect(page.getByRole('heading', { name: '62 đường dẫn' })).toBeVisible();
  await page.getByLabel('Tìm đơn vị').fill('S77');
  await expect(page.getByText('Không có đơn vị nào khớp.')).toBeVisible();
});

test('a round that was never given out has no links', async ({ page, site }) => {
  await page.goto(`${site.url}#/manage`);
  await programRuns(page);
  await page.getByRole('button', { name: 'Tạo đợt điều tra' }).click();
  await page.getByRole('navigation').getByRole('link', { name: 'Đường dẫn, mã QR' }).click();
  await expect(page.getByText('Đợt này chưa phát hành nên chưa có đường dẫn.')).toBeVisible();
  await expectNoViolations(page);
});

/** Width and height of each page of a PDF, in whole millimetres. */
function sizes(pdf) {
  const boxes = [...pdf.toString('latin1').matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)];
  return boxes.map(([, width, height]) => [width, height].map((points) => Math.round((points / 72) * 25.4)).join('×'));
}

test('sheets are A4 and posters A5, one page each, and all their codes are read', async ({ page, site }, info) => {
  await open(page, site, 'links');
  await page.getByLabel('Địa chỉ trang khảo sát').fill('https://khaosat.songiang.gov.vn');
  for (const [button, size, name] of [['In phiếu mời A4 (62)', '210×297', 'sheet'], ['In áp phích A5 (62)', '148×210', 'poster']]) {
    await page.getByRole('button', { name: button }).click();
    await expect(page.locator('.paper')).toHaveCount(62);
    const addresses = await read(page, '.paper .qr');
    expect(new Set(addresses).size).toBe(62);
    expect(addresses[1]).toMatch(/^https:\/\/khaosat\.songiang\.gov\.vn\/#\/r\/demo\?u=STC&g=citizen&q=ward-office&c=[0-9A-Z]{16}&k=FR7P66A7TYR3B4G7$/);
    const first = page.locator('.paper').nth(1);
    for (const text of ['Sở Nội vụ tỉnh Sơn Giang', '217/KH-UBND', '15/09/2026', 'Sở Tài chính', '0200 3 888 888', 'không hỏi họ tên, số căn cước, số tài khoản, mã OTP', 'Không thu tiền', 'khaosat.songiang.gov.vn/#/r/demo?u=STC&g=citizen&q=ward-office']) {
      await expect(first).toContainText(text);
    }
    // Nothing is cut off, whatever the unit is called.
    const cut = await page.locator('.paper').evaluateAll((all) => all.filter((paper) => paper.scrollHeight > paper.clientHeight || paper.scrollWidth > paper.clientWidth).length);
    expect(cut).toBe(0);
    await expectNoViolations(page);
    await screenshots(page, info, `manage-${name}`);
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    expect(sizes(pdf)).toEqual(Array(62).fill(size));
    await page.getByRole('button', { name: 'Đóng' }).click();
  }
});

test('a very long name stays on its page', async ({ page, site }) => {
  await open(page, site, 'links');
  await page.getByRole('button', { name: /In áp phích A5/ }).click();
  const long = 'Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh, bộ phận Trung tâm Phục vụ hành chính công';
  for (const form of ['poster', 'sheet']) {
    const cut = await page.evaluate(([name, kind]) => {
      const paper = document.querySelector('.paper');
      paper.className = `paper paper--${kind}`;
      paper.querySelector('.paper__name').textContent = name;
      return paper.scrollHeight > paper.clientHeight;
    }, [long, form]);
    expect(cut, form).toBe(false);
  }
});
