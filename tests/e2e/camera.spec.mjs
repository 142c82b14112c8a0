// Codes before a camera: Chromium takes a film for one. The film is what a tablet shows,
// one code after the other, over and over.
import { mkdirSync } from 'node:fs';
import { flags } from '../../tools/browser.mjs';
import { expect, expectNoViolations, programRuns, screenshots, test } from './fixtures.mjs';
import { codes, film, photo } from './pictures.mjs';
import { responses } from './responses.mjs';
import { handIn, unlock } from './sealing.mjs';

// Read when the camera is opened; each worker has its own.
const path = `${process.cwd()}/test-results/camera-${process.env.TEST_PARALLEL_INDEX ?? 0}.y4m`;
test.use({ launchOptions: { ...flags, args: [...flags.args, '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${path}`] } });
test.describe.configure({ mode: 'serial' });

const show = (file, numbers) => {
  mkdirSync('test-results', { recursive: true });
  film(path, codes(file, numbers).map((code) => photo([code], { cell: 640 })));
};

async function open(page, site) {
  await page.goto(`${site.url}#/analyse/receive`);
  await programRuns(page);
}

test('a sequence of codes is read as it is shown, and the camera is let go', async ({ page, site, context }, info) => {
  show(handIn(responses(0, 6)), [0, 4, 250]);
  await context.grantPermissions(['camera']);
  await open(page, site);
  await unlock(page);
  await page.locator('#scan-camera').click();
  await expect(page.locator('#scan-video')).toBeVisible();
  await expect(page.locator('#scan-stop')).toBeFocused();
  await expect(page.locator('#scan')).toContainText('Đã đọc đủ 1 lần nộp.', { timeout: 30_000 });
  await expect(page.locator('#counts .kpi__value').first()).toHaveText('6');
  await expectNoViolations(page);
  await screenshots(page, info, 'camera', () => page.locator('#scan').evaluate((box) => box.scrollIntoView()));
  await page.setViewportSize({ width: 1280, height: 800 });
  // The film goes on, and brings nothing new.
  await expect(page.locator('#imports tbody tr')).toHaveCount(1);
  await page.locator('#scan-stop').click();
  await expect(page.locator('#scan-video')).toBeHidden();
  expect(await page.locator('#scan-video').evaluate((video) => video.srcObject)).toBeNull();
});

test('what is missing is said while it is missing; leaving the page lets the camera go', async ({ page, site, context }) => {
  show(handIn(responses(0, 6)), [1]);
  await context.grantPermissions(['camera']);
  await open(page, site);
  await page.locator('#scan-camera').click();
  await expect(page.locator('#scan')).toContainText('Đã đọc 1 trong 3 phần, còn thiếu 2 phần bất kỳ.', { timeout: 30_000 });
  await page.evaluate(() => { globalThis.track = document.getElementById('scan-video').srcObject.getTracks()[0]; });
  await page.getByRole('navigation').getByRole('link', { name: 'Công bố' }).click();
  await expect.poll(() => page.evaluate(() => globalThis.track.readyState)).toBe('ended');
  await page.getByRole('navigation').getByRole('link', { name: 'Tiếp nhận' }).click();
  // What was read before is still there.
  await expect(page.locator('#scan')).toContainText('Đã đọc 1 trong 3 phần');
  await page.locator('#scan-forget').click();
  await expect(page.locator('#scan-open')).toHaveCount(0);
});

test('a camera that nobody allowed', async ({ page, site }) => {
  await open(page, site);
  await page.locator('#scan-camera').click();
  await expect(page.locator('#scan')).toContainText('Camera chưa được phép');
});
