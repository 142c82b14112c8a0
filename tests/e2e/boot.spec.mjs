// What the page says before, instead of and without a program.
import { readFileSync } from 'node:fs';
import { expect, expectNoViolations, programRuns, screenshots, test } from './fixtures.mjs';

test('home lists the roles and opens one without a reload', async ({ page, site }, info) => {
  await page.goto(site.url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Phiếu khảo sát');
  await expect(page.locator('html')).toHaveAttribute('lang', 'vi');
  await expectNoViolations(page);
  await screenshots(page, info, 'home');
  await page.getByRole('link', { name: /Phân tích/ }).click();
  await programRuns(page);
});

test('an unknown route has a page and a way home', async ({ page, site }) => {
  await page.goto(`${site.url}#/constructor`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Không có trang này');
  await expectNoViolations(page);
  await page.getByRole('link', { name: 'Về trang đầu' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Phiếu khảo sát');
});

test('another role is another program', async ({ page, site }) => {
  await page.goto(`${site.url}#/analyse`);
  await programRuns(page);
  const before = await page.evaluate(() => performance.timeOrigin);
  await page.evaluate(() => void (location.hash = '#/collect'));
  await page.waitForFunction((then) => performance.timeOrigin !== then, before);
  await programRuns(page);
  const now = await page.evaluate(() => performance.timeOrigin);
  await page.evaluate(() => void (location.hash = '#an-anchor'));
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(now);
});

test.describe('with a link from a messenger', () => {
  test.use({ allowed: [/404/] });
  test('what it adds before and behind the # changes nothing', async ({ page, site }) => {
    await page.goto(`${site.url}?fbclid=a%20b&utm_source=zalo#/r/some-round?u=x&q=short-form&utm_medium=chat`);
    await page.waitForLoadState('load');
    const asked = () => site.requests.map(({ path }) => path).filter((path) => /^(campaigns|questionnaires)\//.test(path));
    await expect.poll(asked).toEqual(expect.arrayContaining(['campaigns/some-round.json', 'questionnaires/short-form.json']));
  });

  test('a campaign id that is no id is not asked for', async ({ page, site }) => {
    await page.goto(`${site.url}#/r/..%2f..%2fsecret`);
    await page.waitForLoadState('load');
    expect(site.requests.filter(({ path }) => path.includes('secret'))).toEqual([]);
  });

  test('a program that does not arrive is said, with a way to try again', async ({ page, site }, info) => {
    await page.route(/respond-.*\.wasm$/, (route) => route.fulfill({ status: 404, body: '' }));
    await page.goto(`${site.url}#/r/demo`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Chưa mở được trang');
    await expectNoViolations(page);
    await screenshots(page, info, 'failed');
    await page.unroute(/respond-.*\.wasm$/);
    await page.getByRole('button', { name: 'Thử lại' }).click();
    await programRuns(page);
  });

  test('a boot file that does not arrive is said too', async ({ page, site }) => {
    await page.route(/boot-.*\.js$/, (route) => route.fulfill({ status: 404, body: '' }));
    await page.goto(`${site.url}#/r/demo`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Chưa mở được trang');
    await expect(page.getByRole('button', { name: 'Thử lại' })).toBeVisible();
  });
});

test('a program file that is not WebAssembly is said', async ({ page, site }) => {
  await page.route(/respond-.*\.wasm$/, (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<p>sign in to this Wi-Fi' }));
  await page.goto(`${site.url}#/r/demo`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Chưa mở được trang');
});

test('a host that does not know .wasm still works', async ({ page, site }) => {
  await page.route(/respond-.*\.wasm$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-type': 'application/octet-stream' } });
  });
  await page.goto(`${site.url}#/r/demo`);
  await programRuns(page);
});

test.describe('a program that breaks off', () => {
  test.use({ allowed: [/unreachable/] });
  test('is said, and opens again', async ({ page, site }) => {
    await page.goto(`${site.url}#/r/demo`);
    await programRuns(page);
    await page.evaluate(() => void setTimeout(() => { throw new WebAssembly.RuntimeError('unreachable'); }));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Trang gặp lỗi');
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Mở lại' }).click();
    await programRuns(page);
  });
});

test('a browser without WebAssembly gets a Vietnamese page', async ({ page, site }, info) => {
  await page.addInitScript(() => { delete globalThis.WebAssembly; });
  await page.goto(`${site.url}#/r/demo`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Trình duyệt quá cũ');
  await expectNoViolations(page);
  await screenshots(page, info, 'too-old');
});

test.describe('over plain HTTP', () => {
  test.use({ allowed: [/Cross-Origin-Opener-Policy header has been ignored/] });
  test('the page says what to do', async ({ page, site }, info) => {
    await page.goto(`http://plain.test:${site.port}/#/r/demo`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Đường dẫn này không an toàn');
    await expectNoViolations(page);
    await screenshots(page, info, 'insecure');
  });
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });
  test('a Vietnamese page', async ({ page, site }) => {
    await page.goto(`${site.url}#/r/demo`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Cần bật JavaScript');
    await expect(page.locator('#opening')).toBeHidden();
  });
});

test('the boot file is plain enough for the browsers it must warn', () => {
  const source = readFileSync('public/guard.js', 'utf8').replace(/\/\/.*/g, '');
  expect(source).not.toMatch(/=>|\b(let|const|class|async|import)\b|`/);
  expect(readFileSync('public/boot.js', 'utf8').replace(/\/\/.*/g, '')).not.toMatch(/\?\?|\?\.\w|catch \{/);
});

test('a role opens by its bare address', async ({ page, site }) => {
  for (const [route, heading] of [['collect', 'Chọn đợt điều tra']]) {
    await page.goto('about:blank');
    await page.goto(`${site.url}#/${route}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await expectNoViolations(page);
  }
});
