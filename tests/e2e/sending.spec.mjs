// From the end of the form into the drop box, or out of the device by hand. The box is a
// server of CouchDB's protocol with the design document that is shipped.
import { readFileSync } from 'node:fs';
import { expect, expectNoViolations, keptOffline, screenshots } from './fixtures.mjs';
import { bytesOf, inBox, journal, onDevice, test } from './gate.mjs';
import { arrive, fillToReview, finish } from './respondent.mjs';

// A box that does not answer is a line on the console that no page can prevent.
test.use({ allowed: [/ERR_|Failed to load resource|Failed to fetch|NetworkError/] });

const state = (page) => page.locator('.ended__state');
const sent = /Đã gửi lúc \d+:\d\d/;

async function answer(page, site, link = 'demo?u=X01') {
  await arrive(page, site, link);
  await page.locator('#consent').click();
  await fillToReview(page);
  return (await finish(page)).replaceAll('-', '');
}

/** The record of the way of the page's only envelope. */
const way = async (page) => Object.entries(await journal(page)).find(([key]) => key.startsWith('s.'))?.[1];

test('a form is in the box when the page says so, and is what the device has', async ({ page, site, gate }, info) => {
  const receipt = await answer(page, site);
  await expect(state(page)).toContainText(sent);
  expect(Object.keys(await inBox(gate))).toEqual([receipt]);
  expect(await inBox(gate)).toEqual(await onDevice(page));
  await expect.poll(() => way(page)).toMatch(/^box \d+$/);
  await expect(page.locator('.way__hands')).toBeHidden();
  await expectNoViolations(page);
  await screenshots(page, info, 'sent');
  // Opened again: nothing is left, nothing is sent twice.
  await page.reload();
  await expect(page.locator('#consent')).toBeVisible();
  await expect(page.locator('#left')).toHaveCount(0);
  expect(gate.puts).toHaveLength(1);
});

test('a box that is down gets the form when it is up again', async ({ page, site, gate }, info) => {
  gate.mode = 'cut';
  await answer(page, site);
  await expect(state(page)).toContainText('Đang chờ gửi');
  await expect(state(page)).not.toContainText('Đã gửi');
  await expect(page.locator('.way')).toContainText('Chưa tới được hộp nhận');
  await expect.poll(() => way(page)).toMatch(/^to demo [1-9]\d* \d+ -2$/);
  await expectNoViolations(page);
  await screenshots(page, info, 'waiting');
  gate.mode = 503;
  await page.locator('.way__again').click();
  await expect(page.locator('.way')).toContainText('lỗi 503');
  gate.mode = 'open';
  await expect(state(page)).toContainText(sent, { timeout: 30_000 });
  expect(await inBox(gate)).toEqual(await onDevice(page));
});

test('without a network it waits, and goes when there is one', async ({ page, context, site, gate }) => {
  await arrive(page, site, 'demo?u=X01');
  await page.locator('#consent').click();
  await fillToReview(page);
  await context.setOffline(true);
  await finish(page);
  await expect(page.locator('.way')).toContainText('Máy đang không có mạng');
  await expect(state(page)).toContainText('Đang chờ gửi');
  await context.setOffline(false);
  await expect(state(page)).toContainText(sent);
  expect(await inBox(gate)).toEqual(await onDevice(page));
});

test('closed before it was sent: the next page says so and sends', async ({ page, context, site, gate }, info) => {
  gate.mode = 'cut';
  const receipt = await answer(page, site);
  await expect(state(page)).toContainText('Đang chờ gửi');
  await page.close();
  expect(await inBox(gate)).toEqual({});

  gate.mode = 503;
  const next = await context.newPage();
  await arrive(next, site, 'demo?u=X01');
  await expect(next.locator('#left')).toContainText('còn 1 phiếu chưa gửi');
  await screenshots(next, info, 'left');
  gate.mode = 'open';
  await expect(next.locator('#left')).toHaveCount(0, { timeout: 30_000 });
  expect(Object.keys(await inBox(gate))).toEqual([receipt]);
});

test('a box that took it and could not say so has it once', async ({ page, site, gate }) => {
  gate.mode = 'deaf';
  await answer(page, site);
  await expect(state(page)).toContainText('Đang chờ gửi');
  gate.mode = 'open';
  // 409: it is there already.
  await expect(state(page)).toContainText(sent, { timeout: 30_000 });
  expect(gate.puts.length).toBeGreaterThan(1);
  expect(await inBox(gate)).toEqual(await onDevice(page));
});

for (const [status, words] of [[400, 'không hiểu phiếu này'], [403, 'không cho gửi'], [413, 'quá dài']]) {
  test(`refused with ${status} is said as what it is`, async ({ page, site, gate }, info) => {
    gate.mode = status;
    await answer(page, site);
    await expect(state(page)).toContainText(words);
    await expect(state(page)).toContainText(String(status));
    await expect.poll(() => way(page)).toMatch(new RegExp(` ${status}$`));
    // Other ways are open, and there is somebody to call.
    await expect(page.locator('.way__hands')).toBeVisible();
    await expect(page.locator('a[href="tel:02003888888"]')).toBeVisible();
    await expectNoViolations(page);
    if (status === 403) await screenshots(page, info, 'refused');
    // Nobody asks a box again that has refused, until somebody wants it.
    const asked = gate.puts.length;
    await page.waitForTimeout(2_500);
    expect(gate.puts).toHaveLength(asked);
    gate.mode = 'open';
    await page.locator('.way__again').click();
    await expect(state(page)).toContainText(sent);
  });
}

test('two pages of a device send once', async ({ page, context, site, gate }) => {
  gate.mode = 503;
  await answer(page, site);
  await expect(state(page)).toContainText('Đang chờ gửi');
  const other = await context.newPage();
  await arrive(other, site, 'demo?u=X01');
  await expect(other.locator('#left')).toBeVisible();
  gate.mode = 'open';
  gate.puts.length = 0;
  await expect(state(page)).toContainText(sent, { timeout: 30_000 });
  await expect(other.locator('#left')).toHaveCount(0);
  expect(gate.puts).toHaveLength(1);
});

test('the browser sends what a closed page left (Background Sync)', async ({ page, context, site, gate }) => {
  gate.mode = 'cut';
  const receipt = await answer(page, site);
  await keptOffline(page, 'respond');
  await expect(state(page)).toContainText('Đang chờ gửi');
  const home = await context.newPage();
  await home.goto(site.url);
  const session = await context.newCDPSession(home);
  const registered = new Promise((done) => session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => done(registrations[0].registrationId)));
  await session.send('ServiceWorker.enable');
  const registrationId = await registered;
  await page.close();
  gate.mode = 'open';
  await session.send('ServiceWorker.dispatchSyncEvent', { origin: new URL(site.url).origin, registrationId, tag: 'phieu-send', lastChance: false });
  await expect.poll(async () => Object.keys(await inBox(gate))).toEqual([receipt]);
  expect(await inBox(gate)).toEqual(await onDevice(home));
  // The next page learns it from the box.
  await arrive(home, site, 'demo?u=X01');
  await expect(home.locator('#left')).toHaveCount(0);
  await expect.poll(() => way(home)).toMatch(/^box /);
});

test('an official sends as a citizen does', async ({ page, site, gate }) => {
  await page.goto(`${site.url}#/o/demo?u=X01`);
  await page.locator('#consent').click();
  await fillToReview(page);
  await finish(page);
  await expect(state(page)).toContainText(sent);
  expect(await inBox(gate)).toEqual(await onDevice(page));
});

test('two devices, one box', async ({ browser, page, site, gate }) => {
  await answer(page, site);
  await expect(state(page)).toContainText(sent);
  const context = await browser.newContext({ locale: 'vi-VN' });
  const other = await context.newPage();
  await answer(other, site, 'demo?u=X02');
  await expect(state(other)).toContainText(sent);
  expect(await inBox(gate)).toEqual({ ...(await onDevice(page)), ...(await onDevice(other)) });
  await context.close();
});

test.describe('a page whose policy does not name the box', () => {
  test.use({ named: false, allowed: [/CSP report: connect-src|Content Security Policy|Fetch API cannot load/] });

  test('says so and offers the other ways', async ({ page, site, gate }) => {
    await answer(page, site);
    await expect(state(page)).toContainText('không cho gửi tới hộp nhận');
    await expect(page.locator('.way__hands')).toBeVisible();
    await expect.poll(() => way(page)).toMatch(/ -3$/);
    expect(gate.puts).toEqual([]);
  });
});

test.describe('by hand', () => {
  const stub = ({ files }) => {
    globalThis.shared = [];
    navigator.canShare = () => files;
    navigator.share = async (data) => {
      const bytes = data.files && [...new Uint8Array(await data.files[0].arrayBuffer())];
      globalThis.shared.push({ text: data.text, name: data.files?.[0].name, bytes });
    };
  };
  /** The file of one envelope, by another implementation. */
  const holds = (file, bytes) => file.subarray(0, 8).toString('latin1') === '\x89PHIEU1\n' && file.subarray(15, 15 + bytes.length).equals(bytes) && file.length === 19 + bytes.length;

  async function only(page) {
    const [[, payload]] = Object.entries(await journal(page)).filter(([key]) => key.startsWith('e.'));
    return bytesOf(payload);
  }

  test('share sheet with a file, file, text; nothing says that it arrived', async ({ page, context, site }, info) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.addInitScript(stub, { files: true });
    await answer(page, site);
    const bytes = await only(page);
    await expect(state(page)).toContainText('Đã lưu trên máy này – chưa gửi');
    await expect(page.locator('.way__hands textarea')).toBeHidden();
    await expectNoViolations(page);
    await screenshots(page, info, 'by-hand');

    await page.getByRole('button', { name: /Gửi qua Zalo/ }).click();
    await expect(page.locator('.way__hands')).toContainText('Máy không biết phiếu đã tới nơi');
    const [shared] = await page.evaluate(() => globalThis.shared);
    expect(shared.name).toMatch(/_1-phieu\.phieu$/);
    expect(holds(Buffer.from(shared.bytes), bytes)).toBe(true);

    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /Lưu thành tệp/ }).click()]);
    expect(download.suggestedFilename()).toMatch(/^chung_\d{4}-\d\d-\d\d_1-phieu\.phieu$/);
    expect(holds(readFileSync(await download.path()), bytes)).toBe(true);
    await expect(page.locator('.way__hands')).toContainText('Đã lưu tệp lúc');

    await page.getByRole('button', { name: /Sao chép thành chữ/ }).click();
    await expect(page.locator('.way__hands')).toContainText('Đã sao chép lúc');
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).toMatch(/^PHIEU1\([\s0-9A-Z]+\)\s*$/);
    await expect(page.locator('.way__hands')).toContainText('giữ mã biên nhận');
    await expect(state(page)).toContainText('chưa gửi');
    await expect.poll(() => way(page)).toMatch(/^to demo 0 0 0 copied \d+$/);
  });

  test('an engine that shares no files shares the text', async ({ page, site }) => {
    await page.addInitScript(stub, { files: false });
    await answer(page, site);
    await page.getByRole('button', { name: /Gửi qua Zalo/ }).click();
    await expect(page.locator('.way__hands')).toContainText('Đã chuyển sang ứng dụng khác');
    const [shared] = await page.evaluate(() => globalThis.shared);
    expect(shared.text).toMatch(/^PHIEU1\(/);
  });

  test('what the engine has not is not offered, and what it refuses is shown', async ({ page, site }) => {
    await page.addInitScript(() => {
      Object.defineProperty(Navigator.prototype, 'share', { value: undefined });
      Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined });
    });
    await answer(page, site);
    await expect(page.getByRole('button', { name: /Gửi qua Zalo/ })).toHaveCount(0);
    await page.getByRole('button', { name: /Sao chép thành chữ/ }).click();
    await expect(page.locator('.way__hands')).toContainText('không làm được cách này');
    await expect(page.locator('.way__hands textarea')).toHaveValue(/^PHIEU1\(/);
    await expectNoViolations(page);
  });
});

test.describe('the page of what is on this device', () => {
  test('lists every form with its state, and gives each and all of them by every way', async ({ page, site }, info) => {
    const receipts = [await answer(page, site), await answer(page, site, 'demo?u=X02')].sort();
    await page.locator('a[href="#/send/demo"]').last().click();
    await expect(page.locator('#page-title')).toContainText('Phiếu trên máy này');
    await expect(page.locator('.lead')).toContainText('2 phiếu, 2 phiếu chưa gửi');
    const heads = await page.locator('.card:not(#together) h2').allInnerTexts();
    expect(heads.map((head) => head.replace(/^Phiếu /, '').replaceAll('-', '')).sort()).toEqual(receipts);
    await expect(page.locator('.ended__state').first()).toContainText('Đã lưu trên máy này – chưa gửi');
    await expectNoViolations(page);
    await screenshots(page, info, 'send-page');

    const together = page.locator('#together');
    const [download] = await Promise.all([page.waitForEvent('download'), together.getByRole('button', { name: /Lưu thành tệp/ }).click()]);
    expect(download.suggestedFilename()).toMatch(/_2-phieu\.phieu$/);
    const file = readFileSync(await download.path());
    const bytes = Object.entries(await journal(page)).filter(([key]) => key.startsWith('e.')).map(([, payload]) => bytesOf(payload));
    expect(bytes.every((envelope) => file.includes(envelope))).toBe(true);

    // One code fits one form; one is shown at a time.
    const card = page.locator('.card:not(#together)').first();
    await card.getByRole('button', { name: /Mã QR và chữ/ }).click();
    await expect(card.locator('svg.qr')).toBeVisible();
    await expect(card.locator('textarea[rows]:not([hidden])')).toHaveValue(/^PHIEU1\(/);
    await expectNoViolations(page);
    await screenshots(page, info, 'send-qr');
    await together.getByRole('button', { name: /Mã QR và chữ/ }).click();
    await expect(page.locator('svg.qr')).toHaveCount(1);
  });

  test('sends what is left, and says when', async ({ page, site, gate }) => {
    gate.mode = 403;
    await answer(page, site);
    await page.goto(`${site.url}#/send/demo`);
    await expect(state(page)).toContainText('không cho gửi');
    gate.mode = 'open';
    await page.locator('.way__again').click();
    await expect(state(page)).toContainText(sent);
    await expect(page.locator('.lead')).toContainText('1 phiếu, 0 phiếu chưa gửi');
    expect(await inBox(gate)).toEqual(await onDevice(page));
  });

  test('says that nothing is there', async ({ page, site }, info) => {
    await page.goto(`${site.url}#/send/demo`);
    await expect(page.locator('.lead')).toContainText('không có phiếu nào');
    await expectNoViolations(page);
    await screenshots(page, info, 'send-none');
  });
});
