// The one table of response headers. finish.mjs writes it out for Netlify and Cloudflare,
// nginx, Caddy and Apache; the loopback server sends what was written.

// What a page may do. `'wasm-unsafe-eval'` compiles WebAssembly and nothing else;
// `blob:` images are the pictures a page draws for download.
const policy = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': "'self'",
  'img-src': "'self' blob:",
  // A campaign's drop box comes behind it, where the build names one: see `policies`.
  'connect-src': "'self'",
  'font-src': "'self'",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  'require-trusted-types-for': "'script'",
  // The only policy is the one boot.js makes: it refuses markup that could run.
  'trusted-types': 'default',
};

const written = (entries) => entries.map(([name, value]) => `${name} ${value}`).join('; ');

const permissions =
  'accelerometer=(), autoplay=(), browsing-topics=(), camera=(self), display-capture=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()';

/**
 * The origins of drop boxes, as somebody wrote them: addresses of databases or their origins,
 * with spaces or commas between. A box is reached over HTTPS, or on this machine.
 */
export function dropBoxes(text = '') {
  const wanted = text.split(/[\s,]+/).filter(Boolean);
  return [...new Set(wanted.map((address) => {
    const url = URL.canParse(address) ? new URL(address) : null;
    const here = url?.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname);
    if (url?.protocol !== 'https:' && !here) throw new Error(`a drop box is https://… or on this machine, not ${address}`);
    if (/['";,]/.test(url.origin)) throw new Error(`a drop box has a plain name, not ${address}`);
    return url.origin;
  }))];
}

/**
 * What is said of a page that may send to these drop boxes (origins): `csp`, `metaCsp`
 * and `everywhere`, the headers of every answer.
 */
export function policies(boxes = []) {
  const here = { ...policy, 'connect-src': [policy['connect-src'], ...boxes].join(' ') };
  const csp = written(Object.entries(here));
  return {
    csp,
    // A <meta> cannot carry frame-ancestors; everything else holds on any static host.
    metaCsp: written(Object.entries(here).filter(([name]) => name !== 'frame-ancestors')),
    everywhere: {
      'Content-Security-Policy': csp,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Permissions-Policy': permissions,
      'X-Frame-Options': 'DENY',
    },
  };
}

export const { csp, everywhere } = policies();

// Names in assets/ carry the hash of their content, so they never change meaning.
export const immutable = 'public, max-age=31536000, immutable';
// Everything else is asked for again each time (a 304 when it did not change).
export const revalidate = 'no-cache';

export const cacheControl = (path) => (path.startsWith('assets/') ? immutable : revalidate);

export const types = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  webmanifest: 'application/manifest+json; charset=utf-8',
  wasm: 'application/wasm',
  svg: 'image/svg+xml',
  png: 'image/png',
  csv: 'text/csv; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
};

/** Files for real servers whose pages may send to these drop boxes: name in dist/ -> text. */
export function serverFiles(boxes = []) {
  const names = Object.entries(policies(boxes).everywhere);
  const made = `Made by tools/headers.mjs; change it there. Drop boxes: ${boxes.join(' ') || 'none'} (DROP_BOX=https://… make build).`;
  const netlify = [
    `# ${made}`,
    '/*',
    ...names.map(([name, value]) => `  ${name}: ${value}`),
    `  Cache-Control: ${revalidate}`,
    '/assets/*',
    '  ! Cache-Control',
    `  Cache-Control: ${immutable}`,
    '',
  ].join('\n');

  const nginx = [
    `# ${made}`,
    '# include this inside the server { } of an HTTPS host; set root to the folder of index.html.',
    '# `gzip_static` needs ngx_http_gzip_static_module; with ngx_brotli also `brotli_static on;`.',
    'gzip_static on;',
    'types {',
    ...Object.entries(types).map(([ext, type]) => `    ${type.split(';')[0]} ${ext};`),
    '}',
    'charset utf-8;',
    'charset_types text/javascript text/css text/csv text/plain application/json application/manifest+json;',
    'location / {',
    '    index index.html;',
    '    try_files $uri $uri/ =404;',
    `    add_header Cache-Control "${revalidate}" always;`,
    ...names.map(([name, value]) => `    add_header ${name} "${value}" always;`),
    '}',
    '# A location with its own add_header inherits none, so all are said again.',
    'location ~ /assets/[^/]+$ {',
    '    try_files $uri =404;',
    `    add_header Cache-Control "${immutable}";`,
    ...names.map(([name, value]) => `    add_header ${name} "${value}" always;`),
    '}',
    '# Neither the lists of headers nor these files are for visitors.',
    'location ~ /(headers/|_headers$|\\.ht) { return 404; }',
    '',
  ].join('\n');

  const caddy = [
    `# ${made}`,
    '# import this inside the site block of an HTTPS host, after `root * /path/of/dist`.',
    'header {',
    ...names.map(([name, value]) => `    ${name} "${value}"`),
    '}',
    '@named not path_regexp /assets/[^/]+$',
    '@hashed path_regexp /assets/[^/]+$',
    `header @named Cache-Control "${revalidate}"`,
    `header @hashed Cache-Control "${immutable}"`,
    '@private path */headers/* */_headers */.ht*',
    'respond @private 404',
    '@manifest path *.webmanifest',
    `header @manifest Content-Type "${types.webmanifest.split(';')[0]}"`,
    'file_server {',
    '    precompressed br gzip',
    '}',
    '',
  ].join('\n');

  const apache = [
    `# ${made}`,
    'DirectoryIndex index.html',
    'Options -Indexes',
    'AddDefaultCharset utf-8',
    ...Object.entries(types).map(([ext, type]) => `AddType "${type}" .${ext}`),
    '<IfModule mod_headers.c>',
    ...names.map(([name, value]) => `  Header always set ${name} "${value}"`),
    `  Header set Cache-Control "${revalidate}"`,
    `  Header set Cache-Control "${immutable}" "expr=%{REQUEST_URI} =~ m#/assets/[^/]+$#"`,
    '  <IfModule mod_rewrite.c>',
    '    RewriteEngine On',
    '    RewriteRule ^(headers/|_headers$|\\.ht) - [R=404,L]',
    '    RewriteCond %{HTTP:Accept-Encoding} br',
    '    RewriteCond %{REQUEST_FILENAME}.br -f',
    '    RewriteRule ^(.+)\\.(html|js|css|json|webmanifest|wasm|svg)$ $1.$2.br [L]',
    ...['html', 'js', 'css', 'json', 'webmanifest', 'wasm', 'svg'].map(
      (ext) => `    RewriteRule \\.${ext}\\.br$ - [T=${types[ext].split(';')[0]},E=no-gzip:1,E=no-brotli:1]`,
    ),
    '    <FilesMatch "\\.br$">',
    '      Header set Content-Encoding br',
    '      Header append Vary Accept-Encoding',
    '    </FilesMatch>',
    '  </IfModule>',
    '</IfModule>',
    '',
  ].join('\n');

  return { _headers: netlify, 'headers/nginx.conf': nginx, 'headers/Caddyfile': caddy, '.htaccess': apache };
}
