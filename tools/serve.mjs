// Serves a built folder on loopback with the headers that are shipped for real servers.
//
//   node tools/serve.mjs [folder] [port]      (dist, 8787; port 0 takes a free one)
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheControl, everywhere, types } from './headers.mjs';

/** The headers that were written into a built folder; those of a plain build where there are none. */
function shipped(folder) {
  const file = join(folder, '_headers');
  if (!isFile(file)) return everywhere;
  const [, all] = readFileSync(file, 'utf8').split(/^\/.*\n/m);
  const said = all.match(/^  [^:!]+: .+$/gm).map((line) => line.trim().split(/: (.*)/));
  return Object.fromEntries(said.filter(([name]) => name !== 'Cache-Control'));
}

const isFile = (path) => {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
};
const tags = new Map();
function tag(path) {
  const { mtimeMs, size } = statSync(path);
  const key = `${path} ${mtimeMs} ${size}`;
  if (!tags.has(key)) tags.set(key, `"${createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16)}"`);
  return tags.get(key);
}

/**
 * Starts a server. Gives `{url, port, use(folder), cut(off), bare(), requests, forget(), close()}`:
 * `use` switches to another folder at once (an update), `cut(true)` is a lost network
 * (a service worker sees it too), `cut('mute')` one that never answers, `bare()` a host
 * that knows none of our headers, `requests` lists
 * `{path, status, bytes}` of what was answered, bytes being the body as sent.
 */
export function serve(folder = 'dist', port = 0) {
  let root = folder;
  let cut = false;
  let security = shipped(folder);
  let bare = false;
  const requests = [];
  const server = createServer((request, response) => {
    if (cut === 'mute') return undefined;
    if (cut) return request.socket.destroy();
    const path = decodeURI(new URL(request.url, 'http://localhost').pathname).slice(1);
    const wanted = path === '' || path.endsWith('/') ? `${path}index.html` : path;
    const file = normalize(join(root, wanted));
    const note = { path, status: 0, bytes: 0 };
    requests.push(note);
    const end = (status, headers, body) => {
      note.status = status;
      response.writeHead(status, { ...security, ...headers });
      response.end(body);
    };
    const hidden = /^(headers\/|_headers|\.)|\.(br|gz)$/.test(wanted);
    if (!['GET', 'HEAD'].includes(request.method)) return end(405, { Allow: 'GET, HEAD' });
    if (hidden || !file.startsWith(normalize(root) + sep) || !isFile(file)) {
      return end(404, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-cache' }, 'Không có tệp này.\n');
    }
    const accepted = request.headers['accept-encoding'] || '';
    // Browsers accept brotli from loopback and over HTTPS only.
    const [encoding, suffix] =
      /\bbr\b/.test(accepted) && isFile(`${file}.br`) ? ['br', '.br'] : /\bgzip\b/.test(accepted) && isFile(`${file}.gz`) ? ['gzip', '.gz'] : [];
    const sent = file + (suffix || '');
    const headers = {
      'Content-Type': types[extname(file).slice(1)] || 'application/octet-stream',
      'Cache-Control': cacheControl(wanted),
      Vary: 'Accept-Encoding',
      ETag: tag(sent),
    };
    if (request.headers['if-none-match'] === headers.ETag) return end(304, headers);
    if (encoding) headers['Content-Encoding'] = encoding;
    headers['Content-Length'] = statSync(sent).size;
    if (request.method === 'HEAD') return end(200, headers);
    note.status = 200;
    note.bytes = headers['Content-Length'];
    response.writeHead(200, { ...security, ...headers });
    createReadStream(sent).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const real = server.address().port;
      resolve({
        url: `http://127.0.0.1:${real}/`,
        port: real,
        use: (other) => void ((root = other), (security = bare ? {} : shipped(other))),
        cut: (off) => void (cut = off),
        bare: () => void ((bare = true), (security = {})),
        requests,
        forget: () => void (requests.length = 0),
        close: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }),
      });
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder = 'dist', port = process.env.PORT || '8787'] = process.argv.slice(2);
  if (!isFile(join(folder, 'index.html'))) {
    console.error(`${folder}/ has no page yet: run \`make build\` first.`);
    process.exit(1);
  }
  serve(folder, Number(port)).then(
    ({ url }) => {
      console.log(`
  Serving ${folder}/ on this machine only. Ctrl-C stops it.

  citizen      ${url}#/r/demo
  surveyor     ${url}#/collect
  analyst      ${url}#/analyse
  campaigns    ${url}#/manage
  all roles    ${url}
`);
    },
    (error) => {
      console.error(error.code === 'EADDRINUSE' ? `Port ${port} is taken: PORT=8788 make serve` : String(error));
      process.exit(1);
    },
  );
}
