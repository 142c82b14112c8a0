// What the office keeps of campaigns: bundles of sealed envelopes as they came, and the
// ledger, sealed with a key that cannot be taken out of this browser. Runs in the worker,
// which has no local storage. A write is one strict transaction over everything, and is
// refused where another window wrote in between. Every promise is settled, by a time-out
// too.

const PATIENCE = 60000;
let opening;
// How often each campaign's ledger was written, as this page knows it.
const known = new Map();

const settled = (promise) => Promise.race([promise, new Promise((_, no) => setTimeout(no, PATIENCE, new Error('time')))]);
const then = (request, act) => (request.onsuccess = () => act(request.result));

function database() {
  opening ??= settled(
    new Promise((yes, no) => {
      const request = indexedDB.open('phieu-intake', 1);
      request.onupgradeneeded = () => ['bundles', 'ledgers', 'keys'].map((name) => request.result.createObjectStore(name));
      request.onerror = request.onblocked = () => no(request.error ?? new Error('blocked'));
      request.onsuccess = () => {
        const opened = request.result;
        opened.onclose = opened.onversionchange = () => {
          opened.close();
          opening = undefined;
        };
        yes(opened);
      };
    }),
  ).catch((error) => {
    opening = undefined;
    throw error;
  });
  return opening;
}

// `act` gets the stores and may abort; the result is given once it is on the disk. A
// database that the engine closed is opened again.
async function transaction(mode, act, again = true) {
  const opened = await database();
  let going;
  try {
    going = opened.transaction(['bundles', 'ledgers', 'keys'], mode, { durability: 'strict' });
  } catch (error) {
    opening = undefined;
    if (again) return transaction(mode, act, false);
    throw error;
  }
  return settled(
    new Promise((yes, no) => {
      const result = {};
      going.oncomplete = () => yes(result);
      going.onabort = () => no(result.stop ?? going.error ?? new Error('abort'));
      const store = (name) => going.objectStore(name);
      const stop = (error) => ((result.stop = error), going.abort());
      act({ bundles: store('bundles'), ledgers: store('ledgers'), keys: store('keys') }, result, stop);
    }),
  );
}

const aes = (iv, about) => ({ name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(about) });
const readKey = async () => (await transaction('readonly', ({ keys }, result) => then(keys.get('ledger'), (key) => (result.key = key)))).key;

// Used only after it was read back and tried: an engine may store a key and give back none.
async function deviceKey() {
  const there = await readKey();
  if (!there) {
    const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    await transaction('readwrite', ({ keys }) => then(keys.count('ledger'), (count) => count || keys.put(made, 'ledger')));
  }
  const key = there ?? (await readKey());
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt(aes(iv, ''), key, iv);
  if (String(new Uint8Array(await crypto.subtle.decrypt(aes(iv, ''), key, sealed))) !== String(iv)) throw new Error('key');
  return key;
}

const range = (campaign) => IDBKeyRange.bound([campaign], [campaign, []]);

/** Names of the bundles, the bundles, the ledger's text or none, whether there is one that
 * cannot be read. */
export async function read(campaign) {
  const { names, bundles, ledger, key } = await transaction('readonly', (stores, result) => {
    then(stores.bundles.getAllKeys(range(campaign)), (all) => (result.names = all.map(([, name]) => name)));
    then(stores.bundles.getAll(range(campaign)), (all) => (result.bundles = all));
    then(stores.ledgers.get(campaign), (one) => (result.ledger = one));
    then(stores.keys.get('ledger'), (one) => (result.key = one));
  });
  known.set(campaign, ledger?.revision ?? 0);
  if (!ledger) return [names, bundles, undefined, false];
  try {
    const opened = await crypto.subtle.decrypt(aes(ledger.iv, campaign), key, ledger.sealed);
    return [names, bundles, new TextDecoder().decode(opened), false];
  } catch {
    return [names, bundles, undefined, true];
  }
}

/** Puts and takes away bundles, and writes the ledger: all or nothing. Gives what stopped
 * it. */
export async function write(campaign, names, bundles, gone, ledger) {
  try {
    const key = await deviceKey();
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt(aes(iv, campaign), key, new TextEncoder().encode(ledger));
    const before = known.get(campaign) ?? 0;
    await transaction('readwrite', (stores, _, stop) => {
      then(stores.ledgers.get(campaign), (stored) => {
        if ((stored?.revision ?? 0) !== before) return stop(new DOMException('', 'ElsewhereError'));
        try {
          for (const name of gone) stores.bundles.delete([campaign, name]);
          names.forEach((name, i) => stores.bundles.put(bundles[i], [campaign, name]));
          stores.ledgers.put({ revision: before + 1, iv, sealed }, campaign);
        } catch (error) {
          stop(error);
        }
      });
    });
    known.set(campaign, before + 1);
    return '';
  } catch (error) {
    return { QuotaExceededError: 'full', ElsewhereError: 'elsewhere' }[error?.name] ?? 'shut';
  }
}

export const randomBytes = () => crypto.getRandomValues(new Uint8Array(32));

/** Settled after whatever message waits was heard. */
export const pause = () =>
  new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (port1.close(), done());
    port2.postMessage(0);
  });
