// A surveyor's corrections at the analyst's: listed with their reason and the unit before,
// applied, left out and applied again; results follow at once.
import { expect, expectNoViolations, screenshots, test } from './fixtures.mjs';
import { takenIn } from './sealing.mjs';

function response(n, unit, level, trial = false) {
  const answers = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`s${i + 1}`, level]));
  const header = { id: `R${n}`, campaign: ['demo', 1], questionnaire: ['ward-office', '2026.1'], fingerprint: 'F', unit, group: 'citizen', channel: 'interviewer', language: 'vi', trial, started: 1 };
  return { header, outcome: 'complete', finished: 2, answers: { got_result: 'yes', ...answers } };
}

function correction(id, of, change, reason) {
  return { version: 1, correction: id, of, campaign: 'demo', ...change, reason, surveyor: 'D07', made: 1_795_435_200_000 + Number(id.slice(1)) * 60_000 };
}

// Two of 24 in X01 should be in X02, one of them was cancelled later; one correction names no form.
const records = [
  ...Array.from({ length: 24 }, (_, n) => response(n, n < 12 ? 'X01' : 'X02', n < 2 ? 1 : 5)),
  response(90, 'X01', 5, true),
  correction('K1', 'R0', { unit: 'X02' }, 'Chọn nhầm xã'),
  correction('K2', 'R1', { unit: 'X02' }, 'Chọn nhầm xã'),
  correction('K3', 'R1', { cancel: true }, 'Người trả lời rút phiếu'),
  correction('K4', 'R77', { cancel: true }, 'Phiếu ở máy khác'),
];

test('corrections are listed, left out and applied again', async ({ page, site }, info) => {
  await takenIn(page, site, records, { slug: 'check' });
  const table = page.locator('#corrections tbody');
  const row = (text) => table.locator('tr', { hasText: text });
  await expect(table.locator('tr')).toHaveCount(3);
  await expect(row('R0').getByRole('cell')).toHaveText([/Sửa đơn vị: .+/, 'UBND xã Kim Đàm', 'Chọn nhầm xã', 'D07', /\d+:\d\d 23\/11\/2026/, /Đang áp dụng/]);
  await expect(row('Hủy phiếu')).toContainText('Đang áp dụng');
  await expect(row('R1').filter({ hasText: 'Sửa đơn vị' })).toContainText('Có lần sửa sau');
  await expect(page.locator('#corrections .finding')).toContainText('R77');
  const foot = page.locator('#register tfoot').getByRole('cell');
  // Sampled, …, cancelled, trials, …, in all.
  await expect(foot.nth(0)).toHaveText('23');
  await expect(foot.nth(8)).toHaveText('1');
  await expect(foot.nth(9)).toHaveText('1');
  await expect(foot.last()).toHaveText('25');
  const unit = (name) => page.getByRole('row', { name }).getByRole('cell');
  await expect(unit(/UBND xã Kim Đàm 60/).nth(1)).toHaveText('10');
  await expectNoViolations(page);
  await screenshots(page, info, 'analyse-corrections', () => page.locator('#corrections').evaluate((panel) => panel.scrollIntoView()));
  await page.setViewportSize({ width: 1280, height: 800 });

  // By keyboard: the focus stays on the button that was pressed.
  const button = row('Hủy phiếu').getByRole('button');
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(row('Hủy phiếu')).toContainText('Không áp dụng');
  await expect(button).toBeFocused();
  await expect(foot.nth(8)).toHaveText('0');
  await expect(foot.nth(0)).toHaveText('24');
  await expect(row('R1').filter({ hasText: 'Sửa đơn vị' })).toContainText('Đang áp dụng');
  await page.getByRole('navigation').getByRole('link', { name: 'Mức độ hài lòng' }).click();
  const dot = (name) => page.locator('.dots__list > li', { hasText: name }).first();
  await expect(dot('UBND xã Kim Đàm')).toContainText('100,00 %');
  // 12 of 14 in X02.
  await expect(page.locator('.dots__list > li', { hasText: '85,71 %' })).toHaveCount(1);
  await page.getByRole('navigation').getByRole('link', { name: 'Kiểm tra phiếu' }).click();
  await row('Hủy phiếu').getByRole('button').click();
  await page.getByRole('navigation').getByRole('link', { name: 'Mức độ hài lòng' }).click();
  // 12 of 13.
  await expect(page.locator('.dots__list > li', { hasText: '92,31 %' })).toHaveCount(1);
});
