// A whole round as a province runs it, by people who see this program for the first time:
// set up from a pasted table, released, put beside the program; answered in another
// browser from the address of the printed code; collected on a tablet with a hand-over, a
// refusal and a correction; analysed, every start accounted for.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { read } from './codes.mjs';
import { envelopes } from './envelopes.mjs';
import { dist, expect, programRuns, test } from './fixtures.mjs';
import { makeAndTry, unlock } from './key.mjs';
import { fillToReview, finish } from './respondent.mjs';
import { PIN, tap, typePin } from './surveyor.mjs';
import { unzip } from './unzip.mjs';

const table = [
  'Mã\tTên đơn vị\tTên cũ\tLoại\tThôn, tổ\tN\tChỉ tiêu',
  'P01\tUBND phường Bến Đá\txã Bến Đá; xã Hòa Lạc\tPhường\tTổ 1; Tổ 2\t1.279\t20',
  'X01\tUBND xã Kim Đàm\txã Kim Sơn\tXã\tThôn Đông; Thôn Đoài\t640\t20',
  'X02\tUBND xã Thượng Lâm\t\tXã\tBản Hạ\t9\t9',
].join('\n');

const go = async (page, name) => {
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
};

/** A round from an empty desk to its files beside a copy of dist; gives id and addresses by unit. */
async function setUp(page, site, info) {
  await page.goto(site.url);
  await page.getByRole('link', { name: /Quản lý đợt/ }).click();
  await page.getByRole('button', { name: 'Tạo đợt điều tra' }).click();
  await page.getByLabel('Cơ quan thực hiện').fill('Sở Nội vụ tỉnh Sơn Giang');
  await page.getByLabel('Số kế hoạch').fill('217/KH-UBND');
  await page.getByLabel('Đường dây nóng').fill('0200 3 888 888');
  await page.locator('#f-opens').fill('2025-01-01');
  await page.locator('#f-closes').fill('2099-12-31');
  await go(page, 'Đơn vị');
  await page.getByLabel('Dán bảng vào đây').fill(table);
  await page.getByRole('button', { name: 'Đọc bảng vừa dán' }).click();
  await page.getByRole('button', { name: 'Nhận vào đợt' }).click();
  await expect(page.locator('#import')).toContainText('thêm 3');
  // What it means is said before the field: a commune of nine cannot be published by itself.
  await go(page, 'Cỡ mẫu');
  await expect(page.getByRole('row', { name: /Thượng Lâm/ })).toContainText('N nhỏ hơn số tối thiểu');
  const key = await makeAndTry(page);
  await go(page, 'Phát hành');
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Lưu tệp đợt (ZIP)' }).click()]);
  const folder = info.outputPath('dist');
  cpSync(dist, folder, { recursive: true });
  for (const [name, bytes] of Object.entries(unzip(readFileSync(await file.path())))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  site.use(folder);
  await go(page, 'Đường dẫn, mã QR');
  await page.getByRole('button', { name: /^In phiếu mời A4/ }).click();
  await expect(page.locator('.qr')).toHaveCount(3);
  const addresses = await read(page);
  return { key, id: /^(.*)-1\.zip$/.exec(file.suggestedFilename())[1], address: (unit) => addresses.find((text) => text.includes(`u=${unit}&`)) };
}

/** Fills the open form on the tablet to its end. */
async function answer(page) {
  await expect(page.locator('#next')).toBeVisible();
  for (let turn = 0; turn < 40 && !(await page.locator('.review').count()); turn += 1) {
    const place = await page.locator('.top__place').innerText();
    for (const group of await page.locator('main [role=radiogroup]').all()) await group.locator('label.choice').first().click();
    await tap(page, page.locator('#next'));
    await expect(page.locator('.top__place')).not.toHaveText(place);
  }
  await tap(page, page.locator('#next'));
  await expect(page.locator('#receipt')).toBeVisible();
}

test('a round of three units, from the pasted table to the register of every start', async ({ page, site, browser }, info) => {
  test.setTimeout(240_000);
  const { id, key, address } = await setUp(page, site, info);

  const field = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', viewport: { width: 360, height: 640 }, hasTouch: true });
  const phone = await field.newPage();
  await phone.goto(address('X01'));
  await expect(phone.getByText('UBND xã Kim Đàm').first()).toBeVisible();
  await expect(phone.getByText('217/KH-UBND')).toBeVisible();
  await phone.locator('#consent').click();
  await expect(phone.locator('#next')).toBeVisible();
  await fillToReview(phone);
  await finish(phone);
  await phone.close();

  const tablet = await field.newPage();
  await tablet.setViewportSize({ width: 600, height: 960 });
  await tablet.goto(`${site.url}#/collect/${id}`);
  await expect(tablet.locator('#ready')).toHaveText(/Máy đã sẵn sàng dùng không mạng/);
  await tablet.locator('#go-on').click();
  await tablet.locator('#surveyor').fill('DTV01');
  await tablet.locator('#pin').fill(PIN);
  await tablet.locator('#pin-again').fill(PIN);
  await tablet.locator('#settle').click();
  // The ward by a name that it had before.
  await tablet.locator('#unit-search').fill('hoa lac');
  await tablet.locator('.units__unit').first().click();
  await tablet.locator('.chip', { hasText: 'Tổ 2' }).click();
  await tablet.locator('#confirm').click();
  await expect(tablet.locator('h1')).toHaveText('UBND phường Bến Đá');

  await tap(tablet, tablet.locator('#next-form'));
  await tap(tablet, tablet.locator('#consent'));
  await answer(tablet);
  await tap(tablet, tablet.locator('#next-form'));
  await tap(tablet, tablet.locator('#outcome-refused'));
  await tap(tablet, tablet.locator('#leave'));

  await tap(tablet, tablet.locator('#hand-over'));
  await tap(tablet, tablet.locator('#consent'));
  await answer(tablet);
  await expect(tablet.getByText('Xin trả máy cho điều tra viên')).toBeVisible();
  await tablet.locator('#exit').click();
  await typePin(tablet, PIN);
  await expect(tablet.locator('#quota')).toContainText('2 / 20');

  // The interview was about the other unit.
  await tablet.locator('.done__one', { hasText: 'Hoàn thành' }).filter({ hasText: 'Bến Đá' }).last().locator('.link').click();
  await tablet.locator('#reason').fill('chọn nhầm đơn vị');
  await tablet.locator('#unit-search').fill('kim son');
  await tap(tablet, tablet.locator('.units__unit').first());
  await expect(tablet.locator('#quota')).toContainText('1 / 20');
  const headers = (await envelopes(tablet, undefined, key)).map(({ header, outcome }) => [header.unit, header.channel, outcome].join(' ')).sort();
  expect(headers).toEqual(['P01 interviewer complete', 'P01 interviewer refused', 'P01 self_on_tablet complete', 'X01 open_link complete']);

  await tablet.setViewportSize({ width: 1280, height: 800 });
  await tablet.goto('about:blank');
  await tablet.goto(`${site.url}#/analyse/receive?c=${id}`);
  await programRuns(tablet);
  await unlock(tablet, key);
  await tablet.locator('#take-machine').click();
  await expect(tablet.locator('#counts .kpi__value')).toHaveText(['4', '0', '0', '1']);
  await tablet.getByRole('navigation').getByRole('link', { name: 'Kiểm tra phiếu' }).click();
  const cell = (head) => tablet.locator('#register').evaluate((register, wanted) => {
    const heads = [...register.querySelectorAll('thead th')].map((th) => th.innerText.trim());
    const foot = [...register.querySelectorAll('tfoot th, tfoot td')].map((td) => td.innerText.trim());
    return foot[heads.indexOf(wanted)];
  }, head);
  await expect.poll(() => cell('Hợp lệ, chọn mẫu')).toBe('2');
  expect(await cell('Hợp lệ, đường dẫn mở')).toBe('1');
  expect(await cell('Từ chối')).toBe('1');
  await expect(tablet.locator('#register-all')).toContainText('Tất cả: 4 phiếu.');
  await expect(tablet.locator('#corrections tbody')).toContainText('Sửa đơn vị: UBND xã Kim Đàm');
  await expect(tablet.locator('#corrections tbody')).toContainText('chọn nhầm đơn vị');
  await field.close();
});
