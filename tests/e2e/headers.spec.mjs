// What is shipped for real servers is what is tested here.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { csp, dropBoxes, everywhere, immutable, policies } from '../../tools/headers.mjs';
import { expect, test } from './dropbox.mjs';
import { dist, programRuns } from './fixtures.mjs';
import { naming } from './variant.mjs';

test('the policy has no unsafe-inline and no unsafe-eval', () => {
  expect(csp).not.toContain("'unsafe-inline'");
  expect(csp).not.toContain("'unsafe-eval'");
  expect(csp).toContain("'wasm-unsafe-eval'");
  expect(csp).toContain("img-src 'self' blob:");
});

test('every answer carries the headers', async ({ request, site }) => {
  for (const path of ['', 'sw.js', 'manifest.webmanifest', 'no-such-file']) {
    const headers = (await request.get(site.url + path)).headers();
    for (const [name, value] of Object.entries(everywhere)) expect(headers[name.toLowerCase()], `${path}: ${name}`).toBe(value);
    expect(headers['cache-control']).toBe('no-cache');
  }
  expect((await request.get(`${site.url}_headers`)).status()).toBe(404);
  expect((await request.get(`${site.url}headers/nginx.conf`)).status()).toBe(404);
  expect((await request.get(`${site.url}..%2f..%2fCargo.toml`)).status()).toBe(404);
});

test('hashed files are immutable, compressed, and named by their content', async ({ request, site }) => {
  const names = readdirSync('dist/assets').filter((name) => !/\.(br|gz)$/.test(name));
  for (const name of names) {
    const bytes = readFileSync(`dist/assets/${name}`);
    expect(name, name).toContain(`-${createHash('sha256').update(bytes).digest('hex').slice(0, 10)}.`);
    const headers = (await request.get(`${site.url}assets/${name}`, { headers: { 'Accept-Encoding': 'br' } })).headers();
    expect(headers['cache-control']).toBe(immutable);
    if (!name.endsWith('.png')) expect(headers['content-encoding'], name).toBe('br');
    if (name.endsWith('.wasm')) expect(headers['content-type']).toBe('application/wasm');
  }
});

test('the same policy is written for each server, and into the page', () => {
  for (const file of ['_headers', 'headers/nginx.conf', 'headers/Caddyfile', '.htaccess']) {
    const text = readFileSync(`dist/${file}`, 'utf8');
    for (const [name, value] of Object.entries(everywhere)) {
      expect(text, `${file}: ${name}`).toContain(name);
      expect(text, `${file}: ${name}`).toContain(value);
    }
    expect(text).toContain(immutable);
  }
  const page = readFileSync('dist/index.html', 'utf8');
  expect(page).toContain("require-trusted-types-for 'script'");
  expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|\sstyle="|\son\w+=|data-trunk|%[A-Z]+%/);
  for (const [, path] of page.matchAll(/(?:href|src|content)="(assets\/[^"]+)"/g)) expect(existsSync(`dist/${path}`), path).toBe(true);
});

test('a drop box is named for each server and in the page, and nothing else changes', ({}, info) => {
  const origin = 'https://hop-thu.tinh.example';
  const with_box = naming(info.outputPath('with'), [`${origin}/phieu-2026`]);
  const here = policies([origin]);
  expect(here.csp).toBe(csp.replace("connect-src 'self';", `connect-src 'self' ${origin};`));
  for (const file of ['_headers', 'headers/nginx.conf', 'headers/Caddyfile', '.htaccess']) {
    const text = readFileSync(`${with_box}/${file}`, 'utf8');
    expect(text, file).toContain(here.csp);
    expect(text, file).not.toContain(csp);
    expect(readFileSync(`${dist}/${file}`, 'utf8'), file).not.toContain(origin);
  }
  expect(readFileSync(`${with_box}/index.html`, 'utf8')).toContain(here.metaCsp);
});

test('an address that is no drop box is refused before anything is built', () => {
  expect(dropBoxes(' https://a.example/db, https://a.example:8443/x\nhttp://127.0.0.1:5984/phieu https://a.example ')).toEqual(['https://a.example', 'https://a.example:8443', 'http://127.0.0.1:5984']);
  for (const wrong of ['a.example', 'http://a.example', '*', "https://a.example;script-src'", 'ftp://a.example', 'https://', 'data:x']) {
    expect(() => dropBoxes(wrong), wrong).toThrow('a drop box');
    expect(() => execFileSync('node', ['tools/finish.mjs', '--drop-box', wrong, '--out', 'test-results/never'], { stdio: 'pipe' }), wrong).toThrow(/finish: --drop-box: a drop box/);
  }
  expect(existsSync('test-results/never')).toBe(false);
});

test.describe('a page', () => {
  const attempt = (page, address) => page.evaluate((url) => fetch(url).then(({ status }) => status, (error) => error.name), address);

  test('reaches the drop box that its build names', async ({ page, site, box }) => {
    await page.goto(`${site.url}#/collect`);
    await programRuns(page);
    expect(await attempt(page, box.url)).toBe(200);
  });

  test.describe('of a build that names none', () => {
    test.use({ allowed: [/CSP report: connect-src|violates the following Content Security Policy|Refused to connect/] });
    test('does not', async ({ page, site, server }) => {
      await page.goto(`${site.url}#/collect`);
      await programRuns(page);
      site.neighbours.add(server.origin);
      expect(await attempt(page, server.url)).toBe('TypeError');
      site.bare();
      await page.reload();
      await programRuns(page);
      expect(await attempt(page, server.url)).toBe('TypeError');
    });
  });
});

test.describe('a plain static host', () => {
  test.use({ allowed: [/CSP report: (script-src|require-trusted-types-for)|unsafe-eval|Trusted/] });
  test('is safe by the page itself', async ({ page, site }) => {
    // What is left is the meta element.
    site.bare();
    await page.goto(`${site.url}#/collect`);
    await programRuns(page);
    // In a task of its own: what the test's console evaluates directly is not held to the policy.
    const blocked = await page.evaluate(() => new Promise((resolve) => {
      setTimeout(() => {
        try {
          resolve(new Function('return "ran"')());
        } catch (error) {
          resolve(error.name);
        }
      });
    }));
    expect(blocked).toBe('EvalError');
  });
});

test.describe('markup that could run', () => {
  test.use({ allowed: [/CSP report: require-trusted-types-for|TrustedHTML|TrustedScriptURL|Trusted ?Type/] });
  test('is refused by the only policy', async ({ page, site }) => {
    await page.goto(`${site.url}#/collect`);
    await programRuns(page);
    const tried = await page.evaluate(() => {
      const result = {};
      const attempt = (name, act) => {
        try {
          act();
          result[name] = 'passed';
        } catch (error) {
          result[name] = error.name;
        }
      };
      attempt('text', () => { document.createElement('template').innerHTML = '<p class="a">item one = 1</p>'; });
      attempt('handler', () => { document.createElement('template').innerHTML = '<img src=x onerror=alert(1)>'; });
      attempt('script', () => { document.createElement('template').innerHTML = '<script>1</script>'; });
      attempt('worker', () => { new Worker('sw.js?other'); });
      attempt('policy', () => { trustedTypes.createPolicy('mine', {}); });
      return result;
    });
    expect(tried).toEqual({ text: 'passed', handler: 'TypeError', script: 'TypeError', worker: 'TypeError', policy: 'TypeError' });
  });
});
