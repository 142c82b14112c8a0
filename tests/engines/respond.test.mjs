// A citizen's journey in Firefox and WebKit: from the link to the receipt, reloaded in the
// middle; and an official's grid on a phone.
import assert from 'node:assert/strict';
import { cpSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { serve } from '../../tools/serve.mjs';
import { opened } from '../e2e/envelopes.mjs';
import { engines, open } from './engine.mjs';

const dist = process.env.PHIEU_DIST || 'dist';

/** Answers each question of the open page by its first choice and turns the page. */
async function turn(browser) {
  const place = await browser.text('.top__place');
  await browser.script(`
    for (const card of document.querySelectorAll('.card')) {
      const groups = card.querySelectorAll('[role=radiogroup]');
      for (const group of groups.length ? groups : [card]) group.querySelector('label.choice input')?.click();
    }`);
  await browser.click('#next');
  await browser.until(`return document.querySelector('.top__place')?.textContent !== ${JSON.stringify(place)}`, `the page after ${place}`);
}

for (const name of Object.keys(engines)) {
  describe(name, () => {
    let site, browser;
    before(async () => {
      site = await serve(dist);
    });
    after(() => site.close());

    test('from the link to the receipt, reloaded in the middle', async () => {
      browser = await open(name);
      try {
        await browser.driver.get(`${site.url}#/r/demo?u=X01`);
        await browser.click('#consent');
        for (let i = 0; i < 3; i += 1) await turn(browser);
        const place = await browser.text('.top__place');
        await browser.driver.navigate().refresh();
        await browser.click('#resume');
        assert.equal(await browser.text('.top__place'), place);
        for (let i = 0; i < 60 && !(await browser.all('.review')).length; i += 1) await turn(browser);
        await browser.click('#next');
        assert.match(await browser.text('#receipt'), /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
        const stored = await browser.script(`
          const keys = Object.keys(localStorage).filter((key) => key.startsWith('phieu.1.e.'));
          return keys.map((key) => localStorage[key].split(' ').slice(2).join(' '));`);
        assert.deepEqual(opened(stored).map(({ outcome }) => outcome), ['complete']);
      } finally {
        await browser.close();
      }
    });

    test('departments on a phone: one unit at a time, interrupted, handed in', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'phieu-'));
      cpSync(dist, folder, { recursive: true });
      copyFileSync('tests/data/campaigns/officials168.json', join(folder, 'campaigns/officials168.json'));
      site.use(folder);
      browser = await open(name);
      try {
        await browser.resize(460, 800);
        await browser.driver.get(`${site.url}#/o/officials168?g=council&q=officials-departments`);
        await browser.click('#consent');
        await browser.click('label.choice');
        await browser.click('#next');
        assert.equal(await browser.text('.grid-place'), 'Đơn vị 1 trên 15');
        await browser.click('label.choice:nth-of-type(2)');
        await browser.until("return document.querySelector('.grid-place').textContent === 'Đơn vị 2 trên 15'", 'the second unit');
        await browser.driver.navigate().refresh();
        await browser.click('#resume');
        assert.equal(await browser.text('.grid-place'), 'Đơn vị 2 trên 15');
        assert.equal(await browser.text('.grid-tools__count'), 'Đã chấm 1/15 đơn vị');
        for (let criterion = 0; criterion < 7; criterion += 1) {
          const [counted, unit] = [await browser.text('.grid-tools__count'), await browser.text('.grid-place')];
          await browser.click('label.choice');
          // The page goes on by itself; what is clicked before it stands still may not be what was meant.
          await browser.until(`return document.querySelector('.grid-tools__count').textContent !== ${JSON.stringify(counted)} && document.querySelector('.grid-place').textContent !== ${JSON.stringify(unit)}`, 'the next unit');
          await browser.click('#grid-fill summary');
          await browser.until("return document.querySelector('#grid-fill').open !== false && document.querySelector('#grid-fill button:nth-of-type(3)').getClientRects().length > 0", 'the levels to fill with');
          await browser.click('#grid-fill button:nth-of-type(3)');
          await browser.until("return document.querySelector('.grid-tools__count').textContent === 'Đã chấm 15/15 đơn vị'", 'every unit');
          const place = await browser.text('.top__place');
          await browser.click('#next');
          await browser.until(`return document.querySelector('.top__place')?.textContent !== ${JSON.stringify(place)}`, 'the next criterion');
        }
        await browser.click('#next');
        await browser.find('.review');
        await browser.click('#next');
        await browser.find('#receipt');
      } finally {
        await browser.close();
        rmSync(folder, { recursive: true });
        site.use(dist);
      }
    });
  });
}
