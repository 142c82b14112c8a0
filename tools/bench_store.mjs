// What the store costs in a page: the start with 20 000 stored forms beside the start with
// none, from a tap to "Đã lưu", and 100 000 envelopes at the analyst's page. Every pair is
// measured in turns in one browser, so that what slows the machine slows both.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { flags } from './browser.mjs';

const folder = '.build/bench';
const middle = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
const p95 = (all) => [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * 0.95))];
const ms = (time) => (time < 20 ? time.toFixed(1) : time.toFixed(0));

/** A profile of its own, with so many of the stored forms on both media. */
async function profile(site, lines) {
  const place = mkdtempSync(join(tmpdir(), 'phieu-bench-'));
  const context = await chromium.launchPersistentContext(place, { ...flags, headless: true, locale: 'vi-VN' });
  const page = await context.newPage();
  // The page makes its database and its device's key first.
  await page.goto(`${site.url}#/r/demo?u=X01`);
  await page.locator('#consent').waitFor();
  await page.waitForTimeout(500);
  await page.goto(`${site.url}campaigns/demo.json`);
  for (let from = 0; from < lines.length; from += 2_000) {
    await page.evaluate((some) => new Promise((resolve, reject) => {
      const request = indexedDB.open('phieu');
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const transaction = request.result.transaction('records', 'readwrite');
        for (const line of some) {
          const [key, text] = [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)];
          transaction.objectStore('records').put(text, key);
          localStorage.setItem(`phieu.1.${key}`, text);
        }
        transaction.oncomplete = () => { request.result.close(); resolve(); };
        transaction.onerror = () => reject(transaction.error);
      };
    }), lines.slice(from, from + 2_000));
  }
  return { page, close: async () => { await context.close(); rmSync(place, { recursive: true, force: true }); } };
}

/** From the visit to what can be tapped, in milliseconds. */
async function start(page, address, ready) {
  await page.goto('about:blank');
  const began = Date.now();
  await page.goto(address);
  await page.locator(ready).first().waitFor({ timeout: 60_000 });
  return Date.now() - began;
}

/** Milliseconds from each tap on an answer until the page says that it is saved. */
async function taps(page, site) {
  await page.goto('about:blank');
  await page.goto(`${site.url}#/r/demo?u=X01&q=sipas-citizen`);
  await page.locator('#consent, #start-new').first().click();
  const times = [];
  for (let turn = 0; turn < 40 && !(await page.locator('.review').count()); turn += 1) {
    await page.locator('.card').first().waitFor();
    times.push(...(await page.evaluate(async () => {
      const all = [];
      for (const card of document.querySelectorAll('.card')) {
        const groups = card.querySelectorAll('[role=radiogroup]');
        for (const group of groups.length ? groups : [card]) {
          const input = group.querySelector('input[type=radio]:not(:checked)');
          if (!input || group.querySelector('input:checked')) continue;
          const began = performance.now();
          input.click();
          // As the page says it: the words may still be those of the answer before.
          await new Promise((resolve) => {
            const saved = document.querySelector('.saved');
            let left = saved.textContent.startsWith('Đang');
            const look = () => {
              left ||= saved.textContent.startsWith('Đang');
              if (left && saved.textContent.startsWith('Đã lưu')) { watch.disconnect(); resolve(); }
            };
            const watch = new MutationObserver(look);
            watch.observe(saved, { childList: true, characterData: true, subtree: true });
            setTimeout(resolve, 3_000);
          });
          all.push(performance.now() - began);
        }
      }
      return all;
    })));
    const place = await page.locator('.top__place').innerText();
    await page.locator('#next').click();
    if (await page.locator('#error-summary a').count()) await page.locator('#next').click();
    await page.waitForFunction((before) => document.querySelector('.top__place')?.textContent !== before, place);
  }
  return times;
}

/** 100 000 envelopes given to the analyst's page as files; seconds, and how long it stood still. */
async function intake(site) {
  const browser = await chromium.launch(flags);
  const page = await (await browser.newContext({ locale: 'vi-VN' })).newPage();
  await page.goto(`${site.url}#/analyse/receive`);
  await page.locator('#key-demo').click();
  await page.locator('#key-open').waitFor({ timeout: 120_000 });
  await page.evaluate(() => {
    const beat = { last: performance.now(), longest: 0 };
    globalThis.phieuBeat = beat;
    setInterval(() => { beat.longest = Math.max(beat.longest, performance.now() - beat.last - 10); beat.last = performance.now(); }, 10);
  });
  const files = [0, 1, 2, 3].map((number) => join(folder, `hand-in-${number}.phieu`));
  const began = Date.now();
  await page.locator('#file-envelopes').setInputFiles(files);
  await page.locator('#said', { hasText: 'hand-in-3.phieu' }).waitFor({ timeout: 900_000 });
  await page.waitForFunction(() => !document.querySelector('#intake-bar'), null, { timeout: 900_000 });
  const seconds = (Date.now() - began) / 1000;
  const counted = await page.locator('#counts .kpi__value').first().innerText();
  const longest = await page.evaluate(() => globalThis.phieuBeat.longest);
  await browser.close();
  return { seconds, counted, longest };
}

/** Prints all of it. */
export async function benchStore(site) {
  if (!existsSync(`${folder}/stored.txt`)) return;
  const lines = readFileSync(`${folder}/stored.txt`, 'utf8').trim().split('\n');
  const [none, full] = [await profile(site, []), await profile(site, lines)];
  for (const [role, address, ready] of [['respondent', '#/r/demo?u=X01', '#consent'], ['tablet', '#/collect', '.collect, #campaign, h1']]) {
    const times = { none: [], full: [] };
    for (let turn = 0; turn < 7; turn += 1) {
      times.none.push(await start(none.page, site.url + address, ready));
      times.full.push(await start(full.page, site.url + address, ready));
    }
    const [without, within] = [middle(times.none), middle(times.full)];
    console.log(`\nStart of the ${role}'s page with ${lines.length} stored forms: ${(within / without).toFixed(2)} times that with none (${ms(within)} and ${ms(without)} ms, median of 7 in turns)`);
  }
  for (const [name, { page }] of [['no', none], ['20 000', full]]) {
    const times = await taps(page, site);
    console.log(`From the tap to "Đã lưu", ${name} forms stored: median ${ms(middle(times))} ms, p95 ${ms(p95(times))} ms of ${times.length} answers`);
  }
  await none.close();
  await full.close();
  const { seconds, counted, longest } = await intake(site);
  console.log(`100 000 envelopes given to the analyst's page: ${seconds.toFixed(1)} s until all are opened, judged and kept (${counted} counted); the page stood still for at most ${ms(longest)} ms`);
}
