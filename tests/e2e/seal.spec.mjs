// The browser's own cryptography seals as RFC 9180 says. That the office opens what it
// sealed is shown by tests/frozen.rs.
import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures.mjs';

const source = readFileSync('src/platform/seal.js', 'utf8').replaceAll('export ', '');
const vector = {
  // Appendix A.1.1, base mode, sequence number 0.
  skE: '52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736',
  pkE: '37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431',
  pkR: '3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d',
  info: '4f6465206f6e2061204772656369616e2055726e',
  aad: '436f756e742d30',
  text: '4265617574792069732074727574682c20747275746820626561757479',
  sealed: 'f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a',
};

test('the RFC\'s vector comes out of this engine', async ({ page, site }) => {
  await page.goto(site.url);
  const given = { ...vector, d: Buffer.from(vector.skE, 'hex').toString('base64url'), x: Buffer.from(vector.pkE, 'hex').toString('base64url') };
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
  const result = await page.evaluate(`(${run})(${JSON.stringify(given)})`);
  expect(result).toEqual({ can: true, length: 32 + 28 + 16, sealed: vector.pkE + vector.sealed });
});
