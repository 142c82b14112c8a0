// What may go wrong beside the kill: `prepare` acts before any page of the browser is
// opened, `around` when the form was opened, `between` after a kill. What is wiped or
// damaged is so while the other medium has everything: both at once nothing survives.
import { records } from '../tests/e2e/envelopes.mjs';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Lets the page heal both media, then acts on a page of the same origin without a program. */
async function aside({ profile, site, start }, act) {
  const browser = await start(profile);
  try {
    const page = await browser.context.newPage();
    await page.goto(`${site.url}#/r/demo?u=X01`);
    await page.locator('#consent, #resume').first().waitFor({ timeout: 20_000 });
    await pause(700);
    await page.goto(`${site.url}campaigns/demo.json`);
    await act(page);
    // Local storage reaches the disk after seconds, and at the end of the browser.
    await pause(300);
  } finally {
    await browser.close();
  }
}

const half = (act) => async (world) => {
  if (world.random() < 0.5) await aside(world, (page) => act(page, world));
};

const wipeFirst = (page) => page.evaluate(() => localStorage.clear());

const wipeJournal = (page) =>
  page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) {
      await new Promise((resolve, reject) => Object.assign(indexedDB.deleteDatabase(name), { onsuccess: resolve, onerror: reject, onblocked: reject }));
    }
  });

/** Some characters of some records become others. */
const damageFirst = (page, { random }) =>
  page.evaluate((numbers) => {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith('phieu.'));
    for (const number of numbers) {
      const key = keys[Math.floor(number * keys.length)];
      const text = key && localStorage.getItem(key);
      if (!text) continue;
      const at = Math.floor(((number * 1e6) % 1) * text.length);
      localStorage.setItem(key, text.slice(0, at) + String.fromCharCode(33 + (at * 7) % 90) + text.slice(at + 1));
    }
  }, Array.from({ length: 6 }, random));

/** Fills local storage to its last characters. */
const fill = (page, leave) =>
  page.evaluate((left) => {
    for (let size = 1 << 20; size >= 1; size >>= 1) {
      for (let i = 0; ; i += 1) {
        try {
          localStorage.setItem(`pad.${size}.${i}`, 'x'.repeat(size));
        } catch {
          break;
        }
      }
    }
    for (const key of Object.keys(localStorage).filter((key) => key.startsWith('pad.') && key.length + localStorage.getItem(key).length <= left)) localStorage.removeItem(key);
  }, leave);

export const scenarios = {
  /** The kill alone. */
  kill: {},
  /** Somebody clears local storage. */
  first_wiped: { between: half(wipeFirst) },
  /** Bytes of local storage become others. */
  first_damaged: { between: half(damageFirst) },
  /** IndexedDB goes, and the device's key with it: drafts cannot be read any more, forms can. */
  journal_wiped: {
    between: half(async (page, { interviews, world }) => {
      const open = interviews.filter((one) => one.isOpen && one.acknowledged.size && !one.excused);
      // What was open here may have ended in the store, just before the kill: nothing is lost then.
      const drafts = Object.keys(await records(page, 'd.')).filter((key) => !world.drafts.has(key));
      await wipeJournal(page);
      for (const key of drafts) world.drafts.add(key);
      world.wiped += drafts.length ? 1 : 0;
      for (const one of open) one.excused = true;
    }),
  },
  /** Local storage has no room. */
  quota: { around: ({ page, random }) => fill(page, random() < 0.5 ? 0 : 1_500) },
  /** IndexedDB has no room. */
  quota_journal: {
    around: async ({ context, page, site, random }) => {
      const session = await context.newCDPSession(page);
      const { usage } = await session.send('Storage.getUsageAndQuota', { origin: new URL(site.url).origin });
      await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(site.url).origin, quotaSize: usage + Math.floor(random() * 20_000) });
    },
  },
  /** The engine does not let the page have IndexedDB. */
  blocked: {
    prepare: (context) =>
      context.addInitScript(() => {
        IDBFactory.prototype.open = () => {
          throw new DOMException('blocked', 'SecurityError');
        };
      }),
  },
  /** A second page of the same form answers as well. */
  tabs: { tabs: 2 },
};
