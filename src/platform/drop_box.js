// What a drop box says, for the office. Decides nothing; `app::analyse::pulling` reads the
// codes: a status, or -1 no server answers, -2 it does not let this page read, -3 forbidden
// by the page's policy.

const PATIENCE = 60_000;
// A page has five hundred documents of at most 100 kB; what is longer is none of ours.
const LONGEST = 64 << 20;
let stop = new AbortController();
let blocked = '';
document.addEventListener('securitypolicyviolation', (event) => {
  blocked = event.blockedURI;
});

const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** The text of a body; one that is too long is given up, and reads as no list of changes. */
async function bounded(body, mine) {
  const decoder = new TextDecoder();
  let [text, length] = ['', 0];
  for (const reader = body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > LONGEST) {
      mine.abort();
      return '';
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** [code, text] of an address. */
export async function get(address, authorization) {
  const mine = (stop = new AbortController());
  const patience = setTimeout(() => mine.abort(), PATIENCE);
  const how = { credentials: 'omit', cache: 'no-store', redirect: 'error', signal: mine.signal };
  blocked = '';
  try {
    const answer = await fetch(address, { ...how, headers: { authorization } });
    return [answer.status, answer.ok ? await bounded(answer.body, mine) : ''];
  } catch {
    // The report of a policy comes a little later than the refusal.
    await wait(50);
    if (blocked.startsWith(new URL(address).origin)) return [-3, ''];
    if (mine.signal.aborted) return [-1, ''];
    // Whether a server is there at all: without a password, and without reading what it says.
    return fetch(address, { ...how, mode: 'no-cors', redirect: 'follow' }).then(() => [-2, ''], () => [-1, '']);
  } finally {
    clearTimeout(patience);
  }
}

/** Ends what is under way. */
export const abort = () => stop.abort();

/** The policies that the page is under: its own, and what the host sends with it. */
export async function policies() {
  const own = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.content ?? '';
  const sent = await fetch(location.pathname, { method: 'HEAD' }).then(({ headers }) => headers.get('content-security-policy'), () => '');
  return [own, sent ?? ''].filter(Boolean);
}
