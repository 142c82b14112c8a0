// What a browser's stores hold, read as an analyst would: every envelope of both media,
// opened with the demo key by the program's own code. Format 0 is read as it stands.
import { journalled, opened, records } from '../tests/e2e/envelopes.mjs';

/** The finished responses of this page's machine: one for each envelope. */
export async function finished(page) {
  const sealed = Object.entries({ ...(await records(page, 'e.')), ...(await journalled(page, 'e.')) });
  const old = await page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.startsWith('phieu.0.envelope.')).map(([, text]) => text));
  const receipts = sealed.map(([key]) => key.slice('e.'.length));
  const responses = opened(sealed.map(([, payload]) => payload)).map((response, i) => ({ ...response, receipt: receipts[i] }));
  const all = [...responses, ...old.map((text) => JSON.parse(text.slice(text.indexOf('{'))))];
  return all.filter(({ answers }) => answers).map((response) => ({ ...response, header: response.header ?? { id: response.id, unit: response.unit } }));
}
