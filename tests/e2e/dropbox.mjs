// A drop box on loopback: CouchDB's protocol by pouchdb-server, in memory, with the design
// document that is shipped. Tests of pages take the fixture, which also serves the same
// programs with the box named in the policy:
//
//   import { expect, test } from './dropbox.mjs';
//   test('…', async ({ page, site, box }) => { … box.url … await box.documents() … });
//
// The page may then ask `box.origin`, and no other foreign origin.
import { execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { test as base } from './fixtures.mjs';
import { naming } from './variant.mjs';

export { expect } from './fixtures.mjs';

const program = join(dirname(createRequire(import.meta.url).resolve('pouchdb-server/package.json')), 'bin/pouchdb-server');
const run = promisify(execFile);
// A connection each: one that is kept open may be closed by the server just as it is used again.
const json = { 'content-type': 'application/json', connection: 'close' };

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
export async function answers(url, server) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
    try {
      return await fetch(url, { headers: { connection: 'close' } });
    } catch {
      await new Promise((next) => setTimeout(next, 50));
    }
  }
  throw new Error(`${url} does not answer`);
}

/** Starts a server that ends with this process, whatever becomes of the test. */
function started(command, args, options) {
  const server = spawn(command, args, { stdio: 'ignore', ...options });
  const end = () => server.kill('SIGTERM');
  process.once('exit', end);
  server.once('exit', () => process.off('exit', end));
  return server;
}

/** Ends a process that was started here, and waits until it has ended. */
export const ended = (server) =>
  new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) return resolve();
    server.once('exit', resolve);
    server.kill('SIGTERM');
  });

const basic = ({ name, password }) => ({ authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` });

/**
 * Starts a server. Gives `{url, origin, database, ask(url, options), put(receipt, body, headers), documents(), close()}`;
 * `url` is the address of the database, as a campaign has it. An open box has the rules and
 * lets anybody in. One that is `guarded` was made by `hosting/drop-box/setup.sh` as it is
 * shipped: it has `writer` (a header's line), `office` (name and password), and `ask` without
 * headers of its own is asked as the office.
 */
export async function dropBox({ database = 'phieu', guarded = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'phieu-box-'));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  // It leaves its configuration and its log where it was started.
  const server = started(process.execPath, [program, '--in-memory', '--no-stdout-logs', '--host', '127.0.0.1', '--port', String(port)], { cwd: folder });
  const url = `${origin}/${database}`;
  let credentials = {};
  const ask = async (path, options = {}) => {
    const answer = await fetch(path, { ...options, headers: { ...json, ...credentials, ...options.headers } });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  };
  const wanted = async (path, options) => {
    const { status, body } = await ask(path, options);
    if (status >= 300) throw new Error(`${options.method} ${path}: ${status} ${JSON.stringify(body)}`);
  };
  const close = async () => {
    await ended(server);
    rmSync(folder, { recursive: true, force: true });
  };
  const made = {};
  try {
    await answers(origin, server);
    if (guarded) {
      const admin = { name: 'quan-tri', password: 'mật khẩu "có" \\ dấu' };
      await wanted(`${origin}/_config/admins/${admin.name}`, { method: 'PUT', body: JSON.stringify(admin.password) });
      const env = { ...process.env, COUCH_ADMIN: admin.name, COUCH_PASSWORD: admin.password };
      const { stdout } = await run('sh', ['hosting/drop-box/setup.sh', database, origin], { env });
      const said = (pattern) => pattern.exec(stdout)[1];
      made.writer = said(/^ +(Basic \S+)$/m);
      made.office = { name: said(/name: +(\S+)/), password: said(/password: +(\S+)/) };
      credentials = basic(made.office);
    } else {
      await wanted(url, { method: 'PUT' });
      await wanted(`${url}/_design/phieu`, { method: 'PUT', body: readFileSync('hosting/drop-box/design.json') });
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...made,
    url,
    origin,
    database,
    ask,
    put: (receipt, body, headers = {}) => ask(`${url}/${receipt}`, { method: 'PUT', body: typeof body === 'string' ? body : JSON.stringify(body), headers }),
    documents: async () => {
      const { body } = await ask(`${url}/_all_docs?include_docs=true`);
      return body.rows.map(({ doc }) => doc).filter(({ _id }) => !_id.startsWith('_'));
    },
    close,
  };
}

/** What an administrator changes in a file that is shipped; each place must be there. */
const changed = (file, changes) =>
  changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`${file} has no "${from}"`);
    return text.replaceAll(from, to);
  }, readFileSync(`hosting/drop-box/${file}`, 'utf8'));

// How each proxy is started in a folder, on ports of loopback, where there is no certificate.
const proxies = {
  nginx: ({ folder, common, port, officePort, box }) => {
    const plain = (file, changes) => changed(file, [['/var/log/nginx', folder], ...changes]).replace(/^ +ssl_certificate.*\n/gm, '');
    writeFileSync(join(folder, 'box.conf'), plain('nginx.conf', [...common, ['listen 443 ssl http2;', `listen 127.0.0.1:${port};`], ['server 127.0.0.1:5984;', `server ${box};`]]));
    writeFileSync(join(folder, 'office.conf'), plain('nginx-office.conf', [['listen 8443 ssl http2;', `listen 127.0.0.1:${officePort};`]]));
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ');
    writeFileSync(join(folder, 'main.conf'), `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/start.log;
events { worker_connections 256; }
http { ${temporary} include ${folder}/box.conf; include ${folder}/office.conf; }`);
    return ['nginx', ['-p', folder, '-e', `${folder}/start.log`, '-c', `${folder}/main.conf`]];
  },
  caddy: ({ folder, common, port, officePort, box }) => {
    const text = changed('Caddyfile', [
      ...common,
      ['hop-thu.tinh.example:8443 {', `http://127.0.0.1:${officePort} {`],
      ['hop-thu.tinh.example {', `http://127.0.0.1:${port} {`],
      ['reverse_proxy 127.0.0.1:5984', `reverse_proxy ${box}`],
    ]);
    writeFileSync(join(folder, 'Caddyfile'), `{\n admin off\n auto_https off\n}\n${text}`);
    return ['caddy', ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile']];
  },
};

/**
 * A proxy, `nginx` or `caddy`, with the configuration that is shipped, before a guarded box,
 * for pages of this origin. Gives `{origin, url, officeOrigin, officeUrl, logs(), close()}`.
 */
export async function proxy(kind, box, site) {
  const folder = mkdtempSync(join(tmpdir(), 'phieu-proxy-'));
  // Where root starts it, its worker is somebody else.
  chmodSync(folder, 0o777);
  const [port, officePort] = [await freePort(), await freePort()];
  const common = [['https://khao-sat.tinh.example', site], ['Basic TEN-VA-MAT-KHAU-CUA-HOP-THU', box.writer]];
  const [command, args] = proxies[kind]({ folder, common, port, officePort, box: new URL(box.origin).host });
  const server = started(command, args, { cwd: folder, env: { ...process.env, HOME: folder, PATH: `${process.env.PATH}:/usr/sbin` } });
  const close = async () => {
    await ended(server);
    rmSync(folder, { recursive: true, force: true });
  };
  const origin = `http://127.0.0.1:${port}`;
  try {
    await answers(origin, server);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    origin,
    url: `${origin}/${box.database}`,
    officeOrigin: `http://127.0.0.1:${officePort}`,
    officeUrl: `http://127.0.0.1:${officePort}/${box.database}`,
    logs: () => readdirSync(folder).filter((name) => /^phieu.*\.log$/.test(name)).map((name) => readFileSync(join(folder, name), 'utf8')).join(''),
    close,
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

  /** Which proxy stands before a guarded box. */
  kind: ['nginx', { option: true }],

  /** A box as an administrator sets it up: guarded, behind a proxy, for pages of `site`. */
  front: async ({ site, kind }, use) => {
    const server = await dropBox({ guarded: true });
    try {
      const front = await proxy(kind, server, new URL(site.url).origin);
      await use({ server, ...front, office: server.office, documents: server.documents });
      await front.close();
    } finally {
      await server.close();
    }
  },

  /** The same, and `site` serves pages that may send to it and, in the office, read it. */
  guarded: async ({ front, site }, use, info) => {
    site.use(naming(info.outputPath('box'), [front.origin, front.officeOrigin]));
    for (const origin of [front.origin, front.officeOrigin]) site.neighbours.add(origin);
    await use(front);
  },
});
