// Chooses the program by route, loads it beside its data, and says so in Vietnamese
// when that fails. The page has no inline script; this file is all that starts it.
//
// For the programs:
//   globalThis.phieuBuild     {id, respond, field, office, worker, english}: what was built, and where it is
//   globalThis.phieuPrefetch  {"campaigns/demo.json": Promise<Response>, …}: take and delete
//   globalThis.phieuUpdate    true while a newer build waits
//   globalThis.phieuOffline(role) -> Promise: that role's files are kept on this machine
//   window event `phieu-update`           a newer build waits (detail.active: it rules already)
//   window event `phieu-activate-update`  from the program: the person accepts; the page reloads

const build = /*BUILD*/ {} /*END*/;
const url = (path) => new URL(path, document.baseURI).href;
globalThis.phieuPrefetch = {};
globalThis.phieuBuild = { id: build.id, respond: build.respond, field: build.field, office: build.office, worker: build.worker && url(build.worker), english: build.english };

// The only Trusted Types policy. Leptos clones constant markup out of templates: markup
// that could run or load anything is refused, and only our own two scripts may be
// started as workers.
if (globalThis.trustedTypes) {
  const runs = /<\s*(script|iframe|object|embed|base)\b|<[^>]*(\son\w+\s*=|javascript:)/i;
  trustedTypes.createPolicy('default', {
    createHTML: (markup) => (runs.test(markup) ? null : markup),
    createScriptURL: (wanted) => ([url(build.worker), url('sw.js')].includes(url(wanted)) ? wanted : null),
  });
}

// --- what is shown while no program is there ----------------------------------------

function show(id) {
  for (const section of document.querySelectorAll('#shell > main')) section.hidden = section.id !== id;
}

// `why` is for whoever is asked for help; the section itself says what to do.
function fail(id, why) {
  show(id);
  const detail = document.querySelector(`#${id} [data-why]`);
  if (detail && why) detail.textContent = String(why.message || why).slice(0, 200);
}

// --- the route ------------------------------------------------------------------------

// A surveyor's tablet in a respondent's hands shows their form, whatever address is typed:
// the one program that has it decides what is in reach. A record that does not say
// otherwise, or that is missed, counts as handed over.
function handed() {
  try {
    const kept = (key) => localStorage.getItem(`phieu.0.${key}`);
    const record = kept('device');
    return record ? !record.includes('"handed_over":false') : Boolean(kept('handed') || kept('broken.phieu.0.device'));
  } catch (error) {
    return false;
  }
}
const astray = () => handed() && !/^#\/collect\b/.test(location.hash);
window.addEventListener('storage', () => astray() && location.reload());

const roles = new Map([['r', 'respond'], ['o', 'field'], ['collect', 'field'], ['send', 'field'], ['receipt', 'field'], ['analyse', 'office'], ['manage', 'office']]);

// Routes begin with `#/`; any other fragment is a jump inside the page. What messengers
// add (fbclid, utm_source, …), before the `#` or behind it, is never looked at.
function route() {
  const [path, query] = location.hash.replace(/^#/, '').split('?');
  const [first, second] = path.split('/').filter(Boolean);
  if (!path.startsWith('/') || !first) return { role: 'home' };
  return { role: roles.get(first) || 'unknown', first, second, query: new URLSearchParams(query || '') };
}

// --- program and data, side by side -----------------------------------------------------

const name = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

function prefetch({ first, second, query }) {
  if (!['r', 'o'].includes(first) || !name.test(second || '')) return;
  const asked = query.get('q') || '';
  const paths = [`campaigns/${second}.json`, `questionnaires/${name.test(asked) ? asked : 'ward-office'}.json`];
  // A round that its manager tries out is on this machine, perhaps on no host.
  for (const path of query.get('try') === '1' ? paths.slice(1) : paths) {
    const response = fetch(url(path));
    // The program that takes the promise sees the failure; nobody else needs to.
    response.catch(() => {});
    globalThis.phieuPrefetch[path] = response;
  }
}

async function compiled(path) {
  const response = await fetch(url(path));
  if (!response.ok) throw new Error(`${response.status} ${path}`);
  const type = response.headers.get('content-type') || '';
  // The sign-in page of a public network, say.
  if (type.startsWith('text/')) throw new Error(`${type} ${path}`);
  // A host that does not know .wasm gets the slower way instead of an error.
  const streams = WebAssembly.compileStreaming && type.startsWith('application/wasm');
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

function styled(path) {
  if (!path) return null;
  return new Promise((resolve, reject) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = url(path);
    link.onload = resolve;
    link.onerror = () => reject(new Error(path));
    document.head.append(link);
  });
}

// The field program has all of the respondent's and more: records of the former format are
// sealed by it, and it brings the cryptography that an old engine lacks (X25519).
async function program(role) {
  if (role !== 'respond') return role;
  try {
    if (Object.keys(localStorage).some((key) => /^phieu\.0\.(envelope|draft|correction)\./.test(key))) return 'field';
  } catch (error) {
    // Storage is blocked: there is nothing to seal.
  }
  return crypto.subtle.generateKey({ name: 'X25519' }, false, ['deriveBits']).then(() => role, () => 'field');
}

async function start(wanted) {
  prefetch(wanted);
  let role;
  try {
    role = await program(wanted.role);
    const parts = build[role];
    const [glue, wasm] = await Promise.all([import(url(parts.js)), compiled(parts.wasm), styled(parts.css)]);
    await glue.default({ module_or_path: wasm });
    takeAway();
  } catch (error) {
    fail(error instanceof WebAssembly.CompileError ? 'too-old' : 'failed', error);
    return;
  }
  whenIdle(() => keep(role).catch((error) => console.info('offline:', error.message || error)));
}

// The program has drawn its page. If it breaks off later, the page would stay as it is
// and answer to nothing: say so instead. What was stored is stored.
function takeAway() {
  const shell = document.getElementById('shell');
  shell.remove();
  const broken = (error) => {
    if (!(error instanceof WebAssembly.RuntimeError)) return;
    document.body.replaceChildren(shell);
    fail('broken', error);
  };
  window.addEventListener('error', (event) => broken(event.error));
  window.addEventListener('unhandledrejection', (event) => broken(event.reason));
}

// The bytes are a module with everything the compiler may emit: reference types, bulk
// memory, sign extension, saturating truncation, several results.
function canRun() {
  try {
    const bytes = Uint8Array.from(atob('AGFzbQEAAAABDQJgAn1vAn9vYAACf28DAgEABAQBbwABBQMBAAEKFQETAEEAQQBBAPwKAAAgAPwAwCABCw=='), (letter) => letter.charCodeAt(0));
    return WebAssembly.validate(bytes) && Boolean(globalThis.crypto && globalThis.TextDecoder);
  } catch (error) {
    return false;
  }
}

let open = 'nothing';

function choose() {
  if (astray()) history.replaceState(null, '', '#/collect');
  const wanted = route();
  open = wanted.role;
  if (!globalThis.isSecureContext) show('insecure');
  else if (!canRun()) show('too-old');
  else if (build[wanted.role]) {
    show('opening');
    start(wanted);
  } else {
    show(wanted.role);
    whenIdle(() => worker().catch(() => {}));
  }
}

window.addEventListener('hashchange', () => {
  if (location.hash && !location.hash.startsWith('#/')) return;
  // Another link in the same tab is another form: a draft is kept and offered again.
  if (route().role === open && !['r', 'o'].includes(route().first) && !astray()) return;
  if (document.getElementById('shell') && !build[open]) choose();
  else location.reload();
});
for (const button of document.querySelectorAll('[data-retry]')) button.addEventListener('click', () => location.reload());

// --- offline and updates: everything above works without this ---------------------------

function whenIdle(act) {
  const soon = () => (globalThis.requestIdleCallback ? requestIdleCallback(act, { timeout: 5000 }) : setTimeout(act, 1500));
  if (document.readyState === 'complete') soon();
  else window.addEventListener('load', soon, { once: true });
}

let registered;

function worker() {
  if (!navigator.serviceWorker) return Promise.reject(new Error('no service worker'));
  if (!registered) {
    registered = navigator.serviceWorker.register(url('sw.js'), { updateViaCache: 'none' }).then((registration) => {
      watch(registration);
      return navigator.serviceWorker.ready;
    });
  }
  return registered;
}

// Keeps a role's files, and the campaigns and questionnaires this page has read so far.
async function keep(role) {
  const registration = await worker();
  const base = url('');
  const data = performance
    .getEntriesByType('resource')
    .map((entry) => (entry.name.startsWith(base) ? entry.name.slice(base.length) : ''))
    .filter((path) => /^(campaigns|questionnaires)\/[^/?]+\.json$/.test(path));
  const answer = await new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = (event) => resolve(event.data);
    registration.active.postMessage({ type: 'cache-role', role, data: [...new Set(data)] }, [channel.port2]);
  });
  if (answer.build !== build.id) tell(true);
  if (answer.error) throw new Error(answer.error);
}
globalThis.phieuOffline = keep;

function tell(active) {
  globalThis.phieuUpdate = true;
  window.dispatchEvent(new CustomEvent('phieu-update', { detail: { active } }));
}

function watch(registration) {
  let accepted = false;
  let controlled = Boolean(navigator.serviceWorker.controller);
  if (registration.waiting) tell(false);
  registration.addEventListener('updatefound', () => {
    const next = registration.installing;
    next.addEventListener('statechange', () => {
      if (next.state === 'installed' && registration.active) tell(false);
    });
  });
  window.addEventListener('phieu-activate-update', () => {
    accepted = true;
    if (registration.waiting) registration.waiting.postMessage({ type: 'activate-update' });
    else location.reload();
  });
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (accepted) location.reload();
    else if (controlled) tell(true);
    controlled = true;
  });
  // A tablet keeps the page open for days: ask for news when it is looked at again.
  let asked = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - asked < 3600e3) return;
    asked = Date.now();
    registration.update().catch(() => {});
  });
}

choose();
// guard.js looks for this: whatever went wrong above, the page is not left blank.
globalThis.phieuBoot = true;
