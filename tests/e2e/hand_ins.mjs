// What a tablet gives out, read without the program: a hand-in file record by record, and
// codes put together from their first parts (docs/envelope.md).
import { opened } from './envelopes.mjs';

const Z85 = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#';
const BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function z85(bytes) {
  let out = '';
  for (let at = 0; at < bytes.length; at += 4) {
    let value = bytes.readUInt32BE(at);
    let five = '';
    for (let i = 0; i < 5; i += 1) {
      five = Z85[value % 85] + five;
      value = Math.floor(value / 85);
    }
    out += five;
  }
  return out;
}

/** The envelopes of a `.phieu` file, as they are. */
export function envelopesOf(file) {
  if (file.subarray(0, 8).toString('latin1') !== '\x89PHIEU1\n') throw new Error('not a hand-in file');
  const all = [];
  for (let at = 8; at < file.length; ) {
    if (file.subarray(at, at + 4).toString('latin1') !== '\x1e>P\x01') throw new Error(`no record at ${at}`);
    const length = file.readUIntBE(at + 4, 3);
    all.push(file.subarray(at + 7, at + 7 + length));
    at += 7 + length + 4;
  }
  return all;
}

/** What a hand-in file says: `{responses, corrections, note}`. */
export function saidBy(file) {
  const all = opened(envelopesOf(file).map((envelope) => `- ${z85(envelope)}`));
  return { responses: all.filter(({ answers }) => answers), corrections: all.filter(({ correction }) => correction), note: all.find(({ token }) => token) };
}

function unbase32(text) {
  let bits = 0n;
  for (const c of text) bits = bits * 32n + BigInt(BASE32.indexOf(c));
  const spare = BigInt((text.length * 5) % 8);
  const hex = (bits >> spare).toString(16).padStart(Math.floor((text.length * 5) / 8) * 2, '0');
  return Buffer.from(hex, 'hex');
}

/** The part of a code's text: its number, the length of the whole, and its bytes. */
export function partOf(text) {
  if (!text?.startsWith('PHIEU1/')) throw new Error(`not a code of ours: ${text}`);
  const bytes = unbase32(text.slice(7));
  return { number: bytes[1], length: bytes.readUIntBE(10, 3), size: bytes.readUInt16BE(13), body: bytes.subarray(16) };
}

/** The file of codes, where all the first parts were read. */
export function fileOf(texts) {
  const parts = texts.map(partOf).sort((one, other) => one.number - other.number);
  const count = Math.ceil(parts[0].length / parts[0].size);
  return Buffer.concat(parts.slice(0, count).map(({ body }) => body)).subarray(0, parts[0].length);
}
