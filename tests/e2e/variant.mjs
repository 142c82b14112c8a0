// Another build of the same programs: every program file has other bytes and another name.
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { dist } from './fixtures.mjs';

/** Builds into `folder`; gives the path of its dist/. */
export function variant(folder, name) {
  const from = join(folder, 'trunk');
  mkdirSync(folder, { recursive: true });
  cpSync('.build/trunk', from, { recursive: true });
  cpSync('public', join(folder, 'public'), { recursive: true });
  for (const file of readdirSync(from)) {
    const path = join(from, file);
    // An empty custom section is legal anywhere and does nothing.
    if (file.endsWith('.wasm')) writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from([0, name.length + 1, name.length]), Buffer.from(name)]));
    if (file.endsWith('.js')) writeFileSync(path, `${readFileSync(path)}\nexport const variant = '${name}';\n`);
  }
  const out = join(folder, 'dist');
  execFileSync('node', ['tools/finish.mjs', '--fast', '--from', from, '--public', join(folder, 'public'), '--out', out]);
  return out;
}

/** The same programs, allowed to send to these drop boxes; gives the path of its dist/. */
export function naming(folder, origins) {
  const from = dist === '.build/quick-dist' ? '.build/quick' : '.build/trunk';
  const out = join(folder, 'dist-with-box');
  mkdirSync(folder, { recursive: true });
  execFileSync('node', ['tools/finish.mjs', '--fast', '--from', from, '--out', out, '--drop-box', origins.join(' ')]);
  return out;
}

export const buildId = (dist) => /name="phieu-build" content="([0-9a-f]+)"/.exec(readFileSync(join(dist, 'index.html'), 'utf8'))[1];
