// A drop box behind a gate that a test opens and shuts:
//
//   import { expect, test } from './gate.mjs';
//   test('…', async ({ page, site, gate }) => { gate.mode = 'cut'; … gate.puts … gate.box … });
//
// `gate.mode` is 'open', 'cut' (no answer, nothing arrives), 'deaf' (it arrives, no answer)
// or a status that is answered in the box's place. The campaign `demo` sends to it.
import { createServer, request } from 'node:http';
import { readFileSync, writeFileSync } from 'node:fs';
import { test as base } from './dropbox.mjs';
import { naming } from './variant.mjs';

export { expect } from './dropbox.mjs';

const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'PUT, OPTIONS',
  'access-control-allow-headers': 'content-type',
};

function pass(given, answer, target, deaf) {
  const onward = request(target + given.url, { method: given.method, headers: { 'content-type': given.headers['content-type'] || '' } }, (got) => {
    if (deaf) return given.socket.destroy();
    answer.writeHead(got.statusCode, cors);
    got.pipe(answer);
  });
  given.pipe(onward);
}

/** Stands before the server at `target`. */
export async function gateway(target) {
  const gate = { mode: 'open', puts: [] };
  const server = createServer((given, answer) => {
    if (gate.mode === 'cut') return given.socket.destroy();
    if (given.method === 'OPTIONS') return answer.writeHead(204, cors).end();
    gate.puts.push(given.url);
    if (typeof gate.mode === 'number') return answer.writeHead(gate.mode, cors).end('{}');
    return pass(given, answer, target, gate.mode === 'deaf');
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  gate.origin = `http://127.0.0.1:${server.address().port}`;
  gate.close = () => new Promise((done) => { server.closeAllConnections(); server.close(done); });
  return gate;
}

/** The campaign `demo` of a built folder gets this drop box. */
export function send(folder, address) {
  const file = `${folder}/campaigns/demo.json`;
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), drop_box: address }));
}

export const test = base.extend({
  /** Whether the policy of the pages names the box. */
  named: [true, { option: true }],

  gate: async ({ server, site, named }, use, info) => {
    const gate = await gateway(server.origin);
    gate.box = server;
    gate.url = `${gate.origin}/${server.database}`;
    const folder = naming(info.outputPath('gate'), named ? [gate.origin] : []);
    send(folder, gate.url);
    site.use(folder);
    site.neighbours.add(gate.origin);
    await use(gate);
    await gate.close();
  },
});

/** Everything in the page's journal: key to payload. */
export const journal = (page) =>
  page.evaluate(() =>
    new Promise((resolve, reject) => {
      const opening = indexedDB.open('phieu');
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const records = opening.result.transaction('records').objectStore('records');
        const [keys, texts] = [records.getAllKeys(), records.getAll()];
        texts.onsuccess = () => {
          opening.result.close();
          resolve(Object.fromEntries(keys.result.map((key, i) => [key, texts.result[i].split(' ').slice(2).join(' ')])));
        };
      };
    }));

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#';

/** The bytes of an envelope's payload. */
export function bytesOf(payload) {
  const groups = payload.split(' ')[1].match(/.{5}/g);
  return Buffer.concat(groups.map((group) => {
    const four = Buffer.alloc(4);
    four.writeUInt32BE([...group].reduce((sum, digit) => sum * 85 + DIGITS.indexOf(digit), 0));
    return four;
  }));
}

/** The envelopes of a page's device: receipt to bytes in base 64, as the box has them. */
export async function onDevice(page) {
  const records = Object.entries(await journal(page)).filter(([key]) => key.startsWith('e.'));
  return Object.fromEntries(records.map(([key, payload]) => [key.slice(2), bytesOf(payload).toString('base64')]));
}

/** The same of the box. */
export async function inBox(gate) {
  return Object.fromEntries((await gate.box.documents()).map(({ _id, envelope }) => [_id, envelope]));
}
