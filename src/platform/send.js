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

/** Whether the engine has a share sheet. */
export const shares = () => Boolean(navigator.share);

/** Takes it along in one way: to another app, as a file, onto the clipboard. False where
 * nobody took it. */
export async function take(way, name, bytes, text) {
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
