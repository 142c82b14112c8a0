// What the store stands on, in Firefox and WebKitGTK: sealing by WebCrypto, the journal's
// transactions, the key of the device, a whole form whose envelope is opened natively, and
// a private window.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { serve } from '../../tools/serve.mjs';
import { opened } from '../e2e/envelopes.mjs';
import { vector } from '../e2e/vector.mjs';
import { engines, open } from './engine.mjs';

const dist = process.env.PHIEU_DIST || 'dist';
const source = (name) => readFileSync(`src/platform/${name}`, 'utf8').replaceAll('export ', '');

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

/** From the trust screen to the receipt. */
async function toTheEnd(browser) {
  await browser.click('#consent');
  for (let i = 0; i < 60 && !(await browser.all('.review')).length; i += 1) await turn(browser);
  await browser.click('#next');
  assert.match(await browser.text('#receipt'), /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/);
}

/** The payloads of both media whose key begins so: `[local storage, journal]`. */
const stored = (browser, prefix) =>
  browser.later(`
    const payload = (text) => text.split(' ').slice(2).join(' ');
    const first = Object.entries(localStorage).filter(([key]) => key.startsWith('phieu.1.' + given[0])).map(([, text]) => payload(text));
    const database = await new Promise((yes, no) => { const request = indexedDB.open('phieu', 1); request.onsuccess = () => yes(request.result); request.onerror = no; });
    const store = database.transaction('records').objectStore('records');
    const all = (request) => new Promise((yes) => { request.onsuccess = () => yes(request.result); });
    const [keys, texts] = await Promise.all([all(store.getAllKeys()), all(store.getAll())]);
    database.close();
    return [first, texts.filter((text, i) => keys[i].startsWith(given[0])).map(payload)];`, prefix);

/** In a page of our origin without a program. */
async function aside(browser, site) {
  await browser.driver.get(`${site.url}campaigns/demo.json`);
}

for (const name of Object.keys(engines)) {
  describe(name, () => {
    let site, browser;
    before(async () => {
      site = await serve(dist);
    });
    after(() => site.close());

    test('the RFC\'s vector comes out of this engine', async () => {
      browser = await open(name);
      try {
        await aside(browser, site);
        const result = await browser.later(`
          ${source('seal.js')}
          if (!(await canSeal())) return { can: false };
          const hex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
          const jwk = { kty: 'OKP', crv: 'X25519', x: given[0].x };
          const take = (key, uses) => crypto.subtle.importKey('jwk', key, { name: 'X25519' }, true, uses);
          const pair = { publicKey: await take(jwk, []), privateKey: await take({ ...jwk, d: given[0].d }, ['deriveBits']) };
          const sealed = await seal(hex(given[0].pkR), hex(given[0].info), hex(given[0].aad), hex(given[0].text), pair);
          return { can: true, sealed: Array.from(sealed, (byte) => byte.toString(16).padStart(2, '0')).join('') };`, vector);
        assert.deepEqual(result, { can: true, sealed: vector.pkE + vector.sealed });
      } finally {
        await browser.close();
      }
    });

    test('the journal writes strictly, is opened again, and refuses what it was not told of', async () => {
      browser = await open(name);
      try {
        await aside(browser, site);
        const done = await browser.later(`
          ${source('journal.js')}
          const yes = () => true;
          const first = await write(true, [['d.a', 'one'], ['d.b', 'two']], yes);
          // Only over what is known; an erasure only beside what it is for.
          const refused = await write(true, [['d.a', 'other'], ['d.b', '', 'e.X']], (i, now) => now === 'known');
          const racing = await Promise.all(['x', 'y', 'z'].map((text) => write(true, [['d.c', text]], (i, now) => now === undefined)));
          (await database()).close();
          const again = await write(true, [['d.d', 'after it was closed']], yes);
          return { first, refused, racing: racing.map((one) => one.slice(2).length), again, durability: 'durability' in IDBTransaction.prototype };`);
        assert.deepEqual([done.first, done.again], [['', 2], ['', 1]]);
        assert.deepEqual(done.refused, ['', 2, 'd.a', 'd.b']);
        assert.deepEqual(done.racing.sort(), [0, 1, 1], 'one of three that race is written');
        await aside(browser, site);
        const [, journal] = await browser.later(`${source('journal.js')} return [0, await read(true)];`);
        assert.deepEqual(journal[0], ['d.a', 'd.b', 'd.c', 'd.d']);
        assert.deepEqual(journal[1].slice(0, 2), ['one', 'two']);
      } finally {
        await browser.close();
      }
    });

    test('the device\'s key is read back, seals, opens in the next page, and is not given out', async () => {
      browser = await open(name);
      try {
        await aside(browser, site);
        const sealed = await browser.later(`${source('journal.js')} return [...(await sealOwn('d.a', text('answers')))];`);
        await browser.driver.navigate().refresh();
        const found = await browser.later(`
          ${source('journal.js')}
          const bytes = new Uint8Array(given[0]);
          const [opened, moved] = await openOwn(['d.a', bytes, 'd.b', bytes]);
          const [key] = await deviceKeys();
          const out = await crypto.subtle.exportKey('raw', key).then(() => 'given out', () => 'kept');
          return [new TextDecoder().decode(opened), moved === undefined, key.extractable, out];`, sealed);
        assert.deepEqual(found, ['answers', true, false, 'kept']);
      } finally {
        await browser.close();
      }
    });

    test('a whole form is in both media, sealed, and says natively what was answered', async () => {
      browser = await open(name);
      try {
        await browser.driver.get(`${site.url}#/r/demo?u=X05`);
        await toTheEnd(browser);
        const [first, journal] = await stored(browser, 'e.');
        assert.equal(journal.length, 1);
        assert.deepEqual(first, journal);
        const [response] = opened(journal);
        assert.deepEqual([response.outcome, response.header.unit, response.answers.s1], ['complete', 'X05', 5]);
        const dump = await browser.script('return JSON.stringify(localStorage)');
        assert.doesNotMatch(dump, /complete|got_result|ward-office/);
      } finally {
        await browser.close();
      }
    });
  });
}

test('firefox, a private window: saved for as long as the window lives, or said', async () => {
  const site = await serve(dist);
  const browser = await open('firefox', { prefs: { 'browser.privatebrowsing.autostart': true } });
  try {
    await browser.driver.get(`${site.url}#/r/demo?u=X06`);
    await toTheEnd(browser);
    const [first, journal] = await stored(browser, 'e.').catch(() => [[], []]);
    assert.ok(first.length + journal.length >= 1, 'the form is sealed in one medium at least');
    const [response] = opened([...first, ...journal]);
    assert.equal(response.header.unit, 'X06');
  } finally {
    await browser.close();
    await site.close();
  }
});
