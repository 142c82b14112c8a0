// Every question type in the real page: a questionnaire that has each of them once.
import { copyFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { dist, expect, expectNoViolations, test } from './fixtures.mjs';
import { arrive, envelopes, finish } from './respondent.mjs';

test('every question type is shown, answered, corrected and stored', async ({ page, site }, info) => {
  const folder = info.outputPath('dist');
  cpSync(dist, folder, { recursive: true });
  const form = JSON.parse(readFileSync('tests/data/questionnaires/all-kinds.json', 'utf8'));
  copyFileSync('tests/data/questionnaires/all-kinds.json', `${folder}/questionnaires/${form.id}.json`);
  const campaign = JSON.parse(readFileSync('public/campaigns/demo.json', 'utf8'));
  Object.assign(campaign, { id: 'kinds', units: campaign.units.filter(({ kind }) => kind === 'ward').slice(0, 6) });
  campaign.groups[0].questionnaires = [form.id];
  writeFileSync(`${folder}/campaigns/kinds.json`, JSON.stringify(campaign));
  site.use(folder);

  await arrive(page, site, `kinds?u=${campaign.units[0].code}`);
  await page.locator('#consent').click();
  const next = () => page.locator('#next').click();
  const pick = (text, within = page) => within.locator('label.choice', { hasText: text }).first().click();
  const label = (code, options) => options.find((option) => option.code === code).label.vi;
  const question = (id) => form.sections.flatMap((section) => section.questions).find((one) => one.id === id);

  await expect(page.locator('.card--note')).toContainText(question('welcome').label.vi);
  await pick(label('yes', question('first').options));
  await next();
  await page.locator('.grid .row').first().locator('label.choice').nth(2).click();
  await expectNoViolations(page);
  await next();
  if (await page.locator('#error-summary .notice').count()) await next();

  // "Other" opens its field beside the choice, and the focus stays where it is.
  await pick(label('other', question('job').options));
  await expect(page.locator('input[type=radio]:focus')).toHaveCount(1);
  await page.locator('.specify input').fill('Thợ mộc');
  await next();

  // At most two; the exclusive one stands alone.
  const channels = question('channels').options;
  for (const code of ['radio', 'tv', 'net']) await pick(label(code, channels));
  await next();
  await expect(page.locator('#error-summary')).toContainText('nhiều nhất 2');
  await pick(label('none', channels));
  await expect(page.locator('input[type=checkbox]:checked')).toHaveCount(1);
  await pick(label('net', channels));
  await expect(page.locator('input[type=checkbox]:checked')).toHaveCount(1);
  await expectNoViolations(page);
  await next();

  for (const row of await page.locator('.grid .row').all()) await row.locator('label.choice').first().click();
  await next();
  // Units by options: one page for all of them.
  await expect(page.locator('.grid--units .row')).toHaveCount(6);
  for (const row of await page.locator('.grid--units .row').all()) await row.locator('label.choice').nth(1).click();
  await expectNoViolations(page);
  await next();
  // A number that is none is named and kept.
  const number = page.locator('input[inputmode=numeric]');
  await number.fill('abc');
  await next();
  await expect(page.locator('#error-summary .notice')).toBeVisible();
  await expect(number).toHaveValue('abc');
  await number.fill('60');
  await next();
  await expect(page.locator('#error-summary .notice')).toBeVisible();
  await number.fill('3');
  await page.locator('input[maxlength="60"]').fill('tốt');
  await page.locator('textarea').fill('Xin cảm ơn');
  await next();
  await expect(page.locator('.review')).toContainText('Thợ mộc');
  await expect(page.locator('.review')).toContainText('Xin cảm ơn');
  await finish(page);
  const [{ answers }] = await envelopes(page);
  expect(answers.job).toBe('other');
  expect(answers.job_other).toBe('Thợ mộc');
  expect(answers.channels).toEqual(['net']);
  expect(answers.visits).toBe(3);
  expect(Object.keys(answers).filter((name) => name.startsWith('criterion@'))).toHaveLength(6);
});
