// Makes dist/ out of what trunk compiled and of public/: a hash of the content in every
// name that is not an address, the tables of boot.js and sw.js filled, one build id,
// compressed copies for servers that send them, and the headers for real servers.
//
//   node tools/finish.mjs [--from .build/trunk] [--public public] [--page index.html] [--out dist] [--fast]
//                         [--drop-box https://box.example]
//
// `--drop-box` names the servers that pages may send finished responses to. `--fast` leaves out the compressed copies (tests that only need other bytes).
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { minify } from 'terser';
import { dropBoxes, policies, serverFiles } from './headers.mjs';

const { values: option } = parseArgs({
  options: {
    from: { type: 'string', default: '.build/trunk' },
    public: { type: 'string', default: 'public' },
    page: { type: 'string', default: 'index.html' },
    out: { type: 'string', default: 'dist' },
    fast: { type: 'boolean', default: false },
    'drop-box': { type: 'string', default: '' },
  },
});

const out = `${option.out}.new`;
rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, 'assets'), { recursive: true });

const problem = (text) => {
  console.error(`finish: ${text}`);
  process.exit(1);
};
let boxes = [];
try {
  boxes = dropBoxes(option['drop-box']);
} catch (error) {
  problem(`--drop-box: ${error.message}`);
}
const { metaCsp } = policies(boxes);
const built = (name) => readFileSync(join(option.from, name));
const given = (name) => readFileSync(join(option.public, name));
const hash = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 10);

/** Writes an asset under its hashed name; gives the path below dist/. */
function asset(name, bytes) {
  const ext = extname(name);
  const path = `assets/${basename(name, ext)}-${hash(bytes)}${ext}`;
  writeFileSync(join(out, path), bytes);
  return path;
}

function replaced(text, wanted, by, file) {
  if (!text.includes(wanted)) problem(`${file}: "${wanted}" is not there`);
  return text.replaceAll(wanted, () => by);
}

// Scripts as short as they can be. The build tables stand behind comments: they are filled first.
async function script(text, { module = true, ecma = 2020 } = {}) {
  return (await minify(text.toString(), { module, toplevel: true, ecma, compress: { passes: 2 } })).code;
}
const style = (bytes) => bytes.toString().replace(/\/\*[\s\S]*?\*\//g, '').replace(/\s+/g, ' ').replace(/\s*([{};])\s*/g, '$1').trim();

// --- programs ----------------------------------------------------------------------

// What wasm-bindgen calls snippets: the few modules of ours that Rust calls. One request
// less, and the whole is compressed together, when they stand in the glue itself.
function withModules(glue) {
  const modules = new Map();
  const inlined = glue.replace(/^import (\{[^}]*\}|\* as \w+) from ['"]\.\/snippets\/[^/]+\/([^'"]+)['"];?$/gm, (_, names, path) => {
    if (!modules.has(path)) modules.set(path, `module${modules.size}`);
    return `const ${names.replace('* as ', '').replaceAll(' as ', ': ')} = ${modules.get(path)};`;
  });
  const module = ([path, as]) => {
    const exported = [];
    const body = readFileSync(path, 'utf8').replace(/^export ((?:async )?function|const) (\w+)/gm, (_, kind, name) => (exported.push(name), `${kind} ${name}`));
    if (/^(import|export)\b/m.test(body)) problem(`${path}: an import or export that is not understood here`);
    return `const ${as} = (() => {\n${body}return { ${exported.join(', ')} };\n})();\n`;
  };
  return [...modules].map(module).join('') + inlined;
}

async function program(name) {
  const wasm = asset(`${name}.wasm`, built(`${name}_bg.wasm`));
  const glue = replaced(built(`${name}.js`).toString(), `${name}_bg.wasm`, basename(wasm), `${name}.js`);
  return { js: asset(`${name}.js`, await script(withModules(glue))), wasm };
}

const respond = await program('respond');
// The citizen's program has Vietnamese in itself and learns English when asked for it.
const [vi, en] = ['vi', 'en'].map((tag) => JSON.parse(readFileSync(`i18n/${tag}.json`, 'utf8')));
const pairs = ['respond', 'keeping', 'sending'].flatMap((room) => Object.entries(vi[room]).map(([key, word]) => [word, en[room][key]]));
const english = asset('english.json', JSON.stringify({ words: Object.fromEntries(pairs) }));
const field = await program('field');
const office = await program('office');
const worker = await program('worker');
let start = given('worker-boot.js').toString();
start = replaced(start, './worker.js', `./${basename(worker.js)}`, 'worker-boot.js');
start = replaced(start, './worker.wasm', `./${basename(worker.wasm)}`, 'worker-boot.js');
const workerBoot = asset('worker-boot.js', await script(start));

// --- styles, pictures ----------------------------------------------------------------

const styles = {};
for (const name of readdirSync(join(option.public, 'styles')).sort()) {
  const text = style(given(`styles/${name}`));
  if (/url\(/.test(text)) problem(`styles/${name}: url() would point at an unhashed name`);
  styles[name] = asset(name, text);
}
const icons = {};
for (const name of readdirSync(join(option.public, 'icons')).sort()) icons[name] = asset(name, given(`icons/${name}`));
const preview = asset('preview.png', given('preview.png'));

let manifest = given('manifest.webmanifest').toString();
for (const [name, path] of Object.entries(icons)) manifest = manifest.replaceAll(`icons/${name}`, path);
if (manifest.includes('icons/')) problem('manifest.webmanifest names an icon that is not in public/icons');
writeFileSync(join(out, 'manifest.webmanifest'), manifest);

// --- data: names that links and campaigns use, so they stay -----------------------------

for (const folder of ['campaigns', 'questionnaires', 'keys', 'schemes']) {
  if (existsSync(join(option.public, folder))) cpSync(join(option.public, folder), join(out, folder), { recursive: true });
}
// The office offers the campaigns of this host; a browser cannot list a folder.
const campaigns = existsSync(join(out, 'campaigns')) ? readdirSync(join(out, 'campaigns')).filter((name) => name.endsWith('.json') && name !== 'index.json') : [];
if (campaigns.length) {
  const listed = campaigns.sort().map((name) => {
    const { title } = JSON.parse(readFileSync(join(out, 'campaigns', name), 'utf8'));
    return { id: basename(name, '.json'), title };
  });
  writeFileSync(join(out, 'campaigns', 'index.json'), JSON.stringify(listed));
}
// So does it the scoring schemes, which are kept with the office's own files: an index is
// computed where there is no network too.
const schemes = existsSync(join(out, 'schemes')) ? readdirSync(join(out, 'schemes')).filter((name) => name.endsWith('.json') && name !== 'index.json').sort() : [];
const schemeFiles = schemes.length ? ['index.json', ...schemes].map((name) => `schemes/${name}`) : [];
if (schemes.length) {
  const listed = schemes.map((name) => {
    const { title, kinds } = JSON.parse(readFileSync(join(out, 'schemes', name), 'utf8'));
    return { id: basename(name, '.json'), title, kinds };
  });
  writeFileSync(join(out, 'schemes', 'index.json'), JSON.stringify(listed));
}

// --- page, boot, service worker ------------------------------------------------------------

const guard = asset('guard.js', await script(given('guard.js'), { module: false, ecma: 5 }));
const page = readFileSync(option.page, 'utf8');
const bootSource = given('boot.js').toString();
const workerSource = given('sw.js').toString();

// Hashed names stand for their content; what has no hash yet is hashed as it is.
const id = hash(JSON.stringify([readdirSync(join(out, 'assets')).sort(), manifest, page, bootSource, workerSource, metaCsp, readFileSync(process.argv[1], 'utf8')]));

const placeholder = (text, table, file) => {
  const place = /\/\*BUILD\*\/[\s\S]*?\/\*END\*\//;
  if (!place.test(text)) problem(`${file}: no /*BUILD*/ … /*END*/`);
  return text.replace(place, () => JSON.stringify(table));
};
const boot = asset(
  'boot.js',
  await script(placeholder(bootSource, { id, respond, field: { ...field, css: styles['field.css'] }, office: { ...office, css: styles['office.css'] }, worker: workerBoot, english }, 'boot.js')),
);

// A link preview wants a whole address; a build that knows its own says it.
const origin = (process.env.PHIEU_ORIGIN || '').replace(/\/?$/, process.env.PHIEU_ORIGIN ? '/' : '');
let html = page
  .replace(/^.*data-trunk.*\n/gm, '')
  .replace(/^\s*<!--[\s\S]*?-->\s*\n/gm, '')
  .replace(/^[ \t]+/gm, '');
html = replaced(html, '%CSP%', metaCsp, option.page);
html = replaced(html, '%BUILD%', id, option.page);
html = replaced(html, 'public/preview.png', origin + preview, option.page);
const names = {
  'public/boot.js': boot,
  'public/guard.js': guard,
  'public/manifest.webmanifest': 'manifest.webmanifest',
  'respond.js': respond.js,
  'respond.wasm': respond.wasm,
};
for (const [name, path] of Object.entries(icons)) names[`public/icons/${name}`] = path;
for (const [name, path] of Object.entries(styles)) names[`public/styles/${name}`] = path;
html = html.replace(/(href|src)="([^"#:]+)"/g, (all, attribute, name) => {
  if (name.startsWith('assets/')) return all;
  // A style sheet that nobody has written yet is not linked.
  if (!names[name] && name.startsWith('public/styles/')) return `${attribute}="MISSING"`;
  if (!names[name]) problem(`${option.page}: ${name} is not built`);
  return `${attribute}="${names[name]}"`;
});
html = html.replace(/^.*"MISSING".*\n/gm, '');
writeFileSync(join(out, 'index.html'), html);

const linked = [...html.matchAll(/(?:href|src)="(assets\/[^"]+)"/g)].map(([, path]) => path);
// Pictures and the page for no script are of no use offline.
const shell = ['', 'manifest.webmanifest', ...new Set(linked.filter((path) => ![respond.js, respond.wasm, styles['noscript.css']].includes(path) && !path.endsWith('.png')))];
const roles = {
  respond: [respond.js, respond.wasm],
  field: [field.js, field.wasm, ...(styles['field.css'] ? [styles['field.css']] : [])],
  office: [office.js, office.wasm, ...(styles['office.css'] ? [styles['office.css']] : []), workerBoot, worker.js, worker.wasm],
};
writeFileSync(join(out, 'sw.js'), await script(placeholder(workerSource, { id, shell, roles, data: { office: schemeFiles } }, 'sw.js'), { module: false }));

// --- for servers -------------------------------------------------------------------------

for (const [name, text] of Object.entries(serverFiles(boxes))) {
  mkdirSync(dirname(join(out, name)), { recursive: true });
  writeFileSync(join(out, name), text);
}
const every = (folder) =>
  readdirSync(join(out, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? every(path) : [path];
  });
let total = 0;
if (!option.fast) {
  for (const path of every('')) {
    if (!/\.(html|js|css|json|webmanifest|wasm|svg|csv)$/.test(path)) continue;
    const bytes = readFileSync(join(out, path));
    const br = brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    });
    writeFileSync(join(out, `${path}.br`), br);
    writeFileSync(join(out, `${path}.gz`), gzipSync(bytes, { level: 9 }));
    total += br.length;
  }
}

rmSync(option.out, { recursive: true, force: true });
renameSync(out, option.out);
const size = (path) => {
  const file = join(option.out, existsSync(join(option.out, `${path}.br`)) ? `${path}.br` : path);
  return `${(statSync(file).size / 1024).toFixed(1)} kB`;
};
console.log(`${option.out}/ is build ${id}; brotli: respond ${size(respond.wasm)} + ${size(respond.js)}, field ${size(field.wasm)} + ${size(field.js)}, office ${size(office.wasm)} + ${size(office.js)}, worker ${size(worker.wasm)}, all ${(total / 1024).toFixed(0)} kB`);
