// Makes hand-ins of responses that a test writes down, sealed to the demo key by the
// program's own code, run natively (`examples/make_handin.rs`); and takes them in at the
// analyst's page as a clerk does.
import { execFileSync } from 'node:child_process';
import { expect, programRuns } from './fixtures.mjs';
import { unlockDemo as unlock } from './key.mjs';

const folders = ['public/questionnaires', 'tests/data/questionnaires', 'tests/data/tablet/questionnaires'];
let maker;

function program() {
  if (!maker) {
    const built = execFileSync('cargo', ['build', '--locked', '--quiet', '--example', 'make_handin', '--message-format', 'json'], { maxBuffer: 1 << 28 });
    const artifact = built.toString().trim().split('\n').map((line) => JSON.parse(line)).find(({ target }) => target?.name === 'make_handin' && target.kind.includes('example'));
    maker = artifact.executable;
  }
  return maker;
}

/** A hand-in file of responses, corrections and notes (objects). */
export function handIn(records, questionnaires = folders) {
  const lines = records.map((record) => JSON.stringify(record)).join('\n');
  return execFileSync(program(), questionnaires, { input: lines, maxBuffer: 1 << 28 });
}

export { unlock };

/** Gives files to the step "Đưa phiếu vào": `[{name, bytes}]`. */
export async function give(page, files) {
  const payloads = files.map(({ name, bytes }) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) }));
  await page.locator('#file-envelopes').setInputFiles(payloads);
}

/** The analyst's page of a campaign with these records taken in; ends on the page `slug`. */
export async function takenIn(page, site, records, { campaign = 'demo', slug = 'receive', questionnaires } = {}) {
  const query = campaign === 'demo' ? '' : `?c=${campaign}`;
  await page.goto(`${site.url}#/analyse/receive${query}`);
  await programRuns(page);
  await unlock(page);
  await give(page, [{ name: 'X01_2026-11-23_phieu.phieu', bytes: handIn(records, questionnaires) }]);
  await expect(page.locator('#said')).toContainText('X01_2026-11-23_phieu.phieu', { timeout: 30_000 });
  await expect(page.locator('#intake-bar')).toHaveCount(0);
  if (slug !== 'receive') await page.evaluate((hash) => { location.hash = hash; }, `#/analyse/${slug}${query}`);
}
