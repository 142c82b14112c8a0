// The respondent's download: at most 150 kB, brotli, service worker on, network idle.
import { expect, test } from './fixtures.mjs';
import { BUDGET, measure } from './measure.mjs';

test.use({ allowed: [/404/] });

test('a respondent downloads at most 150 kB and nothing of the office', async ({ page, site }) => {
  const { bytes, files } = await measure(page, site);
  for (const { path, bytes: size } of files) console.log(`   ${String(size).padStart(7)} ${path}`);
  console.log(`   ${(bytes / 1024).toFixed(1)} kB of ${BUDGET / 1024} kB`);
  expect(bytes).toBeLessThanOrEqual(BUDGET);
  expect(files.filter(({ path }) => /^assets\/(office|worker)/.test(path))).toEqual([]);
  // Nothing is sent twice: what the page has loaded, the service worker takes from it.
  const paths = files.map(({ path }) => path).filter((path) => path.startsWith('assets/'));
  expect(paths.length).toBe(new Set(paths).size);
});
