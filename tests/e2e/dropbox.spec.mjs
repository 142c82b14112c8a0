// The drop box attacked: its rules as plain function calls, and on a server of CouchDB's
// protocol.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { design, validate } from '../../tools/drop-box.mjs';
import { envelope, expect, receiptOf, test } from './dropbox.mjs';

const refused = (doc, old) => {
  try {
    validate(doc, old);
  } catch (error) {
    return error.forbidden;
  }
  return 'taken';
};
const sealed = (size, version) => {
  const { receipt, document } = envelope(size, version);
  return { _id: receipt, ...document };
};

test.describe('the rules, as plain function calls', () => {
  test('design.json carries validate.js as it stands', () => {
    expect(readFileSync('hosting/drop-box/design.json', 'utf8')).toBe(design());
  });

  test('every size of envelope is taken, under its receipt alone', () => {
    for (let size = 160; size <= 65_536; size = size === 160 ? 256 : size * 2) {
      const document = sealed(size);
      expect(refused(document), `${size}`).toBe('taken');
      expect(refused({ ...document, _rev: '1-0', _revisions: { start: 1, ids: ['0'] } })).toBe('taken');
      expect(refused({ ...document, _id: sealed(160)._id })).toBe("the name is not the envelope's receipt");
    }
  });

  test("the receipt is the program's", () => {
    // As `tests/frozen.rs` has it, where the program says it.
    const symbols = [...readFileSync('tests/data/frozen/sealed1/webcrypto.txt', 'utf8').trim()];
    const bits = symbols.map((symbol) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(symbol).toString(2).padStart(5, '0')).join('');
    const bytes = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
    expect(refused({ _id: 'SRP0TS7FDH4FK052', phieu: 1, envelope: bytes.toString('base64') })).toBe('taken');
    expect(receiptOf(bytes)).toBe('SRP0TS7FDH4FK052');
  });

  test('changes, deletes, other fields and other contents are refused', () => {
    const document = sealed(160);
    const other = (envelope) => ({ ...document, envelope });
    const bytes = Buffer.from(document.envelope, 'base64');
    for (const [what, doc, old, reason] of [
      ['a change', { ...document, _rev: '1-0' }, document, 'an envelope is never changed'],
      ['a change without a revision', { ...document, envelope: sealed(160).envelope }, document, "the name is not the envelope's receipt"],
      ['a delete', { ...document, _deleted: true }, document, 'an envelope is never deleted'],
      ['a bare delete', { _id: document._id, _deleted: true }, document, 'an envelope is never deleted'],
      ['a delete of what is not there', { _id: document._id, _deleted: true }, null, 'an envelope is never deleted'],
      ['an attachment', { ...document, _attachments: {} }, null, 'unknown field _attachments'],
      ['another field', { ...document, name: 'x' }, null, 'unknown field name'],
      ['a field of the prototype', { ...document, ['__proto__x']: 1 }, null, 'unknown field __proto__x'],
      ['no version', { _id: document._id, envelope: document.envelope }, null, 'phieu is not 1'],
      ['version "1"', { ...document, phieu: '1' }, null, 'phieu is not 1'],
      ['nothing', { _id: 'x' }, null, 'phieu is not 1'],
      ['no text', other(7), null, 'no envelope'],
      ['a list', other([document.envelope]), null, 'no envelope'],
      ['nothing in it', other(''), null, 'the envelope is not base64'],
      ['padding alone', other('===='), null, 'the envelope is not base64'],
      ['base64url', other(bytes.toString('base64url')), null, 'the envelope is not base64'],
      ['a space', other(`${document.envelope.slice(0, -4)} AA=`), null, 'the envelope is not base64'],
      ['padding within', other(`AA==${document.envelope}`), null, 'the envelope is not base64'],
      // Two texts for the same bytes would be two documents of one name.
      ['bits behind the last byte', other(document.envelope.replace(/.==$/, (end) => `${String.fromCharCode(end.charCodeAt(0) + 1)}==`)), null, 'the envelope is not base64'],
      ['another size', other(Buffer.alloc(161, 1).toString('base64')), null, 'no envelope has 161 bytes'],
      ['cut', other(bytes.subarray(0, 159).toString('base64')), null, 'no envelope has 159 bytes'],
      ['the next size', other(Buffer.alloc(131_072, 1).toString('base64')), null, 'no envelope'],
      ['another version', sealed(160, 2), null, 'unknown version of envelope'],
      ['a small receipt', { ...document, _id: document._id.toLowerCase() + 'x' }, null, "the name is not the envelope's receipt"],
    ]) {
      expect(refused(doc, old), what).toBe(reason);
    }
    // Any one bit of it.
    for (const at of [1, 5, 36, 159]) {
      const flipped = Buffer.from(bytes);
      flipped[at] ^= 4;
      expect(refused(other(flipped.toString('base64'))), `bit of byte ${at}`).toBe("the name is not the envelope's receipt");
    }
  });

  test('its SHA-256 is that of FIPS 180-4, at every length about a block', () => {
    // The function is taken out of the rules as it stands there.
    const sha256 = new Function(`${/var K = \[[\s\S]*?\];/.exec(design().replaceAll('\\n', '\n'))[0]}
      ${/function turned[\s\S]*?\n {2}}\n/.exec(JSON.parse(design()).validate_doc_update)[0]}
      ${/function sha256[\s\S]*?\n {2}}\n/.exec(JSON.parse(design()).validate_doc_update)[0]}
      return sha256`)();
    const hex = (words) => words.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
    expect(hex(sha256([...Buffer.from('abc')]))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    for (const length of [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1_000, 65_536]) {
      const bytes = Buffer.alloc(length, (length * 7) & 255);
      expect(hex(sha256([...bytes])), `${length} bytes`).toBe(createHash('sha256').update(bytes).digest('hex'));
    }
  });
});

test.describe('on a server', () => {
  test('a new envelope is taken once; everything else is refused', async ({ server: box }) => {
    const { receipt, document } = envelope();
    expect((await box.put(receipt, document)).status).toBe(201);
    expect((await box.put(receipt, document)).status).toBe(409);
    const [kept] = await box.documents();
    expect(kept).toEqual({ _id: receipt, _rev: kept._rev, ...document });

    const at = `${box.url}/${receipt}`;
    const other = envelope();
    for (const [what, path, options] of [
      ['a change', at, { method: 'PUT', body: JSON.stringify({ ...other.document, _rev: kept._rev }) }],
      ['a delete', `${at}?rev=${kept._rev}`, { method: 'DELETE' }],
      ['a delete by PUT', at, { method: 'PUT', body: JSON.stringify({ _rev: kept._rev, _deleted: true }) }],
      ['an attachment', `${at}/x?rev=${kept._rev}`, { method: 'PUT', body: 'x', headers: { 'content-type': 'text/plain' } }],
      ['another name', `${box.url}/0000000000000000`, { method: 'PUT', body: JSON.stringify(document) }],
      ['a file', `${box.url}/x`, { method: 'PUT', body: JSON.stringify({ movie: 'A'.repeat(200_000) }) }],
      ['a POST without a name', box.url, { method: 'POST', body: JSON.stringify(document) }],
    ]) {
      const { status } = await box.ask(path, options);
      expect(status, what).toBe(403);
    }
    const bulk = await box.ask(`${box.url}/_bulk_docs`, { method: 'POST', body: JSON.stringify({ docs: [{ _id: receipt, _rev: kept._rev, _deleted: true }, { _id: 'y', z: 1 }] }) });
    expect(bulk.body.map(({ error }) => error)).toEqual(['forbidden', 'forbidden']);
    expect(await box.documents()).toEqual([kept]);
  });
});

/** From outside: any request, any header. Gives status and headers. */
const from = async (url, options = {}) => {
  const answer = await fetch(url, options);
  return { status: answer.status, text: await answer.text(), headers: Object.fromEntries(answer.headers) };
};
const body = (document) => ({ method: 'PUT', body: JSON.stringify(document), headers: { 'content-type': 'application/json' } });

for (const kind of ['nginx', 'caddy']) test.describe(`behind ${kind} as it is shipped`, () => {
  test.use({ kind });

  test('an envelope is taken once, whatever headers come with it', async ({ front }) => {
    const { receipt, document } = envelope(65_536);
    expect((await from(`${front.url}/${receipt}`, body(document))).status).toBe(201);
    expect((await from(`${front.url}/${receipt}`, body(document))).status).toBe(409);
    const [kept] = await front.documents();
    for (const headers of [
      { 'x-http-method-override': 'DELETE', 'if-match': kept._rev },
      { 'x-http-method-override': 'GET' },
      { authorization: `Basic ${Buffer.from(`${front.office.name}:${front.office.password}`).toString('base64')}` },
      { 'if-match': kept._rev },
      { 'content-type': 'multipart/related;boundary="x"' },
      { 'x-couch-full-commit': 'true', cookie: 'AuthSession=x' },
    ]) {
      const put = body(document);
      const answer = await from(`${front.url}/${receipt}`, { ...put, headers: { ...put.headers, ...headers } });
      expect(answer.status, JSON.stringify(headers)).toBe(409);
    }
    expect(await front.documents()).toEqual([kept]);
  });

  test('nothing can be read, listed, changed or deleted', async ({ front }) => {
    const { receipt, document } = envelope();
    await from(`${front.url}/${receipt}`, body(document));
    const kept = await front.documents();
    const rev = kept[0]._rev;
    for (const [method, path, status] of [
      ['GET', receipt, 405],
      ['HEAD', receipt, 405],
      ['POST', receipt, 405],
      ['DELETE', receipt, 405],
      ['DELETE', `${receipt}?rev=${rev}`, 404],
      ['PUT', `${receipt}?rev=${rev}`, 404],
      ['PUT', `${receipt}?new_edits=false`, 404],
      ['PUT', `${receipt}/attachment`, 404],
      ['PUT', `${receipt}%2fattachment`, 404],
      ['PUT', `${receipt}%3frev=${rev}`, 404],
      ['PUT', `../phieu/_design/x`, 404],
      ['PUT', '_design/phieu', 404],
      ['PUT', '_local/x', 404],
      ['PUT', '_security', 404],
      ['PUT', '', 404],
      ['POST', '', 404],
      ['POST', '_bulk_docs', 404],
      ['POST', '_find', 404],
      ['GET', '_all_docs', 404],
      ['GET', '_changes?include_docs=true', 404],
      ['GET', '', 404],
      ['DELETE', '', 404],
      ['PUT', receipt.toLowerCase() + 'a', 404],
      ['PUT', '%5Fdesign%2Fphieu', 404],
    ]) {
      const answer = await from(`${front.url}/${path}`, { method, body: ['PUT', 'POST'].includes(method) ? JSON.stringify(document) : undefined });
      expect(answer.status, `${method} ${path}`).toBe(status);
      expect(answer.text, `${method} ${path}`).not.toContain(document.envelope);
    }
    for (const path of ['/', '/_all_dbs', '/_users', '/_utils/', '/_session', '/_node/_local/_config', '/_up', '//phieu/_all_docs']) {
      expect((await from(front.origin + path)).status, path).toBe(404);
    }
    expect(await front.documents()).toEqual(kept);
  });

  test('what is no envelope is refused by size, name and content', async ({ front }) => {
    const { receipt, document } = envelope();
    const at = `${front.url}/${receipt}`;
    expect((await from(at, body({ ...document, envelope: 'A'.repeat(90_200) }))).status).toBe(413);
    expect((await from(at, body({ ...document, envelope: 'A'.repeat(88_000) }))).status).toBe(403);
    expect((await from(at, { method: 'PUT', body: '{"phieu":1,' })).status).toBe(400);
    expect((await from(at, { method: 'PUT' })).status).toBeGreaterThanOrEqual(400);
    expect((await from(at, body({ ...document, note: 'x' }))).status).toBe(403);
    expect((await from(at, body({ ...document, _attachments: { a: { content_type: 'text/plain', data: 'eA==' } } }))).status).toBe(403);
    expect((await from(at, body({ ...document, _deleted: true }))).status).toBe(403);
    expect((await from(at, body({ ...document, _id: envelope().receipt }))).status).toBeGreaterThanOrEqual(400);
    expect((await from(`${front.url}/${envelope().receipt}`, body(document))).status).toBe(403);
    expect(await front.documents()).toEqual([]);
  });

  test("a page of the survey's site sends; a page of another site may not", async ({ guarded, site, page }) => {
    const { receipt, document } = envelope();
    await page.goto(`${site.url}#/collect`);
    const send = (url, body) => page.evaluate(([url, body]) => fetch(url, { method: 'PUT', credentials: 'omit', headers: { 'content-type': 'application/json' }, body }).then(({ status }) => status, (error) => error.name), [url, JSON.stringify(body)]);
    expect(await send(`${guarded.url}/${receipt}`, document)).toBe(201);
    expect((await guarded.documents()).map(({ _id }) => _id)).toEqual([receipt]);
    const asked = await from(`${guarded.url}/${receipt}`, { method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'PUT' } });
    expect(asked.headers['access-control-allow-origin']).toBeUndefined();
    const ours = await from(`${guarded.url}/${receipt}`, { method: 'OPTIONS', headers: { origin: new URL(site.url).origin, 'access-control-request-method': 'PUT' } });
    expect([ours.status, ours.headers['access-control-allow-methods'], ours.headers['access-control-allow-headers']]).toEqual([204, 'PUT', 'content-type']);
  });

  test("the office's door gives the list of changes to who has the password, and nothing else", async ({ front, site }) => {
    const { receipt, document } = envelope();
    await from(`${front.url}/${receipt}`, body(document));
    const authorization = (password) => ({ authorization: `Basic ${Buffer.from(`${front.office.name}:${password}`).toString('base64')}` });
    const right = authorization(front.office.password);
    const list = `${front.officeUrl}/_changes?include_docs=true&limit=100&since=0`;
    const answer = await from(list, { headers: { ...right, origin: new URL(site.url).origin } });
    expect(answer.status).toBe(200);
    expect(answer.headers['access-control-allow-origin']).toBe(new URL(site.url).origin);
    expect(JSON.parse(answer.text).results.filter(({ id }) => !id.startsWith('_')).map(({ doc }) => doc.envelope)).toEqual([document.envelope]);
    expect((await from(list)).status).toBe(401);
    const wrong = await from(list, { headers: authorization('x') });
    expect([wrong.status, wrong.headers['www-authenticate']]).toEqual([401, undefined]);
    for (const [method, path, status] of [
      ['GET', '', 404],
      ['GET', '/_all_docs', 404],
      ['GET', `/${receipt}`, 404],
      ['PUT', `/${receipt}`, 404],
      ['POST', '/_changes?include_docs=true&limit=100&since=0', 405],
      ['DELETE', '/_changes', 405],
      ['POST', '/_bulk_docs', 404],
    ]) {
      expect((await from(front.officeUrl + path, { method, headers: right })).status, `${method} ${path}`).toBe(status);
    }
  });
});

test.describe('behind nginx', () => {
  test('a flood from one address is slowed down, and the page can see it', async ({ front, site }) => {
    const { receipt, document } = envelope();
    const origin = new URL(site.url).origin;
    const put = body(document);
    const answers = [];
    for (let round = 0; round < 30; round += 1) {
      answers.push(...await Promise.all(Array.from({ length: 15 }, () => from(`${front.url}/${receipt}`, { ...put, headers: { ...put.headers, origin } }))));
    }
    const slowed = answers.filter(({ status }) => status === 429);
    expect(slowed.length).toBeGreaterThan(100);
    expect(answers.filter(({ status }) => status !== 429).every(({ status }) => [201, 409].includes(status))).toBe(true);
    expect(slowed[0].headers['access-control-allow-origin']).toBe(origin);
  });

  test('the log names neither addresses nor receipts nor contents', async ({ front }) => {
    const { receipt, document } = envelope();
    await from(`${front.url}/${receipt}`, body(document));
    await from(`${front.url}/${receipt}?rev=1`, body(document));
    const lines = front.logs().trim().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(2);
    for (const line of lines) expect(line).toMatch(/^\S+T\S+ (GET|PUT) \d+ \d+$/);
  });
});
