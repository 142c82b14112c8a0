// A drop box on loopback: CouchDB's protocol by pouchdb-server, in memory, with the design
// document that is shipped. Tests of pages take the fixture, which also serves the same
// programs with the box named in the policy:
//
//   import { expect, test } from './dropbox.mjs';
//   test('…', async ({ page, site, box }) => { … box.url … await box.documents() … });
//
// The page may then ask `box.origin`, and no other foreign origin.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test as base } from './fixtures.mjs';
import { naming } from './variant.mjs';

export { expect } from './fixtures.mjs';

const program = join(dirname(createRequire(import.meta.url).resolve('pouchdb-server/package.json')), 'bin/pouchdb-server');
const json = { 'content-type': 'application/json' };

export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Asks until a server answers; gives up after ten seconds or when it has ended. */
export async function answers(url, process) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (process.exitCode !== null) throw new Error(`the server ended with ${process.exitCode}`);
    try {
      return await fetch(url);
    } catch {
      await new Promise((next) => setTimeout(next, 50));
    }
  }
  throw new Error(`${url} does not answer`);
}

/** Ends a process that was started here, and waits until it has ended. */
export const ended = (process) =>
  new Promise((resolve) => {
    if (process.exitCode !== null || process.signalCode !== null) return resolve();
    process.once('exit', resolve);
    process.kill('SIGTERM');
  });

/**
 * Starts a server with one database. Gives
 * `{url, origin, server, database, put(receipt, body, headers), documents(), lock(), close()}`:
 * `url` is the database's address, as in a campaign; `lock()` makes it a box of one office,
 * whose name and password it gives (from then on `documents()` uses them).
 */
export async function dropBox(database = 'phieu') {
  const folder = mkdtempSync(join(tmpdir(), 'phieu-box-'));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  // It leaves its configuration and its log where it was started.
  const server = spawn(process.execPath, [program, '--in-memory', '--no-stdout-logs', '--host', '127.0.0.1', '--port', String(port)], { cwd: folder, stdio: 'ignore' });
  let credentials = {};
  const url = `${origin}/${database}`;
  const ask = async (path, options = {}) => {
    const answer = await fetch(path, { ...options, headers: { ...json, ...credentials, ...options.headers } });
    return { status: answer.status, body: await answer.json() };
  };
  const wanted = async (path, options) => {
    const { status, body } = await ask(path, options);
    if (status >= 300) throw new Error(`${options.method} ${path}: ${status} ${JSON.stringify(body)}`);
  };
  try {
    await answers(origin, server);
    await wanted(url, { method: 'PUT' });
    await wanted(`${url}/_design/phieu`, { method: 'PUT', body: readFileSync('hosting/drop-box/design.json') });
  } catch (error) {
    await ended(server);
    throw error;
  }
  return {
    url,
    origin,
    server: origin,
    database,
    ask,
    put: (receipt, body, headers = {}) => ask(`${url}/${receipt}`, { method: 'PUT', body: typeof body === 'string' ? body : JSON.stringify(body), headers }),
    documents: async () => {
      const { body } = await ask(`${url}/_all_docs?include_docs=true`);
      return body.rows.map(({ doc }) => doc).filter(({ _id }) => !_id.startsWith('_'));
    },
    lock: async () => {
      const office = { name: 'so-noi-vu', password: randomBytes(9).toString('base64url') };
      await wanted(`${origin}/_config/admins/${office.name}`, { method: 'PUT', body: JSON.stringify(office.password) });
      credentials = { authorization: `Basic ${Buffer.from(`${office.name}:${office.password}`).toString('base64')}` };
      await wanted(`${url}/_security`, { method: 'PUT', body: JSON.stringify({ admins: { names: [office.name], roles: [] }, members: { names: [office.name], roles: [] } }) });
      return office;
    },
    close: async () => {
      await ended(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The receipt of an envelope, by another implementation than the program's. */
export function receiptOf(envelope) {
  const bits = [...createHash('sha256').update(envelope).digest().subarray(0, 10)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.match(/.{5}/g).map((five) => BASE32[parseInt(five, 2)]).join('');
}

/** An envelope of this size that nobody can open, its receipt, and the document that carries it. */
export function envelope(size = 160, version = 1) {
  const bytes = randomBytes(size);
  bytes[0] = version;
  return { bytes, receipt: receiptOf(bytes), document: { phieu: 1, envelope: bytes.toString('base64') } };
}

export const test = base.extend({
  /** A server of its own for the test, without a page. */
  server: async ({}, use) => {
    const server = await dropBox();
    await use(server);
    await server.close();
  },

  /** The same, and `site` serves pages that may send to it. */
  box: async ({ server, site }, use, info) => {
    site.use(naming(info.outputPath('box'), [server.origin]));
    site.neighbours.add(server.origin);
    await use(server);
  },
});
