function (newDoc, oldDoc) {
  // What a drop box takes: new sealed envelopes, and nothing else, from anybody, for ever.
  // CouchDB runs this before every write; it is plain ES5 for the oldest engine that CouchDB
  // had. An envelope's name is the first 80 bits of its own hash, so nobody can take the name
  // of another's envelope, and nobody can put another content under a name.
  // `node tools/drop-box.mjs` writes it into design.json.
  var SIZES = [160, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536];
  var BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  var BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  var K = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
  ];

  function refuse(reason) {
    throw { forbidden: reason };
  }

  // The bytes of a text in base 64, written in its one way; null where it is none.
  function bytesOf(text) {
    var length = text.length, bytes = [], i, value, buffer = 0, bits = 0, end;
    if (length === 0 || length % 4 !== 0) return null;
    end = text.charAt(length - 1) !== '=' ? length : text.charAt(length - 2) !== '=' ? length - 1 : length - 2;
    for (i = 0; i < end; i += 1) {
      value = BASE64.indexOf(text.charAt(i));
      if (value < 0) return null;
      buffer = ((buffer << 6) | value) & 0xfff;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        bytes.push((buffer >> bits) & 255);
      }
    }
    return (buffer & ((1 << bits) - 1)) === 0 ? bytes : null;
  }

  function turned(word, by) {
    return (word >>> by) | (word << (32 - by));
  }

  // SHA-256 (FIPS 180-4): eight words.
  function sha256(bytes) {
    var hash = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
    var padded = bytes.concat([128]), w = [], state, at, i, s0, s1, choice, major;
    while (padded.length % 64 !== 56) padded.push(0);
    // An envelope is shorter than half a gigabyte: its bits fit 32.
    padded.push(0, 0, 0, 0, (bytes.length >>> 21) & 255, (bytes.length >>> 13) & 255, (bytes.length >>> 5) & 255, (bytes.length << 3) & 255);
    for (at = 0; at < padded.length; at += 64) {
      for (i = 0; i < 64; i += 1) {
        if (i < 16) {
          w[i] = (padded[at + 4 * i] << 24) | (padded[at + 4 * i + 1] << 16) | (padded[at + 4 * i + 2] << 8) | padded[at + 4 * i + 3];
        } else {
          s0 = turned(w[i - 15], 7) ^ turned(w[i - 15], 18) ^ (w[i - 15] >>> 3);
          s1 = turned(w[i - 2], 17) ^ turned(w[i - 2], 19) ^ (w[i - 2] >>> 10);
          w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
        }
      }
      state = hash.slice();
      for (i = 0; i < 64; i += 1) {
        s1 = turned(state[4], 6) ^ turned(state[4], 11) ^ turned(state[4], 25);
        choice = (state[4] & state[5]) ^ (~state[4] & state[6]);
        s1 = (state[7] + s1 + choice + K[i] + w[i]) | 0;
        s0 = turned(state[0], 2) ^ turned(state[0], 13) ^ turned(state[0], 22);
        major = (state[0] & state[1]) ^ (state[0] & state[2]) ^ (state[1] & state[2]);
        state = [(s1 + s0 + major) | 0, state[0], state[1], state[2], (state[3] + s1) | 0, state[4], state[5], state[6]];
      }
      for (i = 0; i < 8; i += 1) hash[i] = (hash[i] + state[i]) | 0;
    }
    return hash;
  }

  // The first 80 bits, five at a time.
  function receipt(hash) {
    var code = '', bit, value, i;
    for (bit = 0; bit < 80; bit += 5) {
      value = 0;
      for (i = bit; i < bit + 5; i += 1) value = (value << 1) | ((hash[i >> 5] >>> (31 - (i & 31))) & 1);
      code += BASE32.charAt(value);
    }
    return code;
  }

  var name, bytes;
  if (newDoc._deleted) refuse('an envelope is never deleted');
  // Without a revision it is the same envelope once more: the server answers 409.
  if (oldDoc && newDoc._rev) refuse('an envelope is never changed');
  for (name in newDoc) {
    if (Object.prototype.hasOwnProperty.call(newDoc, name) && !/^(_id|_rev|_revisions|phieu|envelope)$/.test(name)) refuse('unknown field ' + name);
  }
  if (newDoc.phieu !== 1) refuse('phieu is not 1');
  if (typeof newDoc.envelope !== 'string' || newDoc.envelope.length > 87384) refuse('no envelope');
  bytes = bytesOf(newDoc.envelope);
  if (!bytes) refuse('the envelope is not base64');
  if (bytes[0] !== 1) refuse('unknown version of envelope');
  if (SIZES.indexOf(bytes.length) < 0) refuse('no envelope has ' + bytes.length + ' bytes');
  if (receipt(sha256(bytes)) !== newDoc._id) refuse('the name is not the envelope\'s receipt');
}
