// The key of a round on the real page: made, saved, printed, tried by sheets and by file; a
// round that is not given out before; what of it is stored; a link of another key.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { demo, makeKey, unlock, unlockDemo } from './key.mjs';
import { dist, expect, expectNoViolations, programRuns, screenshots, test } from './fixtures.mjs';
import { unzip } from './unzip.mjs';

const go = async (page, name) => {
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
};

/** A round that lacks nothing but its key, open on the page of the key. */
async function keyless(page, site) {
  await page.goto(`${site.url}#/manage`);
  await programRuns(page);
  await page.getByRole('button', { name: 'Tạo đợt điều tra' }).click();
  await page.getByLabel('Cơ quan thực hiện').fill('Sở Nội vụ tỉnh Sơn Giang');
  await page.getByLabel('Số kế hoạch').fill('217/KH-UBND');
  await page.getByLabel('Đường dây nóng').fill('0200 3 888 888');
  await go(page, 'Đơn vị');
  await page.getByRole('button', { name: 'Thêm đơn vị', exact: true }).click();
  await page.locator('#f-units-0--name').fill('Phường Một');
  await page.locator('#f-units-0--strata-0--population').fill('1279');
  await go(page, 'Khóa');
}

const zip = (page) => page.getByRole('button', { name: 'Lưu tệp đợt (ZIP)' });
const fits = (page) => expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);

/** Everything that the browser stores, as one text. */
const stored = (page) => page.evaluate(async () => {
  const texts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((resolve) => Object.assign(indexedDB.open(name), { onsuccess: ({ target }) => resolve(target.result) }));
    for (const store of database.objectStoreNames) {
      const all = database.transaction(store).objectStore(store).getAll();
      await new Promise((resolve) => Object.assign(all, { onsuccess: resolve }));
      texts.push(JSON.stringify(all.result));
    }
    database.close();
  }
  return texts.join('\n');
});

test('a drop box that this host may not send to is said before the round is given out', async ({ page, site }) => {
  await keyless(page, site);
  await page.getByLabel('Địa chỉ hộp nhận phiếu').fill('https://hop.songiang.gov.vn/phieu-2026');
  await go(page, 'Phát hành');
  const found = page.locator('#findings');
  await expect(found).toContainText('chưa được phép gửi tới https://hop.songiang.gov.vn/phieu-2026');
  await expect(found).toContainText('DROP_BOX=https://hop.songiang.gov.vn/phieu-2026');
  await expect(found).not.toContainText('Chưa có hộp nhận phiếu');
  await expectNoViolations(page);
});

test('made, printed, tried by two sheets, and then the round is given out without it', async ({ page, site }, info) => {
  await keyless(page, site);
  await go(page, 'Phát hành');
  await expect(zip(page)).toBeDisabled();
  await expect(page.locator('#findings')).toContainText('Chưa tạo khóa của đợt');
  await page.getByRole('button', { name: /Khóa của đợt$/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Khóa');

  // A passphrase is judged while it is typed, and no key is made of a weak one.
  await page.locator('#key-words').fill('matkhau123');
  await expect(page.locator('#key-worth')).toContainText('Quá yếu');
  await page.locator('#key-again').fill('matkhau123');
  await page.getByRole('button', { name: 'Tạo khóa', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Mật khẩu còn yếu');
  await expect(page.locator('#key-words')).toBeFocused();
  await page.locator('#key-again').fill('khác');
  await expect(page.locator('#key-worth')).toContainText('chưa giống nhau');
  await page.locator('.secret').first().getByRole('button', { name: 'Hiện mật khẩu' }).click();
  await expect(page.locator('#key-words')).toHaveAttribute('type', 'text');

  const { words, name, file } = await makeKey(page);
  expect(words.split(' ')).toHaveLength(6);
  expect(name).toMatch(/^khoa-dot-\d{4}\.json$/);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ phieu: 'key', argon2id: [65536, 3] });

  // Not tried yet: still nothing is given out.
  await go(page, 'Phát hành');
  await expect(zip(page)).toBeDisabled();
  await expect(page.locator('#findings')).toContainText('Chưa thử khôi phục khóa');
  await go(page, 'Khóa');

  await page.locator('#key-sheets').click();
  await expect(page.locator('.paper--key')).toHaveCount(3);
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  const boxes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, w, h]) => [Math.round(w), Math.round(h)]);
  expect(boxes).toEqual([[595, 842], [595, 842], [595, 842]]);
  await expectNoViolations(page);
  await screenshots(page, info, 'manage-key-sheets', () => fits(page));
  await page.setViewportSize({ width: 1280, height: 800 });
  const sheets = await page.locator('.paper--key').evaluateAll((all) => all.map((paper) => [...paper.querySelectorAll('.code code')].map((group) => group.textContent)));
  await page.getByRole('button', { name: 'Đóng', exact: true }).click();

  // Typed back: small letters, O for 0; an error is said at its group, and pasting fills a sheet.
  await page.getByLabel('Hai tờ khôi phục').check();
  await page.locator('#sheet-0-0').pressSequentially(sheets[0].join('').toLowerCase().replaceAll('0', 'o'), { delay: 15 });
  await expect(page.locator('.typed').first()).toContainText('Đúng 16 trong 16 nhóm');
  const wrong = [...sheets[2]];
  wrong[6] = wrong[6].replace(/.$/, (last) => (last === '7' ? '8' : '7'));
  await page.locator('#sheet-1-0').fill(wrong.join(' - '));
  await expect(page.locator('#sheet-1-6')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('#sheet-1-6-found')).toContainText('Nhóm 7 có chữ gõ sai');
  await page.getByRole('button', { name: 'Ghép hai tờ thành khóa' }).click();
  await expect(page.getByRole('alert')).toContainText('Tờ thứ hai. Nhóm 7');
  await expect(page.locator('#sheet-1-6')).toBeFocused();
  await expectNoViolations(page);
  await screenshots(page, info, 'manage-key-typed', () => fits(page));
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.locator('#sheet-1-6').fill(sheets[2][6]);
  await expect(page.locator('#sheet-1-7')).toBeFocused();
  await page.getByRole('button', { name: 'Ghép hai tờ thành khóa' }).click();
  await expect(page.locator('#key-open')).toBeFocused();
  await expect(page.getByText(/Khôi phục khóa đã thử thành công/)).toBeVisible();
  await expect(page.getByText(/Đã lưu trên máy này lúc/)).toBeVisible();

  // Given out: the package, and what the browser stores, have the public half alone.
  await go(page, 'Phát hành');
  const [package_] = await Promise.all([page.waitForEvent('download'), zip(page).click()]);
  const bytes = readFileSync(await package_.path());
  const files = unzip(bytes);
  const id = name.slice('khoa-'.length, -'.json'.length);
  const { key } = JSON.parse(files[`campaigns/${id}.json`]);
  expect(key).toBe(JSON.parse(readFileSync(file, 'utf8')).public);
  const everything = `${bytes.toString('latin1')}\n${await stored(page)}`;
  expect(everything).toContain(key);
  const { sealed } = JSON.parse(readFileSync(file, 'utf8'));
  for (const secret of [words, sealed, ...sheets.map((sheet) => sheet.slice(4).join('')), ...sheets.flat().slice(4)]) expect(everything).not.toContain(secret);
  for (const sheet of sheets) expect(everything).not.toContain(sheet.slice(4).map((group) => group.slice(0, 4)).join(''));

  // Its links carry the key's mark, and the key stays.
  await go(page, 'Đường dẫn, mã QR');
  await expect(page.locator('.links__link').first()).toHaveText(/&c=[0-9A-Z]{16}&k=[0-9A-Z]{16}$/);
  await go(page, 'Khóa');
  await expect(page.getByText('Khóa đã phát hành cùng đợt')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Tạo khóa khác thay khóa này' })).toHaveCount(0);
});

test('tried by its file after the page was closed; what is wrong with a file is said', async ({ page, site }) => {
  await keyless(page, site);
  const key = await makeKey(page);
  await page.reload();
  await programRuns(page);
  await expect(page.locator('#key-save')).toHaveCount(0);
  await expect(page.getByText('chưa thử khôi phục', { exact: false }).first()).toBeVisible();

  const text = readFileSync(key.file, 'utf8');
  const choose = (name, content) => page.locator('#key-file').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
  for (const [name, content, said] of [
    ['dot.json', readFileSync('public/campaigns/desk.json', 'utf8'), 'không phải tệp khóa'],
    ['hong.json', text.replace('"sealed":"', '"sealed":"0'), 'Tệp khóa bị hỏng'],
    ['demo.json', readFileSync(demo.file, 'utf8'), 'của khóa khác (đợt “demo”)'],
  ]) {
    await choose(name, content);
    await expect(page.getByRole('alert')).toContainText(said);
  }
  await page.locator('#key-file').setInputFiles(key.file);
  await page.locator('#key-passphrase').fill('sai mat khau roi day nhe');
  await page.getByRole('button', { name: 'Mở khóa', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Mật khẩu không đúng', { timeout: 60_000 });
  await expectNoViolations(page);
  await unlock(page, key);
  await expect(page.getByText(/Khôi phục khóa đã thử thành công/)).toBeVisible();

  // Another set of sheets says another time, and the lock forgets the key.
  await page.getByRole('button', { name: 'In bộ tờ mới' }).click();
  await page.locator('#key-sheets').click();
  await expect(page.locator('.paper--key')).toHaveCount(3);
  await page.getByRole('button', { name: 'Đóng', exact: true }).click();
  await page.getByRole('button', { name: 'Khóa lại' }).click();
  await expect(page.locator('#key-open')).toHaveCount(0);
  await expect(page.getByText(/Khôi phục khóa đã thử thành công/)).toBeVisible();

  // A key in its place has to be tried again.
  await page.getByRole('button', { name: 'Tạo khóa khác thay khóa này' }).click();
  await makeKey(page);
  await expect(page.getByText(/Khôi phục khóa đã thử thành công/)).toHaveCount(0);
  await go(page, 'Phát hành');
  await expect(zip(page)).toBeDisabled();
});

test('opening is stopped and begun again; a worker that breaks is told', async ({ page, site }) => {
  await page.goto(`${site.url}#/manage/key?c=demo`);
  await programRuns(page);
  // The worker never answers: the page stays usable and can stop it.
  await page.evaluate(() => { Worker.prototype.postMessage = function postMessage() {}; });
  await page.locator('#key-file').setInputFiles(demo.file);
  await page.locator('#key-passphrase').fill(demo.words);
  await page.getByRole('button', { name: 'Mở khóa', exact: true }).click();
  await expect(page.getByText('Đang mở khóa…')).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Dừng' }).click();
  await expect(page.getByText('Đang mở khóa…')).toHaveCount(0);
  await page.evaluate(() => { Worker.prototype.postMessage = function postMessage() { this.onerror?.(new ErrorEvent('error', { message: 'unreachable' })); }; });
  await page.getByRole('button', { name: 'Mở khóa', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Trình duyệt dừng giữa chừng');
  await page.reload();
  await programRuns(page);
  await unlockDemo(page);
});

test('a drop box and the day of erasure have their place', async ({ page, site }) => {
  await keyless(page, site);
  await expect(page.getByText('Chưa có hộp nhận phiếu.', { exact: false })).toBeVisible();
  await page.getByLabel('Địa chỉ hộp nhận phiếu').fill('http://hop.songiang.gov.vn/phieu');
  await expect(page.locator('#f-drop_box-found')).toContainText('cần bắt đầu bằng https://');
  await page.getByLabel('Địa chỉ hộp nhận phiếu').fill('https://hop.songiang.gov.vn/phieu-2026');
  await expect(page.locator('#f-drop_box-found')).not.toContainText('cần bắt đầu bằng https://');
  await page.locator('#f-keep_until').fill('2020-01-01');
  await expect(page.locator('#f-keep_until-found')).toContainText('đứng trước ngày đóng đợt');
});

for (const scheme of ['light', 'dark']) {
  test.describe(`in ${scheme}`, () => {
    test.use({ colorScheme: scheme });
    test('axe finds nothing, and the page fits every screen', async ({ page, site }, info) => {
      await keyless(page, site);
      await page.locator('#key-words').fill('lua gach vuon suong');
      await expectNoViolations(page);
      await screenshots(page, info, `manage-key-${scheme}`, () => fits(page));
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.goto(`${site.url}#/manage/key?c=demo`);
      await unlockDemo(page);
      await expectNoViolations(page);
    });
  });
}

test('a link of another key, and a campaign without one, do not start', async ({ page, site }, info) => {
  const folder = info.outputPath('dist');
  cpSync(dist, folder, { recursive: true });
  site.use(folder);
  const campaign = JSON.parse(readFileSync('public/campaigns/demo.json', 'utf8'));
  const put = (name, change) => writeFileSync(`${folder}/campaigns/${name}.json`, JSON.stringify({ ...campaign, ...change, id: name }));
  put('keyless', { key: null });
  put('keyed', {});
  for (const [hash, said] of [
    ['#/r/keyed?u=X01&k=0123456789ABCDEF', 'Khóa của đợt khảo sát không khớp với đường dẫn'],
    ['#/r/keyless?u=X01', 'Đợt khảo sát này chưa có khóa'],
    ['#/collect/keyed?k=0123456789ABCDEF', 'Khóa của đợt khảo sát không khớp với đường dẫn'],
    ['#/collect/keyless', 'Đợt khảo sát này chưa có khóa'],
  ]) {
    await page.goto('about:blank');
    await page.goto(site.url + hash);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(said);
    await expect(page.locator('#consent')).toHaveCount(0);
    await expectNoViolations(page);
  }
  await page.goto('about:blank');
  await page.goto(`${site.url}#/r/keyed?u=X01&k=FR7P66A7TYR3B4G7`);
  await expect(page.locator('#consent')).toBeVisible();
});
