// The weight and the time of a respondent's first visit.
import { answerable, link, steps } from './journey.mjs';

/** In the page: presses the steps as they appear and notes when the answer can be given. */
function walk({ steps, answerable }) {
  const left = [...steps];
  const look = () => {
    const next = left.length ? document.querySelector(left[0]) : null;
    if (next && !next.disabled) {
      left.shift();
      next.click();
    }
    if (!left.length && document.querySelector(answerable)) {
      watcher.disconnect();
      // After the next frame: drawn, not only there.
      requestAnimationFrame(() => setTimeout(() => { globalThis.phieuAnswerable = performance.now(); }));
    }
  };
  const watcher = new MutationObserver(look);
  watcher.observe(document, { childList: true, subtree: true, attributes: true });
}

/** Goes from the link to the first statement; gives the milliseconds since the visit began. */
export async function toFirstStatement(page, site) {
  await page.addInitScript(walk, { steps, answerable });
  await page.goto(site.url + link);
  await page.waitForFunction(() => globalThis.phieuAnswerable > 0, null, { timeout: 60_000 });
  return page.evaluate(() => globalThis.phieuAnswerable);
}

/**
 * What a first visit downloads until the network is idle, service worker included: the
 * server's own count of the bodies it sent. `drive(page, site)` does the visit.
 */
export async function measure(page, site, drive = toFirstStatement) {
  site.forget();
  await drive(page, site);
  let count = -1;
  let quiet = 0;
  while (quiet < 6) {
    await page.waitForTimeout(500);
    const kept = await page.evaluate(async () => !navigator.serviceWorker || Boolean(await caches.match(new URL('kept/respond', document.baseURI).href)));
    quiet = kept && site.requests.length === count ? quiet + 1 : 0;
    count = site.requests.length;
  }
  const files = site.requests.filter(({ bytes }) => bytes > 0).map(({ path, bytes }) => ({ path: path || 'index.html', bytes }));
  return { bytes: files.reduce((sum, file) => sum + file.bytes, 0), files };
}

/** A cheap phone on a bad network: four times slower, 1.6 Mbit/s, 150 ms. */
export async function slow(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 });
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
}

export const BUDGET = 150 * 1024;
