// Fetching the drop box at the analyst's page, from a box as an administrator sets it up:
// guarded, behind the proxy that is shipped; and everything that can be wrong with it.
import { dropBox, expect, receiptOf, test } from './dropbox.mjs';
import { expectNoViolations, programRuns, screenshots } from './fixtures.mjs';
import { envelopesOf, responses } from './responses.mjs';
import { handIn, unlock } from './sealing.mjs';

/** Puts the envelopes of a hand-in into a box, as devices do. */
async function fill(url, file) {
  for (const bytes of envelopesOf(file)) {
    const body = JSON.stringify({ phieu: 1, envelope: bytes.toString('base64') });
    const { status } = await fetch(`${url}/${receiptOf(bytes)}`, { method: 'PUT', headers: { 'content-type': 'application/json', connection: 'close' }, body });
    expect([201, 409]).toContain(status);
  }
}

async function open(page, site) {
  await page.goto(`${site.url}#/analyse/receive`);
  await programRuns(page);
  const fold = page.locator('#pull');
  if (!(await fold.evaluate((details) => details.open))) await fold.locator('summary').click();
}

async function pull(page, url, { name, password }) {
  await page.locator('#pull-address').fill(url);
  await page.locator('#pull-name').fill(name);
  await page.locator('#pull-password').fill(password);
  await page.locator('#pull-begin').click();
}

const state = (page) => page.locator('#pull-state');
const counts = (page) => page.locator('#counts .kpi__value');

test('what citizens sent is fetched through the office\'s door, and counts once however often', async ({ page, site, guarded }, info) => {
  await fill(guarded.url, handIn(responses(0, 12)));
  await open(page, site);
  await screenshots(page, info, 'pulling');
  await expectNoViolations(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await unlock(page);
  await pull(page, guarded.officeUrl, guarded.office);
  await expect(state(page)).toContainText('Đã lấy 12 phiếu');
  await expect(counts(page).first()).toHaveText('12');
  await expect(page.locator('#imports tbody tr').first()).toContainText('127.0.0.1');
  await expectNoViolations(page);
  // More arrive; fetching again brings them, and the others are repetitions.
  await fill(guarded.url, handIn(responses(12, 15)));
  await pull(page, `${guarded.officeUrl}/`, guarded.office);
  await expect(state(page)).toContainText('Đã lấy 15 phiếu');
  await expect(counts(page).first()).toHaveText('15');
  // Nothing of the password stays.
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(kept).not.toContain(guarded.office.password);
});

test('more than a page of documents', async ({ page, site, guarded }) => {
  test.slow();
  const file = handIn(responses(0, 620));
  const docs = envelopesOf(file).map((bytes) => ({ _id: receiptOf(bytes), phieu: 1, envelope: bytes.toString('base64') }));
  const { server } = guarded;
  const { status } = await server.ask(`${server.url}/_bulk_docs`, { method: 'POST', body: JSON.stringify({ docs }) });
  expect(status).toBe(201);
  await open(page, site);
  await pull(page, guarded.officeUrl, guarded.office);
  await expect(state(page)).toContainText('Đã lấy 620 phiếu', { timeout: 30_000 });
  await expect(page.locator('#waiting')).toContainText('1 nguồn');
});

test.describe('what is wrong is said, and where to mend it', () => {
  test.use({ allowed: [/Failed to load resource|CORS policy|CSP report: connect-src|violates the following Content Security Policy|Refused to connect/] });

  test('password, address, rights, an empty box, a server that is none', async ({ page, site, guarded }, info) => {
    await open(page, site);
    const wrong = async (url, reader, words) => {
      await pull(page, url, reader);
      await expect(state(page)).toContainText(words, { timeout: 30_000 });
      await expect(page.locator('#pull-begin')).toBeEnabled();
    };
    await wrong(guarded.officeUrl, { ...guarded.office, password: 'sai' }, `Tên hoặc mật khẩu không đúng (tên đã nhập: ${guarded.office.name})`);
    await screenshots(page, info, 'pulling-wrong', () => state(page).evaluate((box) => box.scrollIntoView()));
    await expectNoViolations(page);
    await wrong(guarded.url, guarded.office, 'cửa chỉ nhận phiếu gửi vào');
    await wrong('http://hop-thu.tinh.example/phieu', guarded.office, 'không phải địa chỉ hộp thư');
    await wrong(`${site.url}index.html`, guarded.office, 'Ở địa chỉ này không có hộp thư nào đọc được');
    await wrong('https://hop-thu.tinh.example/phieu', guarded.office, 'Trang này chưa được phép nối tới https://hop-thu.tinh.example');
    await wrong(guarded.officeUrl, guarded.office, 'Hộp thư chưa có phiếu nào');
  });

  test('a server that does not let this page read', async ({ page, site, guarded }) => {
    // The proxy knows the site under its other name only.
    const other = site.url.replace('127.0.0.1', 'localhost');
    site.neighbours.add(new URL(other).origin);
    await open(page, { url: other });
    await pull(page, guarded.officeUrl, guarded.office);
    await expect(state(page)).toContainText('không cho trang này đọc', { timeout: 30_000 });
  });

  test('a network that is lost on the way: it goes on where it stopped', async ({ page, site, guarded }) => {
    test.slow();
    await fill(guarded.url, handIn(responses(0, 3)));
    let cut = true;
    await page.route(`${guarded.officeUrl}/_changes**`, async (route) => {
      const since = new URL(route.request().url()).searchParams.get('since');
      if (since !== '0' && cut) return route.abort();
      const answer = await route.fetch({ url: route.request().url().replace('limit=500', 'limit=2') });
      return route.fulfill({ response: answer });
    });
    await page.clock.install();
    await open(page, site);
    await pull(page, guarded.officeUrl, guarded.office);
    for (const pause of [1_000, 2_000, 4_000, 8_000]) {
      await expect(state(page)).toContainText('tự thử lại');
      await page.clock.runFor(pause + 200);
    }
    await expect(state(page)).toContainText(/Chưa lấy được hết; \d phiếu đã lấy vẫn còn đây/, { timeout: 30_000 });
    await expect(page.locator('#pull-begin')).toHaveText('Lấy tiếp');
    cut = false;
    await page.locator('#pull-begin').click();
    await expect(state(page)).toContainText('Đã lấy 3 phiếu', { timeout: 30_000 });
  });
});

test('a copy that an administrator made is taken in like any file', async ({ page, site }) => {
  const box = await dropBox();
  try {
    await fill(box.url, handIn(responses(0, 4)));
    const copy = await (await fetch(`${box.url}/_changes?include_docs=true`)).text();
    await open(page, site);
    await unlock(page);
    await page.locator('#file-envelopes').setInputFiles([{ name: 'hop-thu-2026-11-24.json', mimeType: 'application/json', buffer: Buffer.from(copy) }]);
    await expect(page.locator('#said')).toContainText('hop-thu-2026-11-24.json: 4 phiếu – 4 mới');
  } finally {
    await box.close();
  }
});
