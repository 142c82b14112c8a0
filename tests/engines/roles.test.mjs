// The other roles in Firefox and WebKit: a tablet handed over and taken back by PIN, a
// manager's table and workbook, an analyst's results out of the worker.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { serve } from '../../tools/serve.mjs';
import { codes, photo, png } from '../e2e/pictures.mjs';
import { handIn, responses } from '../e2e/responses.mjs';
import { engines, open } from './engine.mjs';

const dist = process.env.PHIEU_DIST || 'dist';

/** Types into a field as a person does, with the events that the page listens to. */
async function type(browser, selector, text) {
  // WebKit's driver loses a key now and then on a busy machine: what stands there is looked at.
  for (let turn = 0; turn < 3; turn += 1) {
    const field = await browser.find(selector);
    await field.clear();
    await field.sendKeys(text);
    if ((await browser.script('return document.querySelector(arguments[0]).value', selector)) === text) return;
  }
}

/** Presses the button with these words. */
const press = (browser, words) =>
  browser.until(`const button = [...document.querySelectorAll('button')].find((one) => one.textContent.includes(${JSON.stringify(words)}) && !one.disabled); button?.click(); return Boolean(button)`, words);

const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** A second tap within 300 ms is taken for the first one. */
async function tap(browser, selector) {
  await wait(330);
  await browser.click(selector);
}

async function pin(browser, digits) {
  for (const digit of digits) {
    const keys = await browser.all('.pad__key');
    for (const key of keys) if ((await key.getText()) === digit) { await key.click(); break; }
  }
  await browser.click('#pad-enter');
}

for (const name of Object.keys(engines)) {
  describe(name, () => {
    let site, folder, browser;
    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'phieu-'));
      cpSync(dist, folder, { recursive: true });
      cpSync('tests/data/tablet', folder, { recursive: true });
      site = await serve(folder);
    });
    after(async () => {
      await site.close();
      rmSync(folder, { recursive: true });
    });
    const journey = (title, act) =>
      test(title, async () => {
        browser = await open(name);
        try {
          await act();
        } finally {
          await browser.close();
        }
      });

    journey('a tablet is handed over, stays closed, and is taken back by PIN', async () => {
      await browser.resize(640, 1040);
      await browser.driver.get(`${site.url}#/collect/tablet`);
      await browser.until("return /Máy đã sẵn sàng dùng không mạng/.test(document.querySelector('#ready')?.textContent)", 'the machine is ready', 60);
      await tap(browser, '#go-on');
      await type(browser, '#surveyor', 'DTV07');
      await type(browser, '#pin', '2468');
      await type(browser, '#pin-again', '2468');
      await tap(browser, '#settle');
      await type(browser, '#unit-search', 'ben da');
      await tap(browser, '.units__unit');
      await type(browser, '#village', 'Thôn Đoài');
      await tap(browser, '#confirm');
      await tap(browser, '#hand-over');
      await tap(browser, '#consent');
      await browser.find('.grid .row, .card .choice');
      // Neither another address nor a reload leads out.
      await browser.driver.get(`${site.url}#/analyse`);
      await browser.driver.navigate().refresh();
      await browser.until("return !document.getElementById('shell') && document.querySelector('main')", 'the form again');
      assert.equal((await browser.all('.desk')).length, 0, 'no page of the office');
      await tap(browser, '#exit');
      await pin(browser, '1111');
      await browser.find('.pad');
      await pin(browser, '2468');
      await browser.find('#quota');
    });

    journey('a pasted table and a workbook become units', async () => {
      await browser.resize(1280, 900);
      await browser.driver.get(`${site.url}#/manage/units?c=demo`);
      await browser.find('#units-paste');
      // Pasted, not typed: WebKit's driver has no keys for Vietnamese letters.
      await browser.script(`
        const field = document.querySelector('#units-paste');
        field.value = ${JSON.stringify('Mã;Tên đơn vị;Loại;N;Chỉ tiêu\nS77;Sở Quy hoạch và Kiến trúc;Sở;1.279;30\n')};
        field.dispatchEvent(new Event('input', { bubbles: true }));`);
      await press(browser, 'Đọc bảng vừa dán');
      await browser.until("return document.querySelector('#import').textContent.includes('Thêm mới: 1')", 'the table is read');
      await press(browser, 'Bỏ bảng này');
      await (await browser.driver.wait(async () => (await browser.all('#units-file'))[0], 5000)).sendKeys(resolve('tests/data/units/merged.xlsx'));
      await browser.until("return document.querySelector('#import').textContent.includes('ô C2')", 'the workbook is read by the worker, its fault has a place');
    });

    journey('photos of codes are read and put together', async () => {
      await browser.resize(1280, 900);
      const pictures = codes(handIn(responses(0, 5)), [2, 7, 0]).map((code, i) => {
        const path = join(folder, `anh-${i}.png`);
        writeFileSync(path, png(photo([code])));
        return path;
      });
      await browser.driver.get(`${site.url}#/analyse/receive?c=demo`);
      const field = await browser.driver.wait(async () => (await browser.all('#file-photos'))[0], 20_000);
      const says = (words) => browser.until(`return document.querySelector('#scan').textContent.includes(${JSON.stringify(words)})`, words, 60);
      await field.sendKeys(pictures[0]);
      await says('Đã đọc 1 trong 3 phần');
      await field.sendKeys(pictures.slice(1).join('\n'));
      await says('Đã đọc đủ 1 lần nộp.');
    });

    journey('an analyst sees results out of the worker', async () => {
      await browser.resize(1280, 900);
      await browser.driver.get(`${site.url}#/analyse/receive?c=demo`);
      await browser.find('.desk h1');
      await press(browser, 'minh họa');
      await browser.until("return Boolean(document.querySelector('.banner--demo'))", 'the demo is computed', 60);
      await browser.driver.get(`${site.url}#/analyse/satisfaction?c=demo`);
      await browser.until("return [...document.querySelectorAll('.dots__list > li')].some((row) => /\\d,\\d\\d\\s%/.test(row.textContent))", 'ranked units with numbers', 60);
    });
  });
}
