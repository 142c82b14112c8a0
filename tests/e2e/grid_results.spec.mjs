// What officials' grids give the analyst, one group at a time: forms sent out – returned –
// valid, the ranked dot plot, the shares behind a score, the file.
import { readFileSync } from 'node:fs';
import { expect, expectNoViolations, screenshots, test } from './fixtures.mjs';
import { withOfficials } from './officials.mjs';
import { takenIn } from './sealing.mjs';

const campaign = JSON.parse(readFileSync('tests/data/campaigns/officials168.json', 'utf8'));
const units = campaign.units.filter(({ kind }) => kind !== 'department');
const form = JSON.parse(readFileSync('public/questionnaires/officials-communes.json', 'utf8'));
const criteria = form.sections.flatMap(({ questions }) => questions).filter(({ type }) => type === 'unit_option');

/** One official's form: the option of each criterion and unit by `pick`. */
function response(n, group, pick) {
  const answers = { dealings: 'monthly' };
  for (const [c, { id }] of criteria.entries()) for (const [u, { code }] of units.entries()) answers[`${id}@${code}`] = pick(c, u);
  const header = { id: `R${n}`, campaign: [campaign.id, 1], questionnaire: [form.id, form.edition], fingerprint: 'F', unit: '', group, channel: 'invitation', language: 'vi', trial: false, started: 1 };
  return { header, outcome: 'complete', finished: 2, answers };
}


// Nought to 99, always the same.
const dice = (n, u, c) => {
  let x = Math.imul(n, 0x9e3779b1) ^ Math.imul(u, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  return ((x ^ (x >>> 12)) >>> 0) % 100;
};

// Twelve council members, nine of the Front, fifteen division heads. The first commune: of the
// council 6 × 100, 4 × 60, two without information.
const pick = (n) => (c, u) => {
  if (u === 0) return n < 6 ? 'a' : n < 10 ? 'b' : 'no_info';
  if (u === 1) return n < 9 ? 'd' : 'no_info';
  if (u === 2) return 'no_info';
  // Each of the others has a tendency of its own, and each official an opinion.
  const luck = dice(n + 1, u + 1, c + 1);
  const good = 5 + (dice(0, u + 1, 0) * 7) / 10;
  return luck < good ? 'a' : luck < good + 25 ? 'b' : luck < good + 38 ? 'c' : luck < 95 ? 'd' : null;
};
const forms = (group, first, count) => Array.from({ length: count }, (_, n) => response(first + n, group, pick(n)));

async function open(page, site, info, where) {
  const campaignId = withOfficials(site, info);
  const records = [...forms('council', 0, 12), ...forms('front', 100, 9), ...forms('division_head', 200, 15)];
  await takenIn(page, site, records, { campaign: campaignId, slug: where });
  await page.locator('#f-group').selectOption('council');
  await page.locator('#f-form').selectOption(form.id);
}

const row = (page, name) => page.locator('#ratings .dots__list > li', { has: page.getByRole('button', { name, exact: true }) });
const rows = (page) => page.locator('#ratings .dots__list > li:visible');

test('each group apart: sent out – returned – valid, and where every record stands', async ({ page, site }, info) => {
  await open(page, site, info, 'check');
  await expect(page.locator('#whose')).toContainText('Đại biểu Hội đồng nhân dân tỉnh');
  await expect(page.locator('#returned tr', { hasText: 'Đại biểu Hội đồng nhân dân' }).getByRole('cell')).toHaveText(['hỏi toàn bộ', '52', '12', '12', '12']);
  await expect(page.locator('#returned tr', { hasText: 'Mặt trận' }).getByRole('cell')).toHaveText(['hỏi toàn bộ', '9', '9', '9', '9']);
  const foot = page.locator('#register tfoot').getByRole('cell');
  await expect(foot.first()).toHaveText('36');
  await expect(foot.last()).toHaveText('36');
  await expect(page.locator('#register-all')).toContainText('Tất cả: 36 phiếu.');
  await expect(page.getByText(/không có trong đợt/)).toHaveCount(0);
  await expectNoViolations(page);
});

test('168 communes as a ranked dot plot, with the counts it comes from', async ({ page, site }, info) => {
  test.setTimeout(120_000);
  await open(page, site, info, 'scores');
  await expect(page.locator('#people-how')).toContainText('được hỏi toàn bộ');
  await expect(rows(page)).toHaveCount(168);
  await page.locator('#f-criterion').selectOption('c_direction');
  // (6·100 + 4·60) / (100·10) = 84 %: a census has no interval.
  await expect(row(page, units[0].name)).toContainText('84,00 %');
  await expect(row(page, units[0].name)).toContainText('10 người');
  await expect(row(page, units[1].name)).toContainText('không công bố: dưới 10 phiếu');
  await expect(row(page, units[2].name)).toContainText('không ai đánh giá');
  await page.locator('#ratings summary').click();
  const counts = page.locator('#ratings tbody tr', { has: page.getByRole('rowheader', { name: units[0].name, exact: true }) }).getByRole('cell');
  await expect(counts).toHaveText([/^\d+$/, '84,00 %', '–', '–', '10', '12', '10', '0', '6', '4', '0', '0', '2']);
  await page.locator('#ratings summary').click();

  // By keyboard: search without diacritics, the highest, a unit's own shares.
  await page.locator('#score-search').focus();
  await page.keyboard.type('kim');
  await expect(page.getByRole('status').filter({ hasText: 'Đang xem' })).not.toContainText('168/168');
  // Also what was called so before it was merged, and then it says so.
  for (const name of await rows(page).locator('.dots__name').allInnerTexts()) expect(name.toLowerCase()).toMatch(/kim/);
  await page.locator('#score-search').fill('');
  await page.locator('#score-show').selectOption('highest');
  await expect(rows(page)).toHaveCount(10);
  await expect(rows(page).first()).toContainText('1');
  await page.locator('#score-show').selectOption('all');
  await page.locator('#ratings .ranked').focus();
  await page.keyboard.press('End');
  const sticky = await page.locator('#ratings .ranked').evaluate(async (box) => {
    await new Promise((done) => setTimeout(done, 400));
    return { scrolled: box.scrollTop > 500, gap: Math.abs(box.querySelector('.dots__row--scale').getBoundingClientRect().top - box.getBoundingClientRect().top) };
  });
  expect(sticky.scrolled).toBe(true);
  expect(sticky.gap).toBeLessThan(3);
  await row(page, units[0].name).getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#shares')).toBeFocused();
  await expect(page.locator('#shares')).toContainText(units[0].name);
  await expect(page.locator('#shares .bars__row')).toHaveCount(7);
  await expect(page.locator('#shares .bars__row').first()).toContainText('không đủ thông tin: 2');
  await page.locator('#shares summary').click();
  await expect(page.locator('#shares tbody tr').first().getByRole('cell')).toHaveText(['60,00 %', '40,00 %', '0,00 %', '0,00 %', '10', '2', '0']);
  await page.locator('#shares summary').click();
  await expectNoViolations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoViolations(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await screenshots(page, info, 'analyse-shares', () => page.locator('#shares').evaluate((panel) => panel.scrollIntoView()));
  await page.locator('#shares .act').click();
  await expect(page.locator('#shares .bars__row')).toHaveCount(168);
  await screenshots(page, info, 'analyse-scores', () => page.locator('#ratings').evaluate((panel) => panel.scrollIntoView()));
});

test('a sampled group has intervals; N narrows them; a small census is not published', async ({ page, site }, info) => {
  await open(page, site, info, 'scores');
  await page.locator('#f-group').selectOption('division_head');
  await page.locator('#f-criterion').selectOption('c_direction');
  await expect(page.locator('#people-how')).toContainText('chưa biết N');
  // 15 drawn, 10 judged: R = 0,84, residuals 6·16² + 4·24² = 3840; without N
  // v = 15/14 · 3840/100², se = 6,41 points; t with 9 degrees: 2,262.
  await expect(row(page, units[0].name)).toContainText('84,00 % 69,49–98,51');
  await page.locator('#f-people').fill('60');
  await page.locator('#f-people').press('Enter');
  await expect(page.locator('#people-how')).toContainText('N = 60');
  // × √(1 − 15/60)
  await expect(row(page, units[0].name)).toContainText('84,00 % 71,43–96,57');
  await screenshots(page, info, 'analyse-scores-sample', () => page.locator('#ratings').evaluate((panel) => panel.scrollIntoView()));
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.locator('#f-people').fill('9');
  await page.locator('#f-people').press('Enter');
  await expect(page.locator('#people-how')).toContainText('nhiều hơn N = 9');
  await page.locator('#f-group').selectOption('front');
  await expect(row(page, units[0].name)).toContainText('không công bố');
});

test('the file of scores: released, marked, in the dialect', async ({ page, site }, info) => {
  await open(page, site, info, 'publish');
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#download').click()]);
  expect(file.suggestedFilename()).toContain('officials-communes-council-diem-SO-LIEU-MINH-HOA');
  const lines = readFileSync(await file.path(), 'utf8').split('\r\n');
  expect(lines.length).toBe(1 + 168 * 8 + 1);
  const of = (code, criterion) => lines.find((line) => line.startsWith(`${code};`) && line.includes(`;${criterion};`));
  expect(of(units[0].code, 'c_direction')).toMatch(/;10;12;10;0;84,00;;;;;6;4;0;0;2;Số liệu minh họa$/);
  expect(of(units[1].code, 'c_direction')).toMatch(/không công bố \(ít phiếu\)"$/);
  expect(of(units[1].code, 'c_direction')).not.toMatch(/;\d/);
  expect(of(units[2].code, 'c_direction')).toMatch(/không ai đánh giá"$/);
});

test('nobody waits for the dot plot on a slow machine', async ({ page, site }, info) => {
  const client = await page.context().newCDPSession(page);
  await open(page, site, info, 'scores');
  await expect(rows(page)).toHaveCount(168);
  await page.evaluate(() => {
    globalThis.long = [];
    new PerformanceObserver((list) => globalThis.long.push(...list.getEntries().map((entry) => Math.round(entry.duration)))).observe({ type: 'longtask' });
  });
  await client.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  // Acted by the page itself: what the test's own scripts do on the page is not the page's.
  const set = (id, value, event) => page.evaluate(([id, value, event]) => {
    const field = document.querySelector(id);
    field.value = value;
    field.dispatchEvent(new Event(event, { bubbles: true }));
  }, [id, value, event]);
  const doing = async (name, act) => {
    await page.evaluate(() => void (globalThis.long.length = 0));
    await act();
    await page.waitForTimeout(1500);
    const long = await page.evaluate(() => globalThis.long);
    console.log(`   scores, ${name}: ${long.length ? `over 50 ms: ${long.join(', ')}` : 'nothing over 50 ms'} (CPU slowed 4 times)`);
  };
  await doing('another criterion', () => set('#f-criterion', 'c_direction', 'change'));
  await doing('a search', () => set('#score-search', 'kim', 'input'));
  await expect(rows(page).first()).toContainText('Kim');
  await doing('no search', () => set('#score-search', '', 'input'));
  await doing('the ten highest', () => set('#score-show', 'highest', 'change'));
  await expect(rows(page)).toHaveCount(10);
  await doing('all', () => set('#score-show', 'all', 'change'));
  await expect(rows(page)).toHaveCount(168);
});
