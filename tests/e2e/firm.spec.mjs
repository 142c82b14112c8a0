// A firm answers its own form behind its own link, by touch on a small phone; the analyst
// finds it under the firms' group, and not among the citizens.
import { expect, expectNoViolations, screenshots, test } from './fixtures.mjs';
import { withOfficials } from './officials.mjs';
import { envelopes } from './respondent.mjs';
import { takenIn } from './sealing.mjs';

test.use({ viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true, locale: 'vi-VN' });

test('from the firms’ link to the firms’ figures', async ({ page, site }, info) => {
  test.setTimeout(120_000);
  const campaign = withOfficials(site, info);
  await page.goto(`${site.url}#/r/${campaign}?g=firm&u=STC&i=0042`);
  await expect(page.locator('#consent')).toBeVisible();
  await expect(page.getByText('Sở Tài chính').first()).toBeVisible();
  await page.locator('#consent').tap();
  const passed = [];
  for (let turn = 0; turn < 30 && !(await page.locator('.review').count()); turn += 1) {
    passed.push(await page.locator('h1').innerText());
    if (turn === 1) {
      // What a firm is, and who filed; nothing about the person.
      await expect(page.getByText('Doanh nghiệp, tổ chức thuộc loại nào?')).toBeVisible();
      await expectNoViolations(page);
      await screenshots(page, info, 'firm-profile');
      await page.setViewportSize({ width: 320, height: 568 });
    }
    await expect(page.getByText(/dân tộc|giới tính/i)).toHaveCount(0);
    for (const card of await page.locator('.card').all()) {
      const choices = card.locator('label.choice');
      if (await choices.count()) await choices.first().tap();
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    const place = await page.locator('.top__place').innerText();
    await page.locator('#next').tap();
    await expect(page.locator('.top__place')).not.toHaveText(place);
  }
  // The profile first, then the statements about the office, part by part.
  expect(passed.indexOf('Về doanh nghiệp, tổ chức')).toBe(1);
  expect(passed).toContain('Nơi nhận hồ sơ, trả kết quả');
  expect(passed.at(-1)).toBe('Ý kiến thêm');
  await page.locator('#next').tap();
  await expect(page.locator('#receipt')).toHaveText(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
  const [response] = await envelopes(page);
  expect([response.outcome, response.header.group, response.header.unit, response.header.channel]).toEqual(['complete', 'firm', 'STC', 'invitation']);
  expect(Object.keys(response.answers)).toEqual(expect.arrayContaining(['firm_kind', 'firm_size', 'field', 'filed_by', 'filed_how']));
  for (const asked of ['ethnic', 'sex', 'age']) expect(response.answers).not.toHaveProperty(asked);

  // Eleven more like it, so that there is something to publish.
  const more = Array.from({ length: 11 }, (_, n) => {
    const id = `${response.header.id.slice(0, -2)}${String(n).padStart(2, '0')}`;
    const fieldwork = { ...response.header.fieldwork, entry: String(n) };
    return { ...response, header: { ...response.header, id, fieldwork } };
  });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto('about:blank');
  await takenIn(page, site, more, { campaign });
  // The one that was answered here comes out of this browser's own store.
  await page.locator('#take-machine').click();
  await expect(page.locator('#counts .kpi__value').first()).toHaveText('12');
  await page.getByRole('navigation').getByRole('link', { name: 'Kiểm tra phiếu' }).click();
  await expect(page.locator('#f-group')).toHaveValue('firm');
  await expect(page.locator('#whose')).toContainText('Doanh nghiệp, tổ chức');
  await expect(page.locator('#returned tbody tr').getByRole('cell')).toHaveText(['chọn mẫu hoặc đường dẫn mở', '280', '12', '12', '12']);
  await page.locator('#f-group').selectOption('citizen');
  await expect(page.getByText('Chưa tiếp nhận phiếu nào của bảng hỏi này.')).toBeVisible();
  await page.locator('#f-group').selectOption('firm');
  await page.getByRole('navigation').getByRole('link', { name: 'Mức độ hài lòng' }).click();
  await expect(page.locator('.head__about')).toContainText('Doanh nghiệp, tổ chức');
  await expect(page.locator('.dots__list > li', { hasText: 'Sở Tài chính' }).first()).toContainText('%');
  // Broken down by what a firm is.
  await expect(page.locator('#f-column')).toContainText('Doanh nghiệp, tổ chức thuộc loại nào?');
});
