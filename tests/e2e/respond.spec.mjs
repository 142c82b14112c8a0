// A citizen's journey, from the link to the receipt.
import { expect, expectNoViolations, screenshots, test } from './fixtures.mjs';
import { arrive, envelopes, fillPage, fillToReview, finish } from './respondent.mjs';

test('by touch on a small phone', async ({ browser, site }) => {
  const context = await browser.newContext({ viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true, locale: 'vi-VN' });
  const page = await context.newPage();
  await arrive(page, site, 'demo?u=X01');
  await page.locator('#consent').tap();
  for (let turn = 0; turn < 30 && !(await page.locator('.review').count()); turn += 1) {
    for (const card of await page.locator('.card').all()) {
      const choices = card.locator('label.choice');
      if (await choices.count()) await choices.first().tap();
    }
    // Nothing is wider than the phone.
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    const place = await page.locator('.top__place').innerText();
    await page.locator('#next').tap();
    await expect(page.locator('.top__place')).not.toHaveText(place);
  }
  await page.locator('#next').tap();
  await expect(page.locator('#receipt')).toHaveText(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
  const [response] = await envelopes(page);
  expect(response.outcome).toBe('complete');
  expect(response.answers.s1).toBe(5);
  await context.close();
});

test('by keyboard alone', async ({ page, site }) => {
  await page.goto(`${site.url}#/r/demo?u=X01`);
  await expect(page.locator('#consent')).toBeVisible();
  const press = async (key) => page.keyboard.press(key);
  const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.tagName);
  const tabTo = async (id) => {
    for (let i = 0; i < 40; i += 1) {
      if ((await focused()) === id) return;
      await press('Tab');
    }
    throw new Error(`the keyboard does not reach ${id}`);
  };
  await tabTo('consent');
  await press('Enter');
  for (let turn = 0; turn < 30 && !(await page.locator('.review').count()); turn += 1) {
    await expect.poll(focused).toBe('page-title');
    const groups = await page.locator('[role=radiogroup]').count();
    let chosen = 0;
    for (let i = 0; i < 60 && (await focused()) !== 'next'; i += 1) {
      await press('Tab');
      if (await page.evaluate(() => document.activeElement?.type === 'radio')) {
        await press('Space');
        chosen += 1;
      }
    }
    expect(chosen).toBe(groups);
    const place = await page.locator('.top__place').innerText();
    await press('Enter');
    await expect(page.locator('.top__place')).not.toHaveText(place);
  }
  await tabTo('next');
  await press('Enter');
  await expect(page.locator('#receipt')).toBeVisible();
  expect((await envelopes(page))[0].outcome).toBe('complete');
});

test('the full form, in both languages', async ({ page, site }) => {
  await arrive(page, site, 'demo?u=X01&q=sipas-citizen');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByRole('button', { name: 'Tiếng Việt' }).click();
  await page.locator('#consent').click();
  const passed = await fillToReview(page);
  expect(passed.length).toBeGreaterThan(18);
  await finish(page);
  const [response] = await envelopes(page);
  expect(Object.keys(response.answers).filter((name) => name.startsWith('q9_')).length).toBe(33);
});

test('reload in the middle resumes at the same place', async ({ page, site }) => {
  await arrive(page, site, 'demo?u=X01');
  await page.locator('#consent').click();
  await fillPage(page, { level: 0 });
  await page.locator('#next').click();
  await fillPage(page);
  const place = await page.locator('.top__place').innerText();
  const chosen = await page.locator('.choice--on').count();
  expect(chosen).toBeGreaterThan(0);
  await page.reload();
  await expect(page.locator('#resume')).toBeVisible();
  await expect(page.locator('.choice')).toHaveCount(0);
  await page.locator('#resume').click();
  await expect(page.locator('.top__place')).toHaveText(place);
  await expect(page.locator('.choice--on')).toHaveCount(chosen);
  // The browser's own back still leads one page back.
  await page.goBack();
  await expect(page.locator('.top__place')).not.toHaveText(place);
  await page.goForward();
  await expect(page.locator('.top__place')).toHaveText(place);
});

test('"Phiếu mới" keeps what was begun as partial', async ({ page, site }) => {
  await arrive(page, site, 'demo?u=X01');
  await page.locator('#consent').click();
  await page.locator('label.choice').first().click();
  await page.reload();
  await page.locator('#start-new').click();
  await expect(page.locator('#consent')).toBeVisible();
  const [response] = await envelopes(page);
  expect(response.outcome).toBe('partial');
});

test('not taking part stores a refusal without answers', async ({ page, site }) => {
  await arrive(page, site, 'demo?u=X01');
  await page.locator('#decline').click();
  await expect(page.locator('h1')).toHaveText('Ông/Bà đã chọn không tham gia');
  const [response] = await envelopes(page);
  expect([response.outcome, Object.keys(response.answers).length]).toEqual(['refused', 0]);
});

test('what is missing is summed up, each with a way there', async ({ page, site }) => {
  await arrive(page, site, 'demo?u=X01');
  await page.locator('#consent').click();
  await page.locator('#next').click();
  const summary = page.locator('#error-summary');
  await expect(summary).toBeFocused();
  await expect(summary.getByRole('heading')).toHaveText('Còn 1 câu cần xem lại');
  await expectNoViolations(page);
  await summary.getByRole('link').click();
  await expect(page.locator('input[type=radio]').first()).toBeFocused();
  await page.keyboard.press('Space');
  await expect(summary.getByRole('heading')).toHaveCount(0);
});

test('the right unit is found without diacritics and by an old name', async ({ page, site }) => {
  await arrive(page, site, 'demo');
  await page.locator('#consent').click();
  await page.locator('#unit-search').fill('dong tien');
  await expect(page.locator('.units__unit')).toHaveCount(2);
  await expectNoViolations(page);
  // The question stands in view above the field that has the focus.
  await expect(page.locator('#page-title')).toBeInViewport();
  await page.locator('.units__unit').first().click();
  await expect(page.locator('.rated b')).toContainText('UBND xã');
  // Who consented before choosing is not asked to again.
  await expect(page.locator('#consent')).toHaveCount(0);
});

test('another link in the same tab is another form', async ({ page, site }) => {
  await arrive(page, site, 'demo?u=X01');
  await expect(page.locator('.rated b')).toHaveText('UBND xã Kim Đàm');
  await page.goto(`${site.url}#/r/demo?u=X02`);
  await expect(page.locator('.rated b')).toHaveText('UBND xã Thạch Đồng');
  // By tap on the page itself: the longer form of the same unit.
  await page.locator('.welcome__other a').click();
  await expect(page.locator('.welcome')).toContainText('Khoảng 15 phút');
  await expect(page.locator('.rated b')).toHaveText('UBND xã Thạch Đồng');
});

test('another unit in the middle keeps the answers', async ({ page, site }) => {
  await arrive(page, site, 'demo?u=X01');
  await page.locator('#consent').click();
  await page.locator('label.choice').first().click();
  await page.getByRole('button', { name: 'Không đúng? Chọn lại' }).click();
  await page.locator('#unit-search').fill('dong tien');
  const name = await page.locator('.units__unit b').first().innerText();
  await page.locator('.units__unit').first().click();
  await expect(page.locator('.rated b')).toHaveText(name);
  await expect(page.locator('.choice--on')).toHaveCount(1);
});

test('the trust screen has at most sixty words and shows no answer', async ({ page, site }) => {
  await arrive(page, site, 'demo?u=X01');
  const words = await page.locator('.welcome').evaluate((section) => {
    const copy = section.cloneNode(true);
    copy.querySelectorAll('details, button, .welcome__other').forEach((part) => part.remove());
    return [...copy.querySelectorAll('h1, p')].map((part) => part.textContent).join(' ').trim().split(/\s+/u).length;
  });
  // Vietnamese writes each syllable apart: sixty words are about ninety syllables.
  expect(words).toBeLessThanOrEqual(90);
});

test.describe('links that do not open', () => {
  test.use({ allowed: [/404/] });
  for (const [link, heading] of [
    ['nowhere', 'Không có đợt khảo sát này'],
    ['demo?u=ZZZ', 'Không có đơn vị này trong đợt khảo sát'],
    ['demo?q=nothing', 'Không có phiếu này trong đợt khảo sát'],
  ]) {
    test(link, async ({ page, site }) => {
      await page.goto(`${site.url}#/r/${link}`);
      await expect(page.locator('h1')).toHaveText(heading);
      await expectNoViolations(page);
    });
  }
});

test('campaigns that are closed, not open yet or broken', async ({ page, site }, info) => {
  const { cpSync } = await import('node:fs');
  const folder = info.outputPath('dist');
  cpSync('dist', folder, { recursive: true });
  for (const name of ['closed', 'notyet', 'broken']) cpSync(`tests/data/campaigns/${name}.json`, `${folder}/campaigns/${name}.json`);
  site.use(folder);
  for (const [name, heading] of [['closed', 'Đợt khảo sát đã kết thúc'], ['notyet', 'Đợt khảo sát chưa bắt đầu'], ['broken', 'Phiếu đang bị lỗi']]) {
    await page.goto('about:blank');
    await page.goto(`${site.url}#/r/${name}`);
    await expect(page.locator('h1')).toHaveText(heading);
    await expectNoViolations(page);
  }
});

test('a desk campaign ends politely without a result', async ({ page, site }) => {
  await arrive(page, site, 'desk');
  await page.locator('#consent').click();
  await page.locator('label.choice', { hasText: 'Chưa' }).first().click();
  await page.locator('#next').click();
  await expect(page.locator('h1')).toHaveText('Phiếu kết thúc tại đây');
  expect((await envelopes(page))[0].outcome).toBe('screened_out');
});

test('storage that is blocked altogether is said before the first question, and the end is sealed in the page', async ({ page, site }) => {
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'indexedDB']) Object.defineProperty(window, name, { get() { throw new DOMException('blocked', 'SecurityError'); } });
  });
  await arrive(page, site, 'demo?u=X01');
  await expect(page.locator('#not-kept')).toContainText('không lưu được phiếu đang làm');
  await page.locator('#consent').click();
  await page.locator('label.choice').first().click();
  await expect(page.locator('.choice--on')).toHaveCount(1);
  await expect(page.locator('.saved')).toHaveText('Chưa lưu được');
  await expectNoViolations(page);
  await fillToReview(page);
  await page.locator('#next').click();
  await expect(page.locator('#receipt')).toBeVisible();
});

test('a full device is said, and what it had no room for is kept as soon as there is some', async ({ page, site }) => {
  await arrive(page, site, 'demo?u=X01');
  await page.locator('#consent').click();
  await fillToReview(page);
  await page.evaluate(() => {
    const [write, put] = [Storage.prototype.setItem, IDBObjectStore.prototype.put];
    globalThis.allow = () => Object.assign(Storage.prototype, { setItem: write }) && Object.assign(IDBObjectStore.prototype, { put });
    const full = () => { throw new DOMException('full', 'QuotaExceededError'); };
    Storage.prototype.setItem = full;
    IDBObjectStore.prototype.put = full;
  });
  await page.locator('#next').click();
  await expect(page.locator('#receipt')).toBeVisible();
  expect(await envelopes(page)).toHaveLength(0);
  await page.evaluate(() => globalThis.allow());
  await expect.poll(async () => (await envelopes(page)).length, { timeout: 20_000 }).toBe(1);
});

for (const scheme of ['light', 'dark']) {
  test.describe(scheme, () => {
    test.use({ colorScheme: scheme });
    test('every page of both forms, checked by axe', async ({ page, site }) => {
      test.setTimeout(180_000);
      for (const link of ['demo?u=X01', 'demo?u=X01&q=sipas-citizen']) {
        await page.goto('about:blank');
        await arrive(page, site, link);
        await expectNoViolations(page);
        await page.locator('#consent').click();
        for (let turn = 0; turn < 60 && !(await page.locator('.review').count()); turn += 1) {
          await fillPage(page, { level: turn % 3 });
          if (await page.locator('.specify').count()) await page.locator('.specify input').first().fill('khác');
          await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
          await expectNoViolations(page);
          if (link === 'demo?u=X01' && (await page.locator('label.choice', { hasText: 'Rồi' }).count())) await page.locator('label.choice', { hasText: 'Rồi' }).first().click();
          const place = await page.locator('.top__place').innerText();
          await page.locator('#next').click();
          if (await page.locator('#error-summary .notice').count()) await page.locator('#next').click();
          await expect(page.locator('.top__place')).not.toHaveText(place);
        }
        await expectNoViolations(page);
        await finish(page);
        await expectNoViolations(page);
      }
    });
  });
}

test('pictures at the four sizes', async ({ page, site }, info) => {
  await arrive(page, site, 'demo?u=X01');
  await screenshots(page, info, 'respond-welcome');
  await page.locator('#consent').click();
  await page.locator('label.choice').first().click();
  await page.locator('#next').click();
  await page.locator('label.choice').nth(3).click();
  await page.locator('.card').nth(1).locator('label.choice').nth(2).click();
  await screenshots(page, info, 'respond-statements', () => page.evaluate(() => window.scrollTo(0, 0)));
  await fillToReview(page);
  await screenshots(page, info, 'respond-review');
  await finish(page);
  await screenshots(page, info, 'respond-end');
});
