// The whole job in one browser profile: citizens answer behind a link, an analyst counts
// them, sees the weighted result with its interval and takes the file away.
import { readFileSync } from 'node:fs';
import { expect, programRuns, test } from './fixtures.mjs';
import { arrive, fillPage, fillToReview, finish } from './respondent.mjs';
import { unlock } from './sealing.mjs';

test('from the link to the file', async ({ page, site }) => {
  test.setTimeout(180_000);
  const receipts = new Set();
  for (let respondent = 0; respondent < 11; respondent += 1) {
    await page.goto('about:blank');
    // Eleven of a list, invited; one more below through the open link.
    await arrive(page, site, `demo?u=X01&i=${String(respondent + 1).padStart(4, '0')}`);
    await page.locator('#consent').click();
    await fillPage(page, { level: respondent % 3 });
    if (respondent === 0) {
      // The first one is interrupted in the middle and goes on.
      await page.locator('#next').click();
      await fillPage(page, { level: 1 });
      await page.reload();
      await page.locator('#resume').click();
      await expect(page.locator('.choice--on').first()).toBeVisible();
    }
    await fillToReview(page);
    receipts.add(await finish(page));
  }
  expect(receipts.size).toBe(11);
  await page.goto('about:blank');
  await arrive(page, site, 'demo?u=X01');
  await page.locator('#decline').click();
  await expect(page.getByRole('heading', { name: 'Ông/Bà đã chọn không tham gia' })).toBeVisible();

  await page.goto('about:blank');
  await arrive(page, site, 'demo?u=X01');
  await page.locator('#consent').click();
  await fillToReview(page);
  await finish(page);

  await page.goto('about:blank');
  await page.goto(`${site.url}#/analyse/receive`);
  await programRuns(page);
  await unlock(page);
  await page.locator('#take-machine').click();
  await expect(page.locator('#counts .kpi__value').first()).toHaveText('13');
  await page.getByRole('navigation').getByRole('link', { name: 'Kiểm tra phiếu' }).click();
  const row = page.getByRole('row', { name: /UBND xã Kim Đàm/ });
  // Quota, started, complete, valid, sampled, partial, screened out, refused, not reached.
  await expect(row.getByRole('cell')).toHaveText(['60', '13', '12', '12', '11', '0', '0', '1', '0']);
  // The one through the open link is shown apart, and too few to give a share.
  await expect(page.locator('#open-link')).toContainText('1 phiếu hợp lệ');
  await expect(page.locator('#open-link tbody tr').first().getByRole('cell')).toHaveText(['1', 'ít phiếu']);

  await page.getByRole('navigation').getByRole('link', { name: 'Mức độ hài lòng' }).click();
  const unit = page.locator('.dots__list > li', { hasText: 'UBND xã Kim Đàm' }).first();
  await expect(unit).toContainText('%');
  await expect(page.getByRole('note').filter({ hasText: 'Chỉ tính 11 phiếu' })).toContainText('1 phiếu qua đường dẫn mở');

  await page.getByRole('navigation').getByRole('link', { name: 'Công bố và xuất' }).click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Tải tệp CSV' }).click()]);
  const text = readFileSync(await file.path(), 'utf8');
  const line = text.split('\r\n').find((one) => one.startsWith('X01;') && /;s1;/.test(one));
  expect(line).toContain(';11;');
  expect(line).not.toContain('không công bố');
});
