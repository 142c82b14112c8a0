// The sealed envelopes of a page's browser, opened with the demo key or another: by the program's own
// code, run natively (`examples/open_envelopes.rs`).
import { example } from './example.mjs';

/** The payloads of this format's records whose key begins so, in local storage: `{key: payload}`. */
export function records(page, prefix) {
  return page.evaluate((wanted) => {
    const all = Object.entries(localStorage).filter(([key]) => key.startsWith(`phieu.1.${wanted}`));
    // `<sequence> <check> <payload>`; without a payload it was erased.
    const payload = (text) => text.split(' ').slice(2).join(' ');
    return Object.fromEntries(all.map(([key, text]) => [key.slice('phieu.1.'.length), payload(text)]).filter(([, text]) => text));
  }, prefix);
}

/** The same in the journal. */
export function journalled(page, prefix) {
  return page.evaluate((wanted) => new Promise((resolve, reject) => {
    const request = indexedDB.open('phieu');
    request.onerror = reject;
    request.onsuccess = () => {
      const database = request.result;
      if (!database.objectStoreNames.contains('records')) return database.close(), resolve({});
      const store = database.transaction('records').objectStore('records');
      const [keys, texts] = [store.getAllKeys(), store.getAll()];
      store.transaction.oncomplete = () => {
        database.close();
        const pairs = keys.result.map((key, i) => [key, texts.result[i].split(' ').slice(2).join(' ')]);
        resolve(Object.fromEntries(pairs.filter(([key, text]) => key.startsWith(wanted) && text)));
      };
    };
  }), prefix);
}

/** What payloads of envelopes say; `questionnaires` are the folders to look them up in, `key` is as in key.mjs. */
export function opened(payloads, questionnaires = ['public/questionnaires', 'tests/data/questionnaires', 'tests/data/tablet/questionnaires'], key = null) {
  const sealed = payloads.map((payload) => payload.split(' ')[1]);
  if (!sealed.length) return [];
  const lines = example('open_envelopes', questionnaires, { input: sealed.join('\n') + '\n', env: key ? { ...process.env, PHIEU_KEY: key.file, PHIEU_WORDS: key.words } : process.env }).toString().trim().split('\n');
  return lines.map((line) => {
    if (line.startsWith('!')) throw new Error(line);
    return JSON.parse(line);
  });
}

/** Everything that was sealed on this page's machine: responses and corrections. */
export async function sealed(page, questionnaires, key) {
  return opened(Object.values({ ...(await records(page, 'e.')), ...(await journalled(page, 'e.')) }), questionnaires, key);
}

/** The finished responses of this page's machine, by when they ended. */
export async function envelopes(page, questionnaires, key) {
  const all = (await sealed(page, questionnaires, key)).filter(({ answers }) => answers);
  return all.sort((one, other) => one.finished - other.finished);
}

/** The corrections. */
export async function corrections(page) {
  return (await sealed(page)).filter(({ correction }) => correction);
}
