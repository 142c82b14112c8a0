// The tablet in a respondent's hands, attacked: back, forward, reload, typed addresses, a
// second page, records that vanish, the PIN, nobody there. And a respondent's own link.
import { expect, expectNoViolations, screenshots, test } from './fixtures.mjs';
import { arrive } from './respondent.mjs';
import { PIN, handOver, ready, records, takeBack, tap, typePin } from './surveyor.mjs';

const upright = { width: 600, height: 960 };
const SECRET = 'cán bộ Nguyễn Văn Mật';

// Without motion: a colour half way is nobody's.
test.use({ viewport: upright, hasTouch: true, contextOptions: { reducedMotion: 'reduce' } });

/** Axe in light and dark, then a picture at each size. */
async function look(page, info, name) {
  await expectNoViolations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoViolations(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await screenshots(page, info, name, () => page.evaluate(() => scrollTo(0, 0)));
  await page.setViewportSize(upright);
}

/** Answers the form alone; the remark is the secret. */
async function answerAlone(page) {
  await tap(page, page.locator('#consent'));
  for (let turn = 0; turn < 12; turn += 1) {
    if (await page.locator('.review').count()) break;
    const place = await page.locator('.top__place').innerText();
    for (const card of await page.locator('.card').all()) {
      if (await card.locator('label.choice').count()) await card.locator('label.choice').nth(1).click();
      if (await card.locator('textarea').count()) await card.locator('textarea').fill(SECRET);
    }
    await tap(page, page.locator('#next'));
    await expect(page.locator('.top__place')).not.toHaveText(place);
  }
}

/** One page of a form is answered and the next is open, the remark not yet written. */
async function answering(page) {
  await handOver(page);
  await tap(page, page.locator('#consent'));
  for (const row of await page.locator('.grid .row').all()) await row.locator('label.choice').nth(3).click();
  await tap(page, page.locator('#next'));
  await expect(page.locator('.top__place')).toHaveText('Phần 2 trên 4');
}

/** Nothing but the form: no board, no link, no way to another role. */
async function onlyTheForm(page) {
  await expect(page.locator('#exit')).toBeVisible();
  await expect(page).toHaveURL(/#\/collect$/);
  await expect(page.locator('.board, .done, #next-form, #hand-over, #leave, .rail, .office, a[href]')).toHaveCount(0);
  const text = await page.locator('body').innerText();
  for (const word of ['DTV07', 'Đã làm trên máy này', 'Chuẩn bị máy', 'Phân tích']) expect(text).not.toContain(word);
}

test('from the trust screen to “Xin trả máy cho điều tra viên”, and back by PIN', async ({ page, site }, info) => {
  test.setTimeout(120_000);
  await ready(page, site, info);
  await handOver(page);
  await onlyTheForm(page);
  await look(page, info, 'handover-trust');
  await answerAlone(page);
  await look(page, info, 'handover-review');
  await onlyTheForm(page);
  await tap(page, page.locator('#next'));
  await expect(page.locator('#page-title')).toHaveText('Cảm ơn Ông/Bà!');
  await expect(page.locator('.handed__back')).toHaveText('Xin trả máy cho điều tra viên');
  await expect(page.locator('#receipt')).toBeVisible();
  await onlyTheForm(page);
  await look(page, info, 'handover-thanks');

  // Nothing of it is left for the next one: not by back, not by reload, not in a field.
  const traces = () => page.evaluate((secret) => {
    const fields = [...document.querySelectorAll('input, textarea')].map(({ value }) => value);
    const seen = [document.title, document.documentElement.innerHTML, JSON.stringify(history.state), JSON.stringify(sessionStorage), ...fields];
    return seen.some((text) => String(text).includes(secret));
  }, SECRET);
  expect(await traces()).toBe(false);
  for (let step = 0; step < 3; step += 1) {
    await page.goBack();
    await expect(page.locator('.handed__back')).toBeVisible();
    expect(await traces()).toBe(false);
  }
  await page.goForward();
  await expect(page.locator('.handed__back')).toBeVisible();
  await page.reload();
  await expect(page.locator('#page-title')).toHaveText('Xin trả máy cho điều tra viên');
  await expect(page.locator('#receipt')).toHaveCount(0);
  await onlyTheForm(page);
  expect(await traces()).toBe(false);
  await look(page, info, 'handover-neutral');

  await page.locator('#exit').click();
  await expect(page.locator('#pad-title')).toBeFocused();
  await look(page, info, 'handover-pad');
  // By keys as well as by touch.
  await page.keyboard.type('999');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('999');
  await page.locator('#pad-title').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.pad__told')).toHaveText('Mã PIN chưa đúng');
  await page.keyboard.type(PIN);
  await page.keyboard.press('Enter');
  await expect(page.locator('#quota')).toContainText('1 / 6');
  const [{ header, answers }] = await records(page, 'envelope.');
  expect([header.channel, header.unit, header.fieldwork.surveyor]).toEqual(['self_on_tablet', 'P01', 'DTV07']);
  expect(answers.remark).toBe(SECRET);

  // The next respondent meets an empty form.
  await handOver(page);
  await tap(page, page.locator('#consent'));
  await expect(page.locator('.grid input:checked')).toHaveCount(0);
  expect(await traces()).toBe(false);
  await page.goBack();
  await page.goBack().catch(() => {});
  expect(await traces()).toBe(false);
});

test('back, forward and reload stay in the form and lose nothing', async ({ page, site }, info) => {
  await ready(page, site, info);
  await answering(page);
  await page.goBack();
  await expect(page.locator('.top__place')).toHaveText('Phần 1 trên 4');
  await expect(page.locator('.grid input:checked')).toHaveCount(3);
  await onlyTheForm(page);
  // Beyond the first page the browser's back finds the form again.
  for (let step = 0; step < 3; step += 1) {
    await page.goBack();
    await expect(page.locator('.grid .row').first()).toBeVisible();
    await onlyTheForm(page);
  }
  await tap(page, page.locator('#next'));
  await expect(page.locator('.top__place')).toHaveText('Phần 2 trên 4');
  await page.reload();
  await expect(page.locator('#resume')).toBeVisible();
  await onlyTheForm(page);
  await expect(page.locator('input')).toHaveCount(0);
  await look(page, info, 'handover-found');
  await tap(page, page.locator('#resume'));
  await page.locator('.foot button').first().click();
  await expect(page.locator('.grid input:checked')).toHaveCount(3);
});

for (const address of ['#/collect', '#/collect/demo', '#/analyse', '#/manage', '#/r/demo', '#/r/tablet?u=P02', '#/o/tablet?g=council', '#/', '#/nowhere']) {
  test(`typing ${address} leads back to the form`, async ({ page, site }, info) => {
    await ready(page, site, info);
    await answering(page);
    // As typed into the bar of the open page, and as a fresh visit.
    await page.evaluate((hash) => void (location.hash = hash), address);
    await expect(page.locator('.grid .row, #resume').first()).toBeVisible();
    await onlyTheForm(page);
    await page.goto('about:blank');
    await page.goto(site.url + address);
    await expect(page.locator('#resume')).toBeVisible();
    await onlyTheForm(page);
    await tap(page, page.locator('#resume'));
    await expect(page.locator('.top__place')).toHaveText('Phần 2 trên 4');
    expect(await records(page, 'envelope.')).toHaveLength(0);
  });
}

test('a second page, a duplicate and a page that was open before show nothing', async ({ page, site, context }, info) => {
  await ready(page, site, info);
  const office = await context.newPage();
  await office.goto(`${site.url}#/analyse`);
  await expect(office.locator('#page-title')).toBeVisible();
  await page.bringToFront();
  await answering(page);
  // The analyst's page that was open leaves by itself.
  await expect(office).toHaveURL(/#\/collect$/);
  await expect(office.locator('#page-title')).toHaveText('Trang thu thập đang mở ở cửa sổ khác');
  for (const address of ['#/analyse', '#/collect', '#/r/tablet']) {
    const other = await context.newPage();
    await other.goto(site.url + address);
    await expect(other.locator('#page-title')).toHaveText('Trang thu thập đang mở ở cửa sổ khác');
    await expect(other.locator('button, a[href], input')).toHaveCount(0);
    await other.close();
  }
  // A duplicated tab takes the session's storage and history with it.
  const [twin] = await Promise.all([context.waitForEvent('page'), page.evaluate(() => void window.open(location.href, '_blank'))]);
  await expect(twin.locator('#page-title')).toHaveText('Trang thu thập đang mở ở cửa sổ khác');
  // Once the form's own page is closed, the next one has the form, not the board.
  await twin.close();
  await page.close();
  await expect(office.locator('#resume')).toBeVisible();
  await onlyTheForm(office);
});

for (const [name, damage] of [
  ['gone', () => localStorage.removeItem('phieu.0.device')],
  ['damaged', () => localStorage.setItem('phieu.0.device', `${localStorage.getItem('phieu.0.device')}x`)],
  ['foreign', () => localStorage.setItem('phieu.0.device', '{"handed_over":true}')],
]) {
  test(`a record that is ${name} keeps the tablet closed`, async ({ page, site }, info) => {
    await ready(page, site, info);
    await answering(page);
    await page.evaluate(damage);
    for (const address of ['#/collect', '#/analyse', '#/r/demo']) {
      await page.goto('about:blank');
      await page.goto(site.url + address);
      await expect(page.locator('#page-title')).toHaveText('Máy này đang được khóa');
      await expect(page).toHaveURL(/#\/collect$/);
    }
    if (name === 'damaged') await look(page, info, 'handover-unknown');
    await page.locator('summary').click();
    await page.locator('#known-code').fill('DTV99');
    await tap(page, page.locator('#start-anew'));
    await expect(page.locator('#trouble')).toContainText('chưa từng dùng');
    await page.locator('#known-code').fill('DTV07');
    await tap(page, page.locator('#start-anew'));
    await expect(page.locator('#page-title')).toHaveText('Chọn đợt điều tra');
    // The form that was open is still in the store.
    expect(await records(page, 'draft.')).not.toHaveLength(0);
  });
}

test('a record that another page takes away is written again', async ({ page, site, context }, info) => {
  await ready(page, site, info);
  const other = await context.newPage();
  await other.goto(`${site.url}#/collect`);
  await expect(other.locator('#page-title')).toHaveText('Trang thu thập đang mở ở cửa sổ khác');
  await page.bringToFront();
  await answering(page);
  await other.evaluate(() => localStorage.removeItem('phieu.0.device'));
  await expect.poll(async () => (await records(page, 'device')).map(({ handed_over: handed }) => handed)).toEqual([true]);
});

test('wrong PINs are counted over a reload, and the wait grows', async ({ page, site }, info) => {
  await page.clock.install();
  await ready(page, site, info);
  await handOver(page);
  await page.locator('#exit').click();
  for (let attempt = 0; attempt < 3; attempt += 1) await typePin(page, '1357');
  await expect(page.locator('.pad__told')).toHaveText(/Xin chờ (10|9) giây/);
  await page.reload();
  await page.locator('#exit').click();
  await typePin(page, PIN);
  await expect(page.locator('.pad')).toBeVisible();
  // A clock set back begins the wait again.
  await page.clock.setSystemTime(new Date(Date.now() - 86_400_000));
  await page.locator('#pad-close').click();
  await page.locator('#exit').click();
  await typePin(page, PIN);
  await expect(page.locator('.pad')).toBeVisible();
  await page.clock.setSystemTime(new Date(Date.now() + 60_000));
  await page.locator('#pad-close').click();
  await takeBack(page);
});

test('nobody there: a warning, then what was answered is partial and the screen is clear', async ({ page, site }, info) => {
  await page.clock.install();
  await ready(page, site, info);
  await answering(page);
  await page.clock.runFor(152_000);
  await expect(page.locator('.idle')).toContainText('Ông/Bà còn đang trả lời không?');
  await look(page, info, 'handover-idle');
  await page.locator('#still-there').click();
  await expect(page.locator('.idle .notice')).toHaveCount(0);
  await page.clock.runFor(185_000);
  await expect(page.locator('#page-title')).toHaveText('Xin trả máy cho điều tra viên');
  await onlyTheForm(page);
  await expect(page.locator('input, .row, #receipt')).toHaveCount(0);
  await page.goBack();
  await expect(page.locator('input, .row, #receipt')).toHaveCount(0);
  const [{ outcome, answers }] = await records(page, 'envelope.');
  expect(outcome).toBe('partial');
  expect(Object.values(answers).filter((answer) => answer === 4)).toHaveLength(3);
  await takeBack(page);
  await expect(page.locator('#done .state')).toHaveText('Bỏ dở');
});

test('a try-out says so in the respondent’s hands too, and the language lasts', async ({ page, site }, info) => {
  await ready(page, site, info);
  await page.locator('.board__settings label.choice').click();
  await handOver(page);
  await expect(page.locator('.trial')).toBeVisible();
  await page.locator('.tool[lang="en"]').click();
  await expect(page.locator('#consent')).toHaveText(/I agree/);
  await page.reload();
  await expect(page.locator('#consent')).toHaveText(/I agree/);
  await tap(page, page.locator('#consent'));
  await expect(page.locator('.trial')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await takeBack(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'vi');
});

test('a respondent’s own link is untouched where the surveyor has the tablet', async ({ page, site, context }, info) => {
  await ready(page, site, info);
  const own = await context.newPage();
  await arrive(own, site, 'tablet?u=P02&q=six');
  await expect(own.locator('a[href^="tel:"]')).toHaveCount(1);
  await expect(own.locator('.welcome__other a')).toHaveCount(1);
  await own.locator('#consent').click();
  await expect(own.locator('.grid .row')).toHaveCount(3);
  await expect(own.getByRole('button', { name: 'Không đúng? Chọn lại' })).toBeVisible();
  await own.close();
  // What was begun there is not the surveyor's to see.
  await page.bringToFront();
  await page.reload();
  await expect(page.locator('#open')).toContainText('điều tra viên không mở xem');
  await expect(page.locator('#continue')).toHaveCount(0);
});

test('lying on its side, the form has the whole width and both hands reach the way on', async ({ page, site }, info) => {
  await page.setViewportSize({ width: 960, height: 520 });
  await ready(page, site, info);
  await handOver(page);
  await tap(page, page.locator('#consent'));
  await expect(page.locator('.grid .row')).toHaveCount(3);
  await expectNoViolations(page);
  await page.locator('#exit').scrollIntoViewIfNeeded();
  await page.locator('#exit').click();
  const keys = await page.locator('.pad__key').evaluateAll((all) => all.map((key) => key.getBoundingClientRect()).map(({ top, bottom, width, height }) => ({ top, bottom, width, height })));
  expect(keys).toHaveLength(12);
  for (const { top, bottom, width, height } of keys) {
    expect(top).toBeGreaterThanOrEqual(0);
    expect(bottom).toBeLessThanOrEqual(520);
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(48);
  }
  await typePin(page, PIN);
  await expect(page.locator('#quota')).toBeVisible();
});
