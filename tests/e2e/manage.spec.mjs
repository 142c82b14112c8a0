// A manager's work on the real page: a round from an empty desk, by keyboard, to files
// that stand beside the program and are answered; and what goes wrong on the way.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dist, expect, expectNoViolations, programRuns, screenshots, test } from './fixtures.mjs';
import { makeAndTry } from './key.mjs';
import { arrive, envelopes, fillToReview, finish } from './respondent.mjs';
import { unzip } from './unzip.mjs';

const pages = {
  general: 'Thông tin chung',
  groups: 'Người trả lời',
  units: 'Đơn vị',
  sample: 'Cỡ mẫu',
  key: 'Khóa',
  links: 'Đường dẫn, mã QR',
  release: 'Phát hành',
};

async function open(page, site, hash = '#/manage') {
  await page.goto(site.url + hash);
  await programRuns(page);
}

/** Presses Tab until the focus is there. */
async function tabTo(page, locator) {
  await expect(locator).toBeVisible();
  for (let turn = 0; turn < 150; turn += 1) {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not reach ${locator}`);
}

async function press(page, locator) {
  await tabTo(page, locator);
  await page.keyboard.press('Enter');
}

async function type(page, locator, text) {
  await tabTo(page, locator);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

const link = (page, slug) => page.getByRole('navigation').getByRole('link', { name: pages[slug], exact: true });

async function go(page, slug) {
  await link(page, slug).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(pages[slug]);
}

const saved = (page) => expect(page.getByText(/Đã lưu trên máy này lúc/)).toBeVisible();
const keys = (page) => page.evaluate(() => Object.keys(localStorage).sort());

/** A new round with everything but units. */
async function begin(page) {
  await page.getByRole('button', { name: 'Tạo đợt điều tra' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(pages.general);
  await page.getByLabel('Cơ quan thực hiện').fill('Sở Nội vụ tỉnh Sơn Giang');
  await page.getByLabel('Số kế hoạch').fill('217/KH-UBND');
  await page.getByLabel('Đường dây nóng').fill('0200 3 888 888');
}

/** The files of the release, and the folder of a copy of dist beside which they stand. */
async function release(page, info, site) {
  await go(page, 'release');
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Lưu tệp đợt (ZIP)' }).click()]);
  const files = unzip(readFileSync(await file.path()));
  const folder = info.outputPath('dist');
  cpSync(dist, folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  site.use(folder);
  return { name: file.suggestedFilename(), files };
}

test('a round of three units by keyboard, reloaded in the middle, released and answered', async ({ page, site, browser }, info) => {
  await open(page, site);
  await press(page, page.getByRole('button', { name: 'Tạo đợt điều tra' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(pages.general);
  await type(page, page.getByLabel('Cơ quan thực hiện'), 'Sở Nội vụ tỉnh Sơn Giang');
  await type(page, page.getByLabel('Số kế hoạch'), '217/KH-UBND');
  await type(page, page.getByLabel('Đường dây nóng'), '0200 3 888 888');
  await page.locator('#f-opens').fill('2025-01-01');
  await page.locator('#f-closes').fill('2099-12-31');
  await saved(page);

  await page.reload();
  await programRuns(page);
  await expect(page.getByLabel('Đường dây nóng')).toHaveValue('0200 3 888 888');
  await expect(page.locator('#f-opens')).toHaveValue('2025-01-01');

  await press(page, link(page, 'units'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(pages.units);
  for (const [i, name, population] of [[0, 'Phường Một', '1279'], [1, 'Phường Hai', '640'], [2, 'Phường Ba', '9']]) {
    await press(page, page.getByRole('button', { name: 'Thêm đơn vị', exact: true }));
    await expect(page.locator(`#f-units-${i}--name`)).toBeFocused();
    await page.keyboard.type(name);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type(population);
  }
  await expect(page.locator('#f-units-2--strata-0--population')).toHaveValue('9');

  // One step back and forward, by keyboard, in the field itself.
  await page.keyboard.press('Control+z');
  await expect(page.locator('#f-units-2--strata-0--population')).toHaveValue('');
  await page.keyboard.press('Control+Shift+Z');
  await expect(page.locator('#f-units-2--strata-0--population')).toHaveValue('9');

  await press(page, link(page, 'sample'));
  await type(page, page.getByLabel('Số phiếu như nhau cho mỗi đơn vị'), '60');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const row = (name) => page.getByRole('row', { name: new RegExp(name) });
  await expect(row('Phường Một')).toContainText('±12,36 %');
  await expect(row('Phường Ba')).toContainText('N nhỏ hơn số tối thiểu');

  const key = await makeAndTry(page);
  const { name, files } = await release(page, info, site);
  expect(name).toMatch(/^dot-\d{4}-1\.zip$/);
  const id = name.slice(0, -6);
  const mark = await page.getByText(/Đã phát hành bản 1/).innerText();
  expect(Object.keys(files).filter((path) => /^questionnaires\/ward-office-[0-9A-Z]{16}\.json$/.test(path))).toHaveLength(1);
  expect(JSON.parse(files['campaigns/index.json']).map((listed) => listed.id)).toEqual(['demo', 'desk', id]);
  expect(files['HUONG-DAN.txt'].toString()).toContain('Giải nén');

  // A second browser, by the link of this edition.
  const other = await browser.newContext({ locale: 'vi-VN' });
  const citizen = await other.newPage();
  await arrive(citizen, site, `${id}?u=DV-2&c=${mark.match(/[0-9A-Z]{16}/)[0]}`);
  await expect(citizen.getByText('Sở Nội vụ tỉnh Sơn Giang', { exact: true })).toBeVisible();
  await expect(citizen.getByText('Phường Hai').first()).toBeVisible();
  await citizen.locator('#consent').click();
  await expect(citizen.locator('#next')).toBeVisible();
  await fillToReview(citizen);
  await finish(citizen);
  const [envelope] = await envelopes(citizen, undefined, key);
  expect(envelope.header).toMatchObject({ campaign: [id, 1], unit: 'DV-2', group: 'citizen' });
  await other.close();

  // The same round for the analyst, by its address, though an old list does not name it.
  writeFileSync(join(info.outputPath('dist'), 'campaigns/index.json'), '[{"id":"demo","title":{"vi":"Đợt minh họa"}},{"id":"desk","title":{"vi":"Nơi trả kết quả"}}]');
  await open(page, site, `#/analyse?c=${id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tiếp nhận phiếu');
  await expect(page.getByLabel('Đợt điều tra')).toHaveValue(id);
});

test('trying out stores nothing but the round itself', async ({ page, site, context }) => {
  await open(page, site);
  await begin(page);
  await go(page, 'units');
  await page.getByRole('button', { name: 'Thêm đơn vị', exact: true }).click();
  await page.locator('#f-units-0--name').fill('Phường Một');
  await go(page, 'groups');
  await saved(page);
  const before = await keys(page);
  const [form] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: /^Làm thử/ }).click()]);
  await expect(form.locator('#consent')).toBeVisible();
  await expect(form.getByText('Làm thử – không lưu gì')).toBeVisible();
  await form.locator('#consent').click();
  await expect(form.locator('#next')).toBeVisible();
  await fillToReview(form);
  await form.locator('#next').click();
  // No receipt for what was not stored.
  await expect(form.getByText('Đây là bản làm thử: không lưu, không gửi gì.')).toBeVisible();
  await expect(form.locator('#receipt')).toHaveCount(0);
  const after = await keys(form);
  expect(after.filter((key) => !before.includes(key))).toEqual([expect.stringMatching(/^phieu\.0\.tryout\.dot-\d{4}$/)]);
});

test('a try-out that cannot be made says why and opens no tab', async ({ page, site, context }) => {
  await open(page, site);
  await begin(page);
  await go(page, 'groups');
  await page.getByRole('link', { name: /^Làm thử/ }).click();
  await expect(page.getByRole('alert')).toContainText('Đợt không có đơn vị');
  expect(context.pages()).toHaveLength(1);
});

test('broken files are told apart, and change nothing', async ({ page, site }) => {
  await open(page, site);
  await begin(page);
  await saved(page);
  await page.getByRole('navigation').getByRole('link', { name: 'Các đợt điều tra' }).click();
  const before = await page.evaluate(() => JSON.stringify(localStorage));
  const good = readFileSync('public/campaigns/desk.json', 'utf8');
  for (const [name, text, said] of [
    ['cut.json', good.slice(0, 300), /Tệp không đúng dạng/],
    ['date.json', good.replace('2026-09-30', '2026-09-31'), /period\.to/],
    ['torn.zip', 'PK\u0003\u0004', /Tệp ZIP hỏng/],
  ]) {
    await page.getByLabel(/Mở tệp đợt/).setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) });
    await expect(page.getByRole('alert')).toContainText(`Chưa mở được tệp ${name}`);
    await expect(page.getByRole('alert')).toContainText(said);
  }
  expect(await page.evaluate(() => JSON.stringify(localStorage))).toBe(before);
  await expectNoViolations(page);
  await page.getByLabel(/Mở tệp đợt/).setInputFiles('public/campaigns/desk.json');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(pages.general);
  await expect(page.getByLabel('Tên đợt', { exact: true })).toHaveValue(/phường Sơn Thành/);
});

test('a full browser loses nothing that stands in the page', async ({ page, site }) => {
  await open(page, site);
  await begin(page);
  await saved(page);
  await page.evaluate(() => {
    let size = 1 << 20;
    for (let n = 0; size > 8; n += 1) {
      try { localStorage.setItem(`filler${n}`, 'x'.repeat(size)); } catch { size >>= 1; }
    }
  });
  const long = 'Để biết nơi nào cần phục vụ tốt hơn. '.repeat(8);
  await page.getByLabel('Mục đích, một câu').fill(long);
  await expect(page.getByRole('alert')).toContainText('Bộ nhớ của trình duyệt đã đầy');
  await expect(page.getByLabel('Mục đích, một câu')).toHaveValue(long);
  await expectNoViolations(page);
  await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('filler')).forEach((key) => localStorage.removeItem(key)));
  await page.getByRole('button', { name: 'Thử lưu lại' }).click();
  await saved(page);
  await page.reload();
  await expect(page.getByLabel('Mục đích, một câu')).toHaveValue(long);
});

test('a finding leads to its field, on whatever page that is', async ({ page, site }) => {
  await open(page, site, '#/manage/release?c=demo');
  await page.getByRole('button', { name: 'Đơn vị – UBND xã Xà Hồ' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(pages.units);
  const quota = page.getByRole('textbox', { name: /^Chỉ tiêu, Người dân – UBND xã Xà Hồ/ });
  await expect(quota).toBeFocused();
  await expect(quota).toHaveValue('8');
  await quota.fill('12');
  await go(page, 'release');
  await expect(page.getByRole('button', { name: 'Đơn vị – UBND xã Xà Hồ' })).toHaveCount(0);
  await expect(page.getByText('Lưu tệp bây giờ sẽ phát hành bản 2')).toBeVisible();
});

test('a draft is deleted after a question and put back', async ({ page, site }) => {
  await open(page, site);
  await begin(page);
  await saved(page);
  await page.getByRole('navigation').getByRole('link', { name: 'Các đợt điều tra' }).click();
  await page.getByRole('button', { name: /^Xóa – / }).click();
  await expect(page.getByRole('button', { name: 'Xóa bản nháp' })).toBeFocused();
  await page.getByRole('button', { name: 'Xóa bản nháp' }).click();
  await expect(page.getByText('Chưa có bản nháp nào.')).toBeVisible();
  expect(await keys(page)).toEqual([]);
  await page.getByRole('button', { name: 'Lấy lại' }).click();
  await expect(page.getByRole('link', { name: /^Mở – / })).toBeVisible();
  expect(await keys(page)).toHaveLength(1);
});

for (const scheme of ['light', 'dark']) {
  test.describe(`in ${scheme}`, () => {
    test.use({ colorScheme: scheme });
    test('axe finds nothing on any page', async ({ page, site }) => {
      await open(page, site);
      await expectNoViolations(page);
      await begin(page);
      await expectNoViolations(page);
      await go(page, 'groups');
      for (const name of ['Doanh nghiệp, tổ chức', 'Đại biểu Hội đồng nhân dân tỉnh']) await page.getByLabel(name, { exact: true }).first().check();
      for (const summary of await page.locator('summary').all()) await summary.click();
      await expectNoViolations(page);
      await open(page, site, '#/manage/general?c=demo');
      for (const slug of Object.keys(pages)) {
        await go(page, slug);
        if (slug === 'units') await page.getByRole('button', { name: /^Chi tiết – / }).first().click();
        await expectNoViolations(page);
      }
    });
  });
}

test('every page fits every screen', async ({ page, site }, info) => {
  test.setTimeout(120_000);
  await open(page, site);
  const fits = () => expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  await screenshots(page, info, 'manage-rounds', fits);
  await begin(page);
  await screenshots(page, info, 'manage-general', fits);
  await page.setViewportSize({ width: 1280, height: 800 });
  await go(page, 'groups');
  await page.getByLabel('Đại biểu Hội đồng nhân dân tỉnh', { exact: true }).first().check();
  await screenshots(page, info, 'manage-groups', fits);
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(page, site, '#/manage/general?c=demo');
  for (const slug of ['units', 'sample', 'key', 'release']) {
    await page.setViewportSize({ width: 1280, height: 800 });
    await go(page, slug);
    await screenshots(page, info, `manage-${slug}`, fits);
  }
});
