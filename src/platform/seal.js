// HPKE (RFC 9180) in base mode by the browser's own WebCrypto: DHKEM(X25519, HKDF-SHA256),
// HKDF-SHA256, AES-128-GCM. The same in Rust would make the citizen's program a tenth
// heavier; `seal::envelope::prepare` gives `aad` and `text`, and the office opens with the
// crate `hpke`. Answers a promise of the encapsulated key and the ciphertext in one.

const bytes = (text) => new TextEncoder().encode(text);
const suite = { kem: [...bytes('KEM'), 0, 32], hpke: [...bytes('HPKE'), 0, 32, 0, 1, 0, 1] };
const none = [];

/** Whether this engine can; some lack X25519. */
export const canSeal = () => crypto.subtle.generateKey({ name: 'X25519' }, false, ['deriveBits']).then(() => true, () => false);

const hmac = async (key, message) => {
  const hash = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', new Uint8Array(key.length ? key : 32), hash, false, ['sign']);
  return [...new Uint8Array(await crypto.subtle.sign('HMAC', imported, new Uint8Array(message)))];
};

// LabeledExtract and LabeledExpand of section 4; nothing here is longer than one block.
const extract = (of, salt, label, secret) => hmac(salt, [...bytes('HPKE-v1'), ...of, ...bytes(label), ...secret]);
const expand = async (of, key, label, info, length) =>
  (await hmac(key, [0, length, ...bytes('HPKE-v1'), ...of, ...bytes(label), ...info, 1])).slice(0, length);

/** `given` is a key pair for the RFC's vectors; left out, a new one is made. */
export async function seal(publicKey, info, aad, text, given) {
  const pair = given ?? (await crypto.subtle.generateKey({ name: 'X25519' }, true, ['deriveBits']));
  const encapsulated = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const recipient = await crypto.subtle.importKey('raw', publicKey, { name: 'X25519' }, true, []);
  const shared = new Uint8Array(await crypto.subtle.deriveBits({ name: 'X25519', public: recipient }, pair.privateKey, 256));
  const prk = await extract(suite.kem, none, 'eae_prk', shared);
  const secretOfKem = await expand(suite.kem, prk, 'shared_secret', [...encapsulated, ...publicKey], 32);
  const context = [0, ...(await extract(suite.hpke, none, 'psk_id_hash', none)), ...(await extract(suite.hpke, none, 'info_hash', info))];
  const secret = await extract(suite.hpke, secretOfKem, 'secret', none);
  const raw = new Uint8Array(await expand(suite.hpke, secret, 'key', context, 16));
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt']);
  const iv = new Uint8Array(await expand(suite.hpke, secret, 'base_nonce', context, 12));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: aad }, key, text);
  return new Uint8Array([...encapsulated, ...new Uint8Array(sealed)]);
}
