// Nothing is lost: what is called saved is in the journal, either medium heals the other,
// and what a browser refuses is said before the first question.
import { readFileSync } from 'node:fs';
import { envelopes, journalled, opened, records } from './envelopes.mjs';
import { expect, expectNoViolations, test } from './fixtures.mjs';
import { sealed } from './record.mjs';
import { arrive, fillPage, fillToReview, finish } from './respondent.mjs';

const LINK = 'demo?u=X01';
const saved = (page) => expect(page.locator('.saved')).toHaveText(/Đã lưu/);

/** Begins a form and answers its first question. */
async function begin(page, site, link = LINK) {
  await arrive(page, site, link);
  await page.locator('#consent').click();
  await page.locator('label.choice').first().click();
  await saved(page);
}

/** Everything that every store of this browser has, as one text. */
const dump = (page) => page.evaluate(async () => {
  const out = [...Object.entries(localStorage), ...Object.entries(sessionStorage)].flat();
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((yes, no) => Object.assign(indexedDB.open(name), { onsuccess: ({ target }) => yes(target.result), onerror: no }));
    for (const store of database.objectStoreNames) {
      const request = database.transaction(store).objectStore(store).getAll();
      await new Promise((yes) => { request.onsuccess = yes; });
      out.push(JSON.stringify(request.result));
    }
    database.close();
  }
  for (const key of await caches.keys()) out.push(...(await (await caches.open(key)).keys()).map(({ url }) => url));
  return out.join('\n');
});

/** Local storage, or the journal with the device's key, is cleared from a page of this origin
 * that has neither open. */
async function wipe(page, site, what) {
  await page.goto(`${site.url}404`);
  await page.evaluate((wanted) => {
    if (wanted === 'first') return localStorage.clear();
    return new Promise((yes, no) => Object.assign(indexedDB.deleteDatabase('phieu'), { onsuccess: yes, onerror: no, onblocked: no }));
  }, what);
}

test.describe('saved', () => {
  test('is what the journal has, and not before', async ({ page, site }) => {
    await page.addInitScript(() => {
      const put = IDBObjectStore.prototype.put;
      globalThis.late = [];
      IDBObjectStore.prototype.put = function wait(...given) {
        const request = put.apply(this, given);
        // The transaction is kept open until the test lets it go.
        if (this.name === 'records' && globalThis.held) {
          const again = () => globalThis.held && (this.get('x').onsuccess = again);
          again();
        }
        return request;
      };
    });
    await arrive(page, site, LINK);
    await page.locator('#consent').click();
    await saved(page);
    await page.evaluate(() => { globalThis.held = true; });
    await page.locator('label.choice').first().click();
    await expect.poll(async () => Object.keys(await records(page, 'd.')).length).toBe(1);
    await expect(page.locator('.saved')).toHaveText('Đang lưu…');
    await page.evaluate(() => { globalThis.held = false; });
    await saved(page);
    expect(await journalled(page, 'd.')).toEqual(await records(page, 'd.'));
  });

  test('survives a reload, at the same page', async ({ page, site }) => {
    await begin(page, site);
    await page.locator('#next').click();
    await fillPage(page);
    await saved(page);
    const heading = await page.locator('h1').innerText();
    await page.reload();
    await page.locator('#resume').click();
    await expect(page.locator('h1')).toHaveText(heading);
    await expect(page.locator('.choice--on').first()).toBeVisible();
  });

  for (const what of ['first', 'journal']) {
    test.describe(() => {
      test.use({ allowed: [/404/] });
      test(`a finished form survives the loss of ${what === 'first' ? 'local storage' : 'the journal'}`, async ({ page, site }) => {
        await arrive(page, site, LINK);
        await page.locator('#consent').click();
        await fillToReview(page);
        await finish(page);
        await wipe(page, site, what);
        await arrive(page, site, LINK);
        await expect.poll(async () => Object.keys(await records(page, 'e.')).length).toBe(1);
        await expect.poll(async () => Object.keys(await journalled(page, 'e.')).length).toBe(1);
        expect(await envelopes(page)).toHaveLength(1);
      });
    });
  }

  test.describe(() => {
    test.use({ allowed: [/404/] });

    test('a draft survives the loss of local storage', async ({ page, site }) => {
      await begin(page, site);
      await wipe(page, site, 'first');
      await page.goto(`${site.url}#/r/${LINK}`);
      await page.locator('#resume').click();
      await expect(page.locator('.choice--on')).toHaveCount(1);
    });

    test('a draft whose key is gone is told with its time, and goes on request', async ({ page, site }) => {
      await begin(page, site);
      await wipe(page, site, 'journal');
      await arrive(page, site, LINK);
      await expect(page.locator('#lost')).toContainText(/1 phiếu làm dở, lưu lúc \d+:\d\d/);
      await expectNoViolations(page);
      await page.locator('#forget').click();
      await expect(page.locator('#lost')).toHaveCount(0);
      await expect.poll(async () => Object.keys(await records(page, 'd.'))).toEqual([]);
      await page.reload();
      await expect(page.locator('#consent')).toBeVisible();
      await expect(page.locator('#lost')).toHaveCount(0);
    });
  });
});

test('local storage damaged at random bytes loses nothing', async ({ page, site }) => {
  await arrive(page, site, LINK);
  await page.locator('#consent').click();
  await fillToReview(page);
  await finish(page);
  await page.goto('about:blank');
  await begin(page, site);
  const before = await journalled(page, 'e.');
  await page.evaluate(() => {
    for (const [key, text] of Object.entries(localStorage).filter(([name]) => name.startsWith('phieu.1.'))) {
      const at = Math.floor(Math.random() * text.length);
      localStorage.setItem(key, `${text.slice(0, at)}~${text.slice(at + 1)}`);
    }
  });
  await page.goto('about:blank');
  await page.goto(`${site.url}#/r/${LINK}`);
  await page.locator('#resume').click();
  await expect(page.locator('.choice--on')).toHaveCount(1);
  await expect.poll(() => records(page, 'e.')).toEqual(before);
  expect(await envelopes(page)).toHaveLength(1);
});

test('a browser without IndexedDB is told before the first question, and its end is sealed all the same', async ({ page, site }) => {
  await page.addInitScript(() => Object.defineProperty(globalThis, 'indexedDB', { get() { throw new DOMException('blocked', 'SecurityError'); } }));
  await arrive(page, site, LINK);
  await expect(page.locator('#not-kept')).toContainText('không lưu được phiếu đang làm');
  await expectNoViolations(page);
  await page.locator('#consent').click();
  await page.locator('label.choice').first().click();
  await expect(page.locator('.saved')).toHaveText('Chưa lưu được');
  await expect(page.locator('#not-kept')).toBeVisible();
  await fillToReview(page);
  await page.locator('#next').click();
  await expect(page.locator('#receipt')).toBeVisible();
  const kept = await records(page, 'e.');
  expect(opened(Object.values(kept))).toHaveLength(1);
  expect(Object.keys(await records(page, 'd.'))).toEqual([]);
});

test('a full local storage stops nothing: the journal has it', async ({ page, site }) => {
  await arrive(page, site, LINK);
  await page.evaluate(() => {
    let size = 1 << 20;
    for (let i = 0; size > 0; ) {
      try {
        localStorage.setItem(`filler${i}`, 'x'.repeat(size));
        i += 1;
      } catch {
        size >>= 1;
      }
    }
  });
  await page.locator('#consent').click();
  await page.locator('label.choice').first().click();
  await saved(page);
  await fillToReview(page);
  await finish(page);
  expect(Object.keys(await records(page, 'e.'))).toEqual([]);
  expect(Object.keys(await journalled(page, 'e.'))).toHaveLength(1);
});

test('two tabs: a form that is open in one is not opened in the other, and each keeps its own', async ({ page, site, context }) => {
  await begin(page, site);
  const other = await context.newPage();
  await arrive(other, site, LINK);
  await expect(other.locator('#elsewhere')).toContainText('đang mở ở thẻ khác');
  await other.locator('#consent').click();
  await other.locator('label.choice').first().click();
  await saved(other);
  for (const tab of [page, other]) {
    await fillToReview(tab);
    await finish(tab);
  }
  expect(await envelopes(page)).toHaveLength(2);
  expect(Object.keys(await journalled(page, 'd.'))).toEqual([]);
});

test('two tabs without locks: what both write of one draft is kept side by side', async ({ context, site }) => {
  await context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined }));
  const [one, other] = [await context.newPage(), await context.newPage()];
  await begin(one, site);
  await other.goto(`${site.url}#/r/${LINK}`);
  await other.locator('#resume').click();
  await one.locator('label.choice').first().click();
  await other.locator('label.choice').nth(1).click();
  await one.locator('label.choice').first().click();
  for (const tab of [one, other]) await saved(tab);
  const kept = { ...(await journalled(one, 'd.')), ...(await journalled(one, 'aside.d.')) };
  expect(Object.keys(kept).length).toBeGreaterThanOrEqual(1);
  await fillToReview(one);
  await finish(one);
  await fillToReview(other);
  await other.locator('#next').click();
  await expect(other.locator('#receipt')).toBeVisible();
  const ids = (await envelopes(one)).map(({ header }) => header.id);
  expect(new Set(ids).size, 'counted once').toBe(1);
});

test('after the end no store of the browser has an answer in clear, and the key cannot be read', async ({ page, site }) => {
  const remark = 'Cán bộ tên Hạnh hướng dẫn rất chậm';
  await arrive(page, site, LINK);
  await page.locator('#consent').click();
  for (let turn = 0; turn < 20 && !(await page.locator('.review').count()); turn += 1) {
    await fillPage(page);
    if (await page.locator('textarea').count()) await page.locator('textarea').fill(remark);
    const place = await page.locator('.top__place').innerText();
    await page.locator('#next').click();
    await expect(page.locator('.top__place')).not.toHaveText(place);
  }
  const during = await dump(page);
  await finish(page);
  const after = await dump(page);
  for (const text of [during, after]) {
    for (const clear of [remark, 'Hạnh', JSON.stringify(remark).slice(1, 20), 'got_result', '"s1"']) expect(text.includes(clear), clear).toBe(false);
  }
  expect((await envelopes(page))[0].answers.remark_text).toBe(remark);
  const exported = await page.evaluate(() => new Promise((yes) => {
    indexedDB.open('phieu').onsuccess = ({ target }) => {
      target.result.transaction('keys').objectStore('keys').getAll().onsuccess = ({ target: { result } }) => crypto.subtle.exportKey('raw', result[0].key).then(() => yes('exported'), (error) => yes(error.name));
    };
  }));
  expect(exported).toBe('InvalidAccessError');
});

test('records of the former format are sealed once, and a draft among them goes on', async ({ page, site }) => {
  const form = readFileSync('public/questionnaires/ward-office.json');
  const mark = sealed(form.toString()).split(' ')[1];
  const frozen = (path, id) => readFileSync(path, 'utf8').trim().replaceAll('9Q3ZK7V1M5X0T2RB', mark).replaceAll('5R2K8M0QZ7VJ3N1XB4T6WCYD9E', id);
  const [done, open] = ['1R2K8M0QZ7VJ3N1XB4T6WCYD9E', '2R2K8M0QZ7VJ3N1XB4T6WCYD9E'];
  const old = {
    [`phieu.0.envelope.${done}`]: sealed(frozen('tests/data/frozen/v0/response.json', done)),
    'phieu.0.draft.demo.a': sealed(frozen('tests/data/frozen/v0/draft.json', open)),
  };
  await page.goto(`${site.url}#/`);
  await page.evaluate((texts) => Object.entries(texts).forEach(([key, text]) => localStorage.setItem(key, text)), old);
  site.forget();
  await page.goto(`${site.url}#/r/${LINK}`);
  await expect(page.locator('#resume')).toBeVisible();
  expect(site.requests.some(({ path }) => /assets\/field-.*wasm/.test(path)), 'the program that can').toBe(true);
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('phieu.0.')))).toEqual([]);
  const [response] = await envelopes(page);
  expect(response.header.id).toBe(done);
  expect(response.answers.s1).toBe(5);
  await page.locator('#resume').click();
  await expect(page.locator('.choice--on').first()).toBeVisible();
  await fillToReview(page);
  await finish(page);
  expect((await envelopes(page)).map(({ header }) => header.id).sort()).toEqual([done, open]);
  site.forget();
  await page.reload();
  await expect(page.locator('#consent')).toBeVisible();
  expect(site.requests.some(({ path }) => /assets\/field-.*wasm/.test(path)), 'once').toBe(false);
});

test('an engine without X25519 seals by the program of its own', async ({ page, site }) => {
  await page.addInitScript(() => {
    const made = SubtleCrypto.prototype.generateKey;
    SubtleCrypto.prototype.generateKey = function generateKey(algorithm, ...rest) {
      return algorithm.name === 'X25519' ? Promise.reject(new DOMException('', 'NotSupportedError')) : made.call(this, algorithm, ...rest);
    };
  });
  await arrive(page, site, LINK);
  await page.locator('#consent').click();
  await fillToReview(page);
  await finish(page);
  expect(await envelopes(page)).toHaveLength(1);
});
