// Ways out of the browser: the drop box, the share sheet, a file, the clipboard. In
// JavaScript because the same through bindings weighs four times as much in the citizen's
// program. Decides nothing; `app::sending` reads the codes: a status, or -1 no network,
// -2 no answer, -3 forbidden by the page's policy, -4 another page is sending.

const channel = globalThis.BroadcastChannel && new BroadcastChannel('phieu.sent');
let blocked = '';
document.addEventListener('securitypolicyviolation', (event) => {
  blocked = event.blockedURI;
});

const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

async function attempt(address, receipt, envelope) {
  const stop = new AbortController();
  const patience = setTimeout(() => stop.abort(), 30_000);
  blocked = '';
  try {
    const text = btoa(Array.from(envelope, (byte) => String.fromCharCode(byte)).join(''));
    const body = JSON.stringify({ phieu: 1, envelope: text });
    // What is short enough goes on when the page is closed.
    const { status } = await fetch(`${address}/${receipt}`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body, credentials: 'omit', redirect: 'error', cache: 'no-store', keepalive: body.length < 6e4, signal: stop.signal });
    if (status === 201 || status === 202 || status === 409) channel?.postMessage([receipt, status]);
    return status;
  } catch {
    // The report of a policy comes a little later than the refusal.
    await wait(50);
    if (blocked.startsWith(new URL(address).origin)) return -3;
    navigator.serviceWorker?.ready.then((worker) => worker.sync?.register('phieu-send')).catch(() => {});
    return navigator.onLine ? -2 : -1;
  } finally {
    clearTimeout(patience);
  }
}

/** Puts an envelope into the box. One page of a device at a time sends it. */
export function put(address, receipt, envelope) {
  const send = () => attempt(address, receipt, envelope);
  if (!navigator.locks) return send();
  return navigator.locks.request(`phieu.send.${receipt}`, { ifAvailable: true }, (lock) => (lock ? send() : -4)).catch(send);
}

/** Tells what another page sent. */
export function listen(tell) {
  if (channel) channel.onmessage = ({ data: [receipt, status] }) => tell(receipt, status);
}

// To another app, as a file, onto the clipboard. False where nobody took it.
async function take(way, name, bytes, text) {
  try {
    if (way === 'saved') {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([bytes]));
      link.download = name;
      link.click();
      // The browser reads the address after the click has returned.
      setTimeout(() => URL.revokeObjectURL(link.href), 6e4);
    } else if (way === 'copied') await navigator.clipboard.writeText(text);
    else {
      const files = [new File([bytes], name)];
      await navigator.share(navigator.canShare?.({ files }) ? { files } : { text });
    }
    return true;
  } catch {
    return false;
  }
}

/** A file to save; what becomes of it the browser shows. */
export const save = (name, bytes) => take('saved', name, bytes);

const made = (tag, kind, text, parent) => {
  const element = document.createElement(tag);
  element.className = kind;
  element.textContent = text;
  parent.append(element);
  return element;
};

/** A button that copies `text` and then says `done`. */
export function copies(parent, label, done, text) {
  const line = made('span', '', '', parent);
  line.setAttribute('role', 'status');
  const button = made('button', 'link', label, parent);
  button.type = 'button';
  parent.prepend(button);
  button.onclick = async () => {
    line.textContent = (await take('copied', '', [], text)) ? done : '';
  };
}

/**
 * A button for each way that the engine has, and a line that says what was done.
 * `act('pack')` gives name, bytes and text; `act(way)` notes that it was taken along, and
 * gives what is said of that, as `act('')` does of what was done before. What could not be
 * taken along is shown as text, so that a person can.
 */
export function ways(parent, words, act) {
  made('p', '', words[0], parent);
  const row = made('div', 'actions', '', parent);
  const line = made('p', 'hint', act(''), parent);
  line.setAttribute('role', 'status');
  const text = made('textarea', 'input', '', parent);
  text.readOnly = text.hidden = true;
  text.rows = 6;
  text.setAttribute('aria-label', words[5]);
  ['shared', 'saved', 'copied'].forEach((way, i) => {
    if (!i && !navigator.share) return;
    const button = made('button', 'button button--quiet', words[i + 1], row);
    button.type = 'button';
    button.onclick = async () => {
      const packed = act('pack');
      const done = await take(way, ...packed);
      line.textContent = done ? act(way) : words[4];
      text.hidden = done;
      text.textContent = packed[2];
    };
  });
}
