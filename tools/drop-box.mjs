// Writes hosting/drop-box/design.json, the design document that an administrator puts into
// CouchDB, from hosting/drop-box/validate.js. A test holds the two together.
//
//   node tools/drop-box.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../hosting/drop-box/', import.meta.url));

/** The text of design.json, as it has to be. */
export function design() {
  const validate = readFileSync(`${folder}validate.js`, 'utf8').trim();
  return `${JSON.stringify({ _id: '_design/phieu', language: 'javascript', validate_doc_update: validate }, null, 2)}\n`;
}

/** The function itself, called as CouchDB calls it; throws `{forbidden}`. */
export const validate = (newDoc, oldDoc = null) => new Function(`return (${JSON.parse(design()).validate_doc_update})`)()(newDoc, oldDoc);

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(`${folder}design.json`, design());
