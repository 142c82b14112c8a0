// Keeps what was opened on this machine, one build at a time.
//
// A build's page and programs lie in one cache named after the build, filled before
// the build may rule: versions never mix. A new build waits until it is accepted or no
// page of the old one is open. Campaigns, questionnaires and scoring schemes lie in a cache
// of their own that no update deletes. Nothing is kept of a role that was not opened; data
// that a role cannot do without is kept with it, opened or not.

const build = /*BUILD*/ { id: '', shell: [], roles: {}, data: {} } /*END*/;
const CACHE = `phieu-build-${build.id}`;
const DATA = 'phieu-data';
const PATIENCE = 3000;
const scope = new URL('./', self.location).href;
const mark = (role) => `${scope}kept/${role}`;
const any = { ignoreVary: true };

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event) => {
  const { type, role, data } = event.data || {};
  if (type === 'activate-update') self.skipWaiting();
  if (type !== 'cache-role') return;
  const answer = (fields) => event.ports[0] && event.ports[0].postMessage({ build: build.id, ...fields });
  event.waitUntil(keepRole(role, data || []).then(() => answer({ ok: true }), (error) => answer({ error: String(error.message || error) })));
});
self.addEventListener('sync', (event) => event.tag === 'phieu-send' && event.waitUntil(sendWaiting()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const path = request.url.startsWith(scope) ? request.url.slice(scope.length).split(/[?#]/)[0] : null;
  if (path === null || request.method !== 'GET') return;
  if (request.mode === 'navigate') {
    // Whatever a messenger added to the address, it is the same page.
    if (path === '' || path === 'index.html') event.respondWith(kept(scope, request));
  } else if (/^(campaigns|questionnaires|keys|schemes)\//.test(path)) event.respondWith(fresh(event));
  else if (path.startsWith('assets/') || build.shell.includes(path)) event.respondWith(kept(scope + path, request));
});

// --- filling ----------------------------------------------------------------------------

async function load(path) {
  // Hashed names may come from the browser's cache; the others are asked for again.
  const response = await fetch(scope + path, { cache: path.startsWith('assets/') ? 'default' : 'no-cache' });
  if (!response.ok || response.redirected) throw new Error(`${response.status} ${path}`);
  // A server in the middle of an upload: the page is not of this build. Try again later.
  if (path === '' && !(await response.clone().text()).includes(`content="${build.id}"`)) throw new Error('another build');
  return [scope + path, response];
}

async function fill(paths) {
  const cache = await caches.open(CACHE);
  const missing = [];
  for (const path of new Set(paths)) if (!(await cache.match(scope + path, any))) missing.push(path);
  // Everything has arrived before the first is written.
  const files = await Promise.all(missing.map(load));
  await Promise.all(files.map(([address, response]) => cache.put(address, response)));
  return cache;
}

async function keepRole(role, data) {
  if (!build.roles[role]) throw new Error(`no role ${role}`);
  const cache = await fill([...build.shell, ...build.roles[role]]);
  const store = await caches.open(DATA);
  const keep = async (paths) => {
    for (const path of paths) if (!(await store.match(scope + path, any))) await remember(store, scope + path, await fetch(scope + path));
  };
  // What the role cannot do without is there before it is called kept.
  await keep(build.data[role] || []);
  await cache.put(mark(role), new Response(''));
  await keep(data);
}

async function install() {
  const names = (await caches.keys()).filter((name) => name.startsWith('phieu-build-') && name !== CACHE);
  const roles = [];
  for (const role of Object.keys(build.roles)) {
    for (const name of names) if (await caches.match(mark(role), { cacheName: name })) roles.push(role);
  }
  const cache = await fill([...build.shell, ...roles.flatMap((role) => build.roles[role])]);
  for (const role of roles) await cache.put(mark(role), new Response(''));
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith('phieu-build-') && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

// --- answering --------------------------------------------------------------------------

async function kept(address, request) {
  return (await caches.match(address, { cacheName: CACHE, ...any })) || fetch(request);
}

const isData = (response) => response.ok && /json/.test(response.headers.get('content-type') || '');

async function remember(store, address, response) {
  if (isData(response)) await store.put(address, response.clone());
  return response;
}

// The server's word first, so that a campaign that was closed is seen; the kept one when
// there is no answer in three seconds, or none worth having.
async function fresh(event) {
  const address = event.request.url.split(/[?#]/)[0];
  const store = await caches.open(DATA);
  const network = fetch(event.request).then((response) => remember(store, address, response));
  event.waitUntil(network.catch(() => {}));
  const old = await store.match(address, any);
  if (!old) return network;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, old));
  const answered = network.then((response) => (isData(response) || response.status === 404 || response.status === 410 ? response : old), () => old);
  return Promise.race([answered, late]);
}

// --- sending, where the browser wakes us for it (Background Sync) -----------------------
// The page does the same while it is open and keeps the records; here nothing is written.
// What was sent twice the box has once, and says so. A rejection asks to be woken again.

async function sendWaiting() {
  const database = await journal();
  try {
    const store = () => database.transaction('records').objectStore('records');
    const [keys, texts] = await Promise.all(['getAllKeys', 'getAll'].map((name) => answered(store()[name](IDBKeyRange.bound('s.', 's/')))));
    const failed = [];
    for (const [i, key] of keys.entries()) {
      const [, , way, campaign] = texts[i].split(' ');
      if (way === 'to') await send(campaign, key.slice(2), await answered(store().get(`e.${key.slice(2)}`))).catch((error) => failed.push(error));
    }
    if (failed.length) throw failed[0];
  } finally {
    database.close();
  }
}

const answered = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function journal() {
  const request = indexedDB.open('phieu');
  // Nothing is there: it is not for us to make it.
  request.onupgradeneeded = () => request.transaction.abort();
  return answered(request);
}

async function send(campaign, receipt, record) {
  const file = await caches.match(`${scope}campaigns/${campaign}.json`, { cacheName: DATA, ...any });
  const box = file && (await file.json()).drop_box;
  if (!box || !record) return;
  const body = JSON.stringify({ phieu: 1, envelope: btoa(z85(record.split(' ')[3])) });
  const headers = { 'content-type': 'application/json' };
  const status = await navigator.locks.request(`phieu.send.${receipt}`, { ifAvailable: true }, async (free) => free && (await fetch(`${box}/${receipt}`, { method: 'PUT', headers, body, credentials: 'omit', redirect: 'error' })).status);
  if ([201, 202, 409].includes(status)) new BroadcastChannel('phieu.sent').postMessage([receipt, status]);
  else if (status && ![400, 403, 413].includes(status)) throw new Error(status);
}

// Five characters are four bytes (ZeroMQ RFC 32), as `base/text85.rs` writes them.
const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#';
const z85 = (text) =>
  text.replace(/.{5}/g, (group) => {
    const value = [...group].reduce((sum, digit) => sum * 85 + digits.indexOf(digit), 0);
    return String.fromCharCode(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
  });
