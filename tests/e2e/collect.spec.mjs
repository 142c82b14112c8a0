// A surveyor's tablet, upright and lying, by touch and by keys: prepared, settled, asked,
// corrected; one page at work; without network; with a store that is full.
import { expect, expectNoViolations, screenshots, test } from './fixtures.mjs';
import { answerAll, begin, interview, prepare, ready, records, settle, tap, withTablet } from './surveyor.mjs';

const upright = { width: 600, height: 960 };
const lying = { width: 960, height: 520 };

// Without motion: a colour half way is nobody's.
test.use({ viewport: upright, hasTouch: true, contextOptions: { reducedMotion: 'reduce' } });

/** The screen as it stands: axe in light, dark and sunlight, then a picture at each size. */
async function look(page, info, name) {
  const size = page.viewportSize();
  await expectNoViolations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoViolations(page);
  await page.emulateMedia({ colorScheme: 'light' });
  if (await page.locator('#sunlight').count()) {
    await page.locator('#sunlight').click();
    await expect(page.locator('html')).toHaveClass(/sunlight/);
    await expectNoViolations(page);
    await page.locator('#sunlight').click();
  }
  await screenshots(page, info, name, () => page.evaluate(() => scrollTo(0, 0)));
  await page.setViewportSize(size);
}

test('from the check of the machine to the next form, each screen looked at', async ({ page, site }, info) => {
  test.setTimeout(180_000);
  await prepare(page, site, info);
  await look(page, info, 'collect-prepare');
  await page.locator('#go-on').click();
  await look(page, info, 'collect-who');
  await page.locator('#surveyor').fill('DTV07');
  await page.locator('#pin').fill('2468');
  await page.locator('#pin-again').fill('2469');
  await page.locator('#settle').click();
  await expect(page.locator('#trouble')).toHaveText(/không giống nhau/);
  await page.locator('#pin-again').fill('2468');
  await page.locator('#settle').click();
  await page.locator('#unit-search').fill('ben da');
  await page.locator('.units__unit', { hasText: 'Sơn Thành' }).click();
  // A grid of units has a page of its own and is not asked here.
  await expect(page.locator('.groups .choice')).toHaveCount(2);
  await page.locator('.chip', { hasText: 'Tổ 2' }).click();
  await expect(page.locator('#village')).toHaveValue('Tổ 2');
  await page.locator('#village').fill('Thôn Đoài');
  await look(page, info, 'collect-place');
  await page.locator('#confirm').click();
  await expect(page.locator('h1')).toHaveText('UBND phường Sơn Thành');
  await expect(page.locator('.board__place')).toHaveText('Thôn Đoài · Người dân');
  await expect(page.locator('#quota')).toContainText('0 / 6 phiếu hoàn thành');

  await tap(page, page.locator('#next-form'));
  await expect(page.locator('#consent')).toBeVisible();
  // On a tablet nothing leads away from the form.
  await expect(page.locator('main a')).toHaveCount(0);
  await page.locator('#entry').fill('17');
  await page.locator('.chip', { hasText: 'Không có' }).click();
  await look(page, info, 'collect-trust');
  await tap(page, page.locator('#consent'));
  await expect(page.locator('.grid .row')).toHaveCount(6);
  await page.locator('.grid .row').nth(0).locator('label.choice').nth(3).click();
  await page.locator('.grid .row').nth(1).locator('label.choice').nth(5).click();
  await look(page, info, 'collect-statements');
  await answerAll(page);
  await expect(page.locator('#receipt')).toBeVisible();
  await expect(page.locator('#quota')).toContainText('1 / 6');
  await look(page, info, 'collect-ended');
  // The next one in one tap.
  await tap(page, page.locator('#next-form'));
  await expect(page.locator('#consent')).toBeVisible();
  await expect(page.locator('#entry')).toHaveValue('');
  await tap(page, page.locator('#outcome-not_reached'));
  await expect(page.locator('h1')).toHaveText('Không gặp');
  await tap(page, page.locator('#leave'));
  await expect(page.locator('#done .done__one')).toHaveCount(2);
  await page.locator('.board__units summary').click();
  await look(page, info, 'collect-board');
  const [first] = (await records(page, 'envelope.')).filter(({ outcome }) => outcome === 'complete');
  expect(first.header.fieldwork).toEqual({ stratum: 'P01 | citizen', village: 'Thôn Đoài', entry: '17', surveyor: 'DTV07', others: false });
  expect([first.header.channel, first.header.trial]).toEqual(['interviewer', false]);
});

for (const [name, size] of Object.entries({ upright, lying })) {
  test(`six statements, their heads and the way on are in view, ${name}, for either hand`, async ({ page, site }, info) => {
    await page.setViewportSize(size);
    await ready(page, site, info);
    await begin(page);
    for (const side of ['right', 'left']) {
      const boxes = await page.evaluate(() => {
        const box = (element) => {
          const { top, bottom, left, right } = element.getBoundingClientRect();
          return { top, bottom, left, right };
        };
        const all = (selector) => [...document.querySelectorAll(selector)].map(box);
        return { scrolled: scrollY, wide: document.documentElement.scrollWidth, bar: all('.top')[0], head: all('.grid__head')[0], heads: all('.grid__head span').filter(({ right, left }) => right > left), rows: all('.grid .row'), cells: all('.grid .row label.choice'), rail: all('.rail')[0], next: all('#next')[0] };
      });
      expect(boxes.scrolled).toBe(0);
      expect(boxes.wide).toBeLessThanOrEqual(size.width);
      expect(boxes.rows).toHaveLength(6);
      // Between the bar above and the actions below, or beside them.
      const floor = name === 'upright' ? boxes.rail.top : size.height;
      expect(boxes.head.top).toBeGreaterThanOrEqual(boxes.bar.bottom);
      for (const { top, bottom, left, right } of boxes.rows) {
        expect(top).toBeGreaterThanOrEqual(boxes.head.bottom - 1);
        expect(bottom).toBeLessThanOrEqual(floor);
        expect(left).toBeGreaterThanOrEqual(name === 'lying' && side === 'left' ? boxes.rail.right : 0);
        expect(right).toBeLessThanOrEqual(name === 'lying' && side === 'right' ? boxes.rail.left : size.width);
      }
      expect(boxes.cells).toHaveLength(6 * 7);
      for (const { top, bottom, left, right } of boxes.cells) {
        expect(bottom - top).toBeGreaterThanOrEqual(48);
        expect(right - left).toBeGreaterThanOrEqual(48);
      }
      const middle = (boxes.next.left + boxes.next.right) / 2;
      if (side === 'right') expect(middle).toBeGreaterThan(size.width / 2);
      else expect(middle).toBeLessThan(size.width / 2);
      if (side === 'right') await page.locator('#hand').click();
    }
    await screenshots(page, info, `collect-left-${name}`);
    await page.setViewportSize(size);
    // The side is kept with the device.
    await page.reload();
    await expect(page.locator('html')).toHaveClass(/left-handed/);
  });
}

test('a tap goes on to the next row, digits answer, Enter turns the page', async ({ page, site }, info) => {
  await ready(page, site, info);
  await begin(page);
  const rows = page.locator('.grid .row');
  const focused = () => page.evaluate(() => [...document.querySelectorAll('.grid .row')].findIndex((row) => row.contains(document.activeElement)));
  await rows.nth(0).locator('label.choice').nth(2).tap();
  await expect(rows.nth(0).locator('input').nth(2)).toBeChecked();
  await expect.poll(focused).toBe(1);
  for (const key of ['5', '1', '6']) await page.keyboard.press(key);
  await expect(rows.nth(1).locator('input').nth(4)).toBeChecked();
  await expect(rows.nth(2).locator('input').nth(0)).toBeChecked();
  await expect(rows.nth(3).locator('input').nth(5)).toBeChecked();
  expect(await focused()).toBe(4);
  // Within a row, the arrows up and down stay the browser's own and lead nowhere else.
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toBe(4);
  await page.keyboard.press('3');
  await page.keyboard.press('4');
  await expect(page.locator('#next')).toBeFocused();
  await page.waitForTimeout(330);
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.top__place')).toHaveText('Phần 2 trên 3');
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('.top__place')).toHaveText('Phần 1 trên 3');
  await page.waitForTimeout(330);
  await page.keyboard.press('Enter');
  await expect(page.locator('.top__place')).toHaveText('Phần 2 trên 3');
  // Digits and arrows in a field are what one writes.
  await page.locator('textarea').fill('12');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('3');
  await expect(page.locator('textarea')).toHaveValue('132');
});

test('outcomes, a quota that is full, a try-out, corrections', async ({ page, site }, info) => {
  await ready(page, site, info);
  for (let form = 0; form < 6; form += 1) await interview(page, form % 5);
  await expect(page.locator('#quota')).toContainText('Đã đủ chỉ tiêu');
  await interview(page, 2);
  await expect(page.locator('#quota')).toContainText('7 / 6');
  await page.locator('.board__settings label.choice').click();
  await expect(page.locator('.trial')).toBeVisible();
  await interview(page, 2);
  await expect(page.locator('#done .state').first()).toHaveText('Làm thử');
  await expect(page.locator('#quota')).toContainText('7 / 6');
  await page.locator('.board__settings label.choice').click();
  await expect(page.locator('.trial')).toHaveCount(0);

  await page.locator('.done__one .link').nth(1).click();
  await look(page, info, 'collect-correct');
  await tap(page, page.locator('#cancel-form'));
  await expect(page.locator('#trouble')).toContainText('lý do');
  await page.locator('#reason').fill('hỏi trùng người');
  await tap(page, page.locator('#cancel-form'));
  await expect(page.locator('#quota')).toContainText('6 / 6');
  await expect(page.locator('.done__one').nth(1)).toContainText('Đã hủy');
  await expect(page.locator('.done__one').nth(1)).toContainText('hỏi trùng người');
  await page.locator('.done__one .link').nth(1).click();
  await page.locator('#reason').fill('không trùng');
  await tap(page, page.locator('#uncancel'));
  await expect(page.locator('#quota')).toContainText('7 / 6');
  await page.locator('.done__one .link').nth(2).click();
  await page.locator('#reason').fill('chọn nhầm phường');
  await page.locator('#unit-search').fill('hong giang');
  await tap(page, page.locator('.units__unit').first());
  await expect(page.locator('#quota')).toContainText('6 / 6');
  await expect(page.locator('.done__one').nth(2)).toContainText('UBND phường Hồng Giang');
  const corrections = await records(page, 'correction.');
  expect(corrections.map(({ reason }) => reason).sort()).toEqual(['chọn nhầm phường', 'hỏi trùng người', 'không trùng']);
  expect((await records(page, 'envelope.')).every(({ header }) => header.unit === 'P01')).toBe(true);
});

test('an interview that a reload broke off is found on the board', async ({ page, site }, info) => {
  await ready(page, site, info);
  await begin(page);
  await page.locator('.grid .row').first().locator('label.choice').nth(3).click();
  await page.reload();
  await expect(page.locator('#open')).toContainText('Có phiếu làm dở');
  await look(page, info, 'collect-open');
  await expect(page.locator('#next-form')).toHaveCount(0);
  await tap(page, page.locator('#continue'));
  await tap(page, page.locator('#resume'));
  await expect(page.locator('.grid .row').first().locator('input').nth(3)).toBeChecked();
  await tap(page, page.locator('#leave'));
  await tap(page, page.locator('#close-open'));
  await expect(page.locator('#next-form')).toBeVisible();
  await expect(page.locator('#done .state').first()).toHaveText('Bỏ dở');
});

test('once prepared, a tablet works without network, and reloads too', async ({ page, site }, info) => {
  await ready(page, site, info);
  site.cut(true);
  await interview(page, 3);
  await page.reload();
  await expect(page.locator('#quota')).toContainText('1 / 6', { timeout: 20_000 });
  await interview(page, 4);
  await expect(page.locator('#quota')).toContainText('2 / 6');
});

for (const locks of [true, false]) {
  test(`one page works and the other waits, ${locks ? 'by Web Locks' : 'by the store'}`, async ({ page, site, context }, info) => {
    if (!locks) await context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined }));
    await ready(page, site, info);
    const second = await context.newPage();
    await second.goto(`${site.url}#/collect`);
    await expect(second.locator('h1')).toHaveText('Trang thu thập đang mở ở cửa sổ khác');
    await expectNoViolations(second);
    await screenshots(second, info, 'collect-elsewhere');
    await interview(page, 3);
    await page.close({ runBeforeUnload: true });
    await expect(second.locator('#quota')).toContainText('1 / 6', { timeout: 20_000 });
  });
}

test('a store that is full loses nothing and leads to handing in', async ({ page, site }, info) => {
  await ready(page, site, info);
  await interview(page);
  await begin(page);
  const fill = () => page.evaluate(() => {
    let step = 1 << 20;
    let text = '';
    while (step) {
      try {
        localStorage.setItem('ballast', text + 'x'.repeat(step));
        text += 'x'.repeat(step);
      } catch {
        step >>= 1;
      }
    }
  });
  await page.locator('.grid .row').first().locator('label.choice').nth(3).click();
  await fill();
  // The journal has room: what it has is saved.
  for (const row of await page.locator('.grid .row').all()) await row.locator('label.choice').nth(2).click();
  await expect(page.locator('.saved')).toHaveText('Đã lưu – chưa gửi');
  await tap(page, page.locator('#leave'));
  await expect(page.locator('#trouble')).toContainText('đã đầy');
  await look(page, info, 'collect-full');
  await tap(page, page.locator('#trouble-hand-in'));
  await expect(page.locator('#count-due')).toHaveText('1');
  const [download] = await Promise.all([page.waitForEvent('download'), tap(page, page.locator('#save-file'))]);
  expect(download.suggestedFilename()).toContain('_1-phieu.phieu');
  await tap(page, page.locator('#to-board'));
  await tap(page, page.locator('#continue'));
  await tap(page, page.locator('#resume'));
  await expect(page.locator('.grid .row').first().locator('input').nth(2)).toBeChecked();
  await answerAll(page);
  await expect(page.locator('#receipt')).toBeVisible();
  await page.evaluate(() => localStorage.removeItem('ballast'));
  await page.reload();
  await expect(page.locator('#quota')).toContainText('2 / 6');
  expect(await records(page, 'envelope.')).toHaveLength(2);
});

test('a blocked store begins nothing', async ({ page, site, context }, info) => {
  await context.addInitScript(() => Object.defineProperty(window, 'localStorage', { get: () => { throw new DOMException('denied', 'SecurityError'); } }));
  withTablet(site, info);
  await page.goto(`${site.url}#/collect/tablet`);
  await expect(page.locator('#ready')).toContainText('Máy chưa sẵn sàng');
  await expect(page.locator('.check--failed')).toContainText('Trình duyệt không cho lưu');
  await expect(page.locator('#go-on')).toHaveCount(0);
});

test('a clock that cannot be right is told before the first form', async ({ page, site }, info) => {
  await page.clock.setSystemTime(new Date('2026-03-01T08:00:00+07:00'));
  withTablet(site, info);
  await page.goto(`${site.url}#/collect/tablet`);
  await expect(page.locator('.check--failed')).toContainText('đợt bắt đầu ngày 01/10/2026');
  await look(page, info, 'collect-clock');
  await page.clock.setSystemTime(new Date('2026-10-02T08:00:00+07:00'));
  await page.getByRole('button', { name: 'Kiểm tra lại' }).click();
  await expect(page.locator('#ready')).toContainText('Máy đã sẵn sàng dùng không mạng');
  await settle(page);
});

test('the host’s list offers the rounds, and the home page the way there', async ({ page, site }) => {
  await page.goto(site.url);
  await page.getByRole('link', { name: /Thu thập trên máy tính bảng/ }).click();
  await expect(page.locator('#page-title')).toHaveText('Chọn đợt điều tra');
  await expectNoViolations(page);
  await expect(page.locator('.units__unit')).toHaveCount(2);
  await page.locator('.units__unit').first().click();
  await expect(page.locator('#ready')).toContainText('Máy đã sẵn sàng');
});
