// What officials' grids give the analyst: option counts and scores, forms sent out – returned – valid.
import { readFileSync } from 'node:fs';
import { expect, expectNoViolations, programRuns, screenshots, test } from './fixtures.mjs';
import { withOfficials } from './officials.mjs';
import { sealed } from './record.mjs';

const campaign = JSON.parse(readFileSync('tests/data/campaigns/officials168.json', 'utf8'));
const units = campaign.units.filter(({ kind }) => kind !== 'department');
const form = JSON.parse(readFileSync('public/questionnaires/officials-communes.json', 'utf8'));
const criteria = form.sections.flatMap(({ questions }) => questions).filter(({ type }) => type === 'unit_option');

/** One official's form: the option of each criterion and unit by `pick`. */
function response(n, group, pick) {
  const answers = { dealings: 'monthly' };
  for (const [c, { id }] of criteria.entries()) for (const [u, { code }] of units.entries()) answers[`${id}@${code}`] = pick(c, u);
  const header = { id: `R${n}`, campaign: [campaign.id, 1], questionnaire: [form.id, form.edition], fingerprint: 'F', unit: '', group, channel: 'invitation', language: 'vi', trial: false, started: 1 };
  return sealed(JSON.stringify({ header, outcome: 'complete', finished: 2, answers }));
}

test('168 communes by option score, with the counts it comes from', async ({ page, site }, info) => {
  test.setTimeout(120_000);
  const campaignId = withOfficials(site, info);
  // Ten council members and two of the Front. The first commune: 6 × 100, 4 × 60, 2 do not know.
  const pick = (n) => (c, u) => {
    if (u === 0) return n < 6 ? 'a' : n < 10 ? 'b' : 'no_info';
    if (u === 1) return n < 9 ? 'd' : 'no_info';
    if (u === 2) return 'no_info';
    return ['a', 'b', 'c', 'd', null][(n + u + c) % 5];
  };
  const records = Array.from({ length: 12 }, (_, n) => [`phieu.0.envelope.R${n}`, response(n, n < 10 ? 'council' : 'front', pick(n))]);
  await page.addInitScript((entries) => { for (const [key, text] of entries) localStorage.setItem(key, text); }, records);
  await page.goto(`${site.url}#/analyse/check?c=${campaignId}`);
  await programRuns(page);
  await page.locator('#f-form').selectOption(form.id);
  await expect(page.locator('#returned tr', { hasText: 'Đại biểu Hội đồng nhân dân' }).getByRole('cell')).toHaveText(['hỏi toàn bộ', '52', '10', '10', '10']);
  await expect(page.locator('#returned tr', { hasText: 'Mặt trận' }).getByRole('cell')).toHaveText(['hỏi toàn bộ', '9', '2', '2', '2']);
  const first = page.locator('#ratings details').first();
  await expect(first.locator('tbody tr')).toHaveCount(168);
  const row = (name) => first.locator('tbody tr', { has: page.getByRole('rowheader', { name, exact: true }) }).getByRole('cell');
  // (6·100 + 4·60) / (100·10) = 84 %.
  await expect(row(units[0].name)).toHaveText(['84,00 %', '10', '6', '4', '0', '0', '2', '0']);
  await expect(row(units[1].name)).toHaveText(['ít phiếu', '9', '0', '0', '0', '9', '3', '0']);
  await expect(row(units[2].name)).toHaveText(['không ai đánh giá', '0', '0', '0', '0', '0', '12', '0']);
  await expect(page.getByText(/không có trong đợt/)).toHaveCount(0);
  await expectNoViolations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoViolations(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await screenshots(page, info, 'analyse-ratings', () => page.locator('#ratings').evaluate((panel) => panel.scrollIntoView()));
});
