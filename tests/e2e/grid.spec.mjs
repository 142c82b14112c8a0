// An official rates up to 168 units, criterion by criterion: grid, phone, column action,
// filter, interrupted and resumed.
import { expect, expectNoViolations, screenshots, test } from './fixtures.mjs';
import { envelopes } from './respondent.mjs';
import { withOfficials } from './officials.mjs';

const COMMUNES = 'g=council&q=officials-communes';

async function begin(page, site, info, link, size) {
  const campaign = withOfficials(site, info);
  await page.setViewportSize(size);
  await page.goto(`${site.url}#/o/${campaign}?${link}`);
  await page.locator('#consent').click();
  await page.locator('label.choice').first().click();
  await page.locator('#next').click();
  await expect(page.locator('.grid-tools')).toBeVisible();
}

const rows = (page) => page.locator('.grid--units .row');
const count = (page) => page.locator('.grid-tools__count');

test('168 communes in a grid: keys, column action, undo, filter, criteria', async ({ page, site }, info) => {
  await begin(page, site, info, COMMUNES, { width: 1280, height: 800 });
  await expect(rows(page)).toHaveCount(168);
  await expect(count(page)).toHaveText('Đã chấm 0/168 đơn vị');
  // Not offered before a row was touched: a whole column at once is no judgement.
  await expect(page.locator('#grid-fill')).toHaveCount(0);
  await rows(page).first().locator('input').first().focus();
  for (const key of ['1', '2', '5']) await page.keyboard.press(key);
  await expect(count(page)).toHaveText('Đã chấm 3/168 đơn vị');
  await expect(rows(page).nth(2).locator('input').nth(4)).toBeChecked();
  await expectNoViolations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoViolations(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await screenshots(page, info, 'officials-grid');
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.locator('#grid-fill summary').click();
  await page.locator('#grid-fill button', { hasText: 'Tương đối kịp thời' }).click();
  await expect(count(page)).toHaveText('Đã chấm 168/168 đơn vị');
  await expect(page.locator('.grid-fill')).toContainText('Đã chấm 165 đơn vị là “Tương đối kịp thời”');
  // What was judged by hand stays.
  await expect(rows(page).first().locator('input').first()).toBeChecked();
  await rows(page).nth(9).locator('label.choice').nth(3).click();
  await page.locator('#grid-undo').click();
  await expect(count(page)).toHaveText('Đã chấm 4/168 đơn vị');
  await expect(rows(page).nth(9).locator('input').nth(3)).toBeChecked();

  await page.locator('#grid-open').click();
  await expect(rows(page)).toHaveCount(164);
  const first = await rows(page).first().locator('.row__label').innerText();
  await rows(page).first().locator('label.choice').nth(1).click();
  // A row that was just rated does not jump away under the finger.
  await expect(rows(page).first().locator('.row__label')).toHaveText(first);
  await page.locator('#grid-open').click();
  await page.locator('#grid-search').fill('kim');
  await expect(rows(page).first()).toBeVisible();
  for (const name of await rows(page).locator('.row__label').allInnerTexts()) expect(name.toLowerCase()).toContain('kim');

  await page.locator('.criteria__one').nth(2).click();
  await expect(page.locator('h1')).toContainText('Nơi nhận hồ sơ, trả kết quả');
  await expect(count(page)).toHaveText('Đã chấm 0/168 đơn vị');
});

test('departments on a phone: one unit at a time, interrupted, resumed, handed in', async ({ page, site }, info) => {
  await begin(page, site, info, 'g=council&q=officials-departments', { width: 320, height: 568 });
  await expect(page.locator('.row')).toHaveCount(1);
  await expect(page.locator('.grid-place')).toHaveText('Đơn vị 1 trên 15');
  await expectNoViolations(page);
  const first = await page.locator('.row__label').innerText();
  await page.locator('label.choice').nth(1).click();
  await expect(page.locator('.grid-place')).toHaveText('Đơn vị 2 trên 15');
  await page.locator('#grid-back').click();
  await expect(page.locator('.row__label')).toHaveText(first);
  await expect(page.locator('.row input').nth(1)).toBeChecked();

  await page.reload();
  await page.locator('#resume').click();
  // The first unit without a mark is open, and what was given is there.
  await expect(page.locator('.grid-place')).toHaveText('Đơn vị 2 trên 15');
  await expect(count(page)).toHaveText('Đã chấm 1/15 đơn vị');
  await page.locator('label.choice').last().click();
  await expect(page.locator('.grid-place')).toHaveText('Đơn vị 3 trên 15');
  for (let criterion = 0; criterion < 7; criterion += 1) {
    if (criterion) await page.locator('label.choice').first().click();
    await page.locator('#grid-fill summary').click();
    await page.locator('#grid-fill button').nth(2).click();
    await expect(count(page)).toHaveText('Đã chấm 15/15 đơn vị');
    await page.locator('#next').click();
  }
  await page.locator('#next').click();
  await expect(page.locator('.review')).toBeVisible();
  await expect(page.locator('.review')).toContainText('Còn chậm: 13');
  await page.locator('#next').click();
  await expect(page.locator('#receipt')).toBeVisible();
  const [{ header, outcome, answers, fills }] = await envelopes(page);
  expect(outcome).toBe('complete');
  expect([header.channel, header.group, header.unit]).toEqual(['invitation', 'council', '']);
  const given = Object.entries(answers).filter(([name]) => name.includes('@')).map(([, answer]) => answer);
  expect(given).toHaveLength(7 * 15);
  expect(given.filter((answer) => answer === 'no_info')).toHaveLength(1);
  expect(fills).toHaveLength(7);
  expect(fills[0]).toEqual({ question: 'c_direction', option: 'c', rows: 13 });
});

test('a citizen’s link to a grid goes on to the program that has it, with an assigned part only', async ({ page, site }, info) => {
  const campaign = withOfficials(site, info);
  await page.setViewportSize({ width: 960, height: 520 });
  await page.goto(`${site.url}#/r/${campaign}?${COMMUNES}&a=p2`);
  await expect(page).toHaveURL(/#\/o\//);
  await page.locator('#consent').click();
  await page.locator('#next').click();
  await page.locator('#next').click();
  await expect(rows(page)).toHaveCount(56);
});

test('a tablet lying down shows six units and the heads', async ({ page, site }, info) => {
  await begin(page, site, info, COMMUNES, { width: 960, height: 520 });
  await expect(rows(page)).toHaveCount(168);
  const inView = () => page.evaluate(() => {
    const [head, foot] = ['.grid__head', '.foot'].map((name) => document.querySelector(name).getBoundingClientRect());
    const whole = [...document.querySelectorAll('.grid--units .row')].map((row) => row.getBoundingClientRect());
    const tools = document.querySelector('.grid-tools').getBoundingClientRect();
    return { rows: whole.filter((row) => row.top >= head.bottom - 1 && row.bottom <= foot.top + 1).length, head: head.top > 0, tools: tools.top > 0 && tools.height < 50 };
  });
  expect((await inView()).rows).toBeGreaterThanOrEqual(6);
  await page.evaluate(() => window.scrollTo(0, 2000));
  // The heads and the line of tools stay.
  await expect.poll(inView).toEqual({ rows: 7, head: true, tools: true });
  await rows(page).nth(50).locator('label.choice').first().click();
  await expect(count(page)).toHaveText('Đã chấm 1/168 đơn vị');
  await expectNoViolations(page);
});

test('nobody waits for the grid on a slow machine', async ({ page, site }, info) => {
  const client = await page.context().newCDPSession(page);
  await begin(page, site, info, COMMUNES, { width: 1280, height: 800 });
  await expect(rows(page)).toHaveCount(168);
  await page.evaluate(() => {
    globalThis.long = [];
    new PerformanceObserver((list) => globalThis.long.push(...list.getEntries().map((entry) => Math.round(entry.duration)))).observe({ type: 'longtask' });
  });
  await client.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const doing = async (name, act) => {
    await page.evaluate(() => void (globalThis.long.length = 0));
    await act();
    await page.waitForTimeout(1500);
    const long = await page.evaluate(() => globalThis.long);
    console.log(`   ${name}: ${long.length ? `over 50 ms: ${long.join(', ')}` : 'nothing over 50 ms'} (CPU slowed 4 times)`);
  };
  // Clicked by the page itself: what the test's own scripts do on the page is not the page's.
  await doing('an answer', () => page.evaluate(() => document.querySelectorAll('.grid--units .row')[3].querySelectorAll('input')[1].click()));
  await doing('a column of 167', async () => {
    await page.evaluate(() => document.querySelectorAll('#grid-fill button')[1].click());
    await expect(count(page)).toHaveText('Đã chấm 168/168 đơn vị');
  });
  await doing('the next criterion', () => page.evaluate(() => document.querySelectorAll('.criteria__one')[1].click()));
  await expect(rows(page)).toHaveCount(168);
  // With most of 7 × 168 marks given, an answer still saves the whole draft.
  for (const criterion of [1, 2, 3, 4, 5, 6]) {
    await page.evaluate((n) => document.querySelectorAll('.criteria__one')[n].click(), criterion);
    await expect(rows(page)).toHaveCount(168);
    await page.evaluate(() => document.querySelector('.grid--units .row input').click());
    await page.evaluate(() => document.querySelectorAll('#grid-fill button')[1].click());
    await expect(count(page)).toHaveText('Đã chấm 168/168 đơn vị');
  }
  await doing('an answer among 7 × 168 marks', () => page.evaluate(() => document.querySelectorAll('.grid--units .row')[5].querySelectorAll('input')[2].click()));
  await expect(page.locator('.saved')).toContainText('Đã lưu');
  await doing('a search', () => page.locator('#grid-search').fill('kim'));
});
