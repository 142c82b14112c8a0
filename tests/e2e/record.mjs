// A record as src/store writes it.
import { createHash } from 'node:crypto';

const base32 = (bytes) => {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  let out = '', buffer = 0n;
  for (const byte of bytes) buffer = (buffer << 8n) | BigInt(byte);
  for (let i = 0; i < 16; i += 1) out = alphabet[Number((buffer >> BigInt(5 * i)) & 31n)] + out;
  return out;
};

/** `payload` under its checksum. */
export const sealed = (payload) => `phieu0 ${base32(createHash('sha256').update(payload).digest().subarray(0, 10))} ${payload}`;
