// The two media, and the device's key, as the browser has them. Written by hand: bindings
// to all of it would weigh several times as much in a citizen's download. `may(i, text)`
// is Rust's `may_write` for the change `i` over what stands there; it is asked in the same
// transaction in which is written. Every promise is settled, by a time-out too.

const PREFIX = 'phieu.1.';
const PATIENCE = 8000;
let opening;
let own;

const settled = (promise) => Promise.race([promise, new Promise((_, no) => setTimeout(no, PATIENCE, {}))]);

// --- local storage --------------------------------------------------------------------

const readFirst = () => {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  return [keys.map((key) => key.slice(PREFIX.length)), keys.map((key) => localStorage.getItem(key))];
};

function writeFirst(changes, may, done) {
  changes.forEach(([key, text, needs], i) => {
    const stored = localStorage.getItem(PREFIX + key) ?? undefined;
    if ((needs && localStorage.getItem(PREFIX + needs) === null) || !may(i, stored)) done.push(key);
    else if (text) localStorage.setItem(PREFIX + key, text);
    else localStorage.removeItem(PREFIX + key);
    done[1] += 1;
  });
}

/** UTF-16 units of everything of this site, and the share of the rest that is used. */
export async function measure() {
  let units = -1;
  try {
    units = Object.keys(localStorage).reduce((sum, key) => sum + key.length + localStorage.getItem(key).length, 0);
  } catch {}
  const { usage, quota } = (await settled(navigator.storage?.estimate()).catch(() => {})) ?? {};
  return [units, quota ? Math.floor((usage * 100) / quota) : -1];
}

// --- the journal ------------------------------------------------------------------------

function database() {
  opening ??= settled(
    new Promise((yes, no) => {
      const request = indexedDB.open('phieu', 1);
      request.onupgradeneeded = () => ['records', 'keys'].map((name) => request.result.createObjectStore(name));
      request.onerror = request.onblocked = no;
      request.onsuccess = () => {
        const database = request.result;
        database.onclose = database.onversionchange = () => {
          database.close();
          opening = undefined;
        };
        yes(database);
      };
    }),
  ).catch((error) => {
    opening = undefined;
    throw error;
  });
  return opening;
}

// `act` gets both stores and a place for its result, which is given once it is on the disk.
// A database that the engine closed is opened again.
async function transaction(mode, act, again = true) {
  const opened = await database();
  let going;
  try {
    going = opened.transaction(['records', 'keys'], mode, { durability: 'strict' });
  } catch (error) {
    opening = undefined;
    if (again) return transaction(mode, act, false);
    throw error;
  }
  return settled(
    new Promise((yes, no) => {
      const result = [];
      going.oncomplete = () => yes(result);
      going.onabort = () => no(going.fault ?? going.error);
      act(going.objectStore('records'), going.objectStore('keys'), result);
    }),
  );
}

// What fails in between ends the transaction, and is its fault.
const then = (request, act) =>
  (request.onsuccess = () => {
    try {
      act(request.result);
    } catch (error) {
      request.transaction.fault = error;
      request.transaction.abort();
    }
  });

const readJournal = () =>
  transaction('readonly', (records, keys, result) => {
    then(records.getAllKeys(), (all) => (result[0] = all));
    then(records.getAll(), (all) => (result[1] = all));
  });

// All of them or none.
const writeJournal = (changes, may, done) =>
  transaction('readwrite', (records, keys) => {
    // Somebody cleared the site's data: what this page's key sealed is to be read again.
    if (own) then(keys.get(own.id), (stored) => stored ?? keys.put(own, own.id));
    const step = (i) => {
      if (i === changes.length) return;
      const [key, text, needs] = changes[i];
      then(records.count(needs || key), (count) =>
        then(records.get(key), (stored) => {
          if ((needs && !count) || !may(i, stored)) done.push(key);
          else if (text) records.put(text, key);
          else records.delete(key);
          step(i + 1);
        }),
      );
    };
    step(0);
  }).then(() => (done[1] = changes.length));

/** Keys, and texts. */
export const read = async (journal) => (journal ? readJournal() : readFirst());

/** Writes `[key, text, needs]` in this order; an empty text takes away. Gives what stopped
 * it, how many were dealt with, and the keys of those that may not be written. */
export async function write(journal, changes, may) {
  const done = ['', 0];
  try {
    await (journal ? writeJournal : writeFirst)(changes, may, done);
  } catch (error) {
    done[0] = error?.name === 'QuotaExceededError' ? 'full' : 'shut';
  }
  return done;
}

/** Tells when somebody looks at the page again, or the network is back. */
export function onReturn(act) {
  for (const name of ['online', 'pageshow']) addEventListener(name, act);
  document.addEventListener('visibilitychange', () => document.hidden || act());
}

// --- what this device alone can read ------------------------------------------------------

const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const text = (about) => new TextEncoder().encode(about);
const aes = (iv, about) => ({ name: 'AES-GCM', iv, additionalData: text(about) });

// The keys of this device: one, as a rule. A new one is used only after it was read back.
async function deviceKeys() {
  const read = () => transaction('readonly', (records, keys, result) => then(keys.getAll(), (all) => result.push(...all)));
  let all = await read();
  if (!all.length) {
    const made = { id: String(random(8)), key: await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']) };
    await transaction('readwrite', (records, keys) => then(keys.count(), (count) => count || keys.put(made, made.id)));
    all = await read();
  }
  if (!own) {
    const given = all[0];
    const iv = random(12);
    const sealed = await crypto.subtle.encrypt(aes(iv, ''), given.key, iv);
    if (String(new Uint8Array(await crypto.subtle.decrypt(aes(iv, ''), given.key, sealed))) !== String(iv)) throw sealed;
    own = given;
  }
  return all.map(({ key }) => key);
}

export async function sealOwn(about, content) {
  if (!own) await deviceKeys();
  const iv = random(12);
  const sealed = await settled(crypto.subtle.encrypt(aes(iv, about), own.key, content));
  return new Uint8Array([...iv, ...new Uint8Array(sealed)]);
}

/** What each is about and its bytes, one after the other; nothing for what no key opens. */
export async function openOwn(sealed) {
  const keys = await deviceKeys();
  const open = async (about, bytes) => {
    for (const key of keys) {
      try {
        return new Uint8Array(await crypto.subtle.decrypt(aes(bytes.slice(0, 12), about), key, bytes.slice(12)));
      } catch {}
    }
  };
  const opened = [];
  for (let i = 0; i < sealed.length; i += 2) opened.push(open(sealed[i], sealed[i + 1]));
  return settled(Promise.all(opened));
}

/** Holds each until the page is gone; gives those that another page holds. Without locks
 * what two pages write stays side by side (`store::journal`). */
export async function hold(names) {
  const one = (name) =>
    new Promise((done) => {
      const granted = (lock) => (done(lock ? [] : [name]), lock && new Promise(() => {}));
      navigator.locks.request(PREFIX + name, { ifAvailable: true }, granted).catch(() => done([]));
    });
  return navigator.locks ? (await Promise.all(names.map(one))).flat() : [];
}
