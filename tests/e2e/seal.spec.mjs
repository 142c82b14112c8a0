// The browser's own cryptography seals as RFC 9180 says. That the office opens what it
// sealed is shown by tests/frozen.rs.
import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures.mjs';
import { vector } from './vector.mjs';

const source = readFileSync('src/platform/seal.js', 'utf8').replaceAll('export ', '');

test('the RFC\'s vector comes out of this engine', async ({ page, site }) => {
  await page.goto(site.url);
  const run = `async (given) => {
    ${source}
    const hex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
    const jwk = { kty: 'OKP', crv: 'X25519', x: given.x };
    const take = (key, uses) => crypto.subtle.importKey('jwk', key, { name: 'X25519' }, true, uses);
    const pair = { publicKey: await take(jwk, []), privateKey: await take({ ...jwk, d: given.d }, ['deriveBits']) };
    const sealed = await seal(hex(given.pkR), hex(given.info), hex(given.aad), hex(given.text), pair);
    const other = await seal(hex(given.pkR), hex(given.info), hex(given.aad), hex(given.text));
    return { can: await canSeal(), length: other.length, sealed: Array.from(sealed, (byte) => byte.toString(16).padStart(2, '0')).join('') };
  }`;
  const result = await page.evaluate(`(${run})(${JSON.stringify(vector)})`);
  expect(result).toEqual({ can: true, length: 32 + 29 + 16, sealed: vector.pkE + vector.sealed });
});
