// Responses as a test writes them down, short form of the demo campaign, and hand-ins of
// them, sealed to the demo key by the program's own code, run natively
// (`examples/make_handin.rs`).
import { example } from './example.mjs';

const folders = ['public/questionnaires', 'tests/data/questionnaires', 'tests/data/tablet/questionnaires'];

/** A hand-in file of responses, corrections and notes (objects). */
export function handIn(records, questionnaires = folders) {
  const lines = records.map((record) => JSON.stringify(record)).join('\n');
  return example('make_handin', questionnaires, { input: lines });
}

/** One response; `code` is an invitation code. */
export function response(n, { unit = 'X01', level = 5, code = '', ...more } = {}) {
  const answers = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`s${i + 1}`, level]));
  const fieldwork = { stratum: `${unit} | citizen`, village: '', entry: code, surveyor: '', others: null };
  const header = { id: `R${n}`, campaign: ['demo', 1], questionnaire: ['ward-office', '2026.1'], fingerprint: 'F', unit, group: 'citizen', channel: 'invitation', language: 'vi', trial: false, started: 1, fieldwork, ...more };
  return { version: 1, header, outcome: 'complete', finished: 2, answers: { got_result: 'yes', ...answers }, seconds: {}, fills: [] };
}

/** Several of them, `from` up to `to`. */
export const responses = (from, to) => Array.from({ length: to - from }, (_, i) => response(from + i));

/** The envelopes of a hand-in file, as bytes. */
export function envelopesOf(file) {
  const all = [];
  for (let at = 8; at < file.length; ) {
    const length = file.readUIntBE(at + 4, 3);
    all.push(file.subarray(at + 7, at + 7 + length));
    at += 7 + length + 4;
  }
  return all;
}
