// Firefox and WebKit, driven through the W3C WebDriver protocol: Playwright's own builds
// of them cannot be had from a package archive, the system's browsers can. One browser a
// test, with an empty profile; its driver runs on a free port of loopback.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { Builder, By } from 'selenium-webdriver';

const webkit = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';

/** What there is to try, and how each is told to start. */
export const engines = {
  firefox: {
    command: (port) => ['geckodriver', '--host', '127.0.0.1', '--port', String(port), '--websocket-port', '0'],
    capabilities: {
      browserName: 'firefox',
      'moz:firefoxOptions': { binary: '/usr/bin/firefox-esr', args: ['-headless', '--width=600', '--height=960'], prefs: { 'intl.accept_languages': 'vi-VN, vi', 'network.captive-portal-service.enabled': false, 'network.connectivity-service.enabled': false } },
    },
  },
  webkit: {
    command: (port) => ['WebKitWebDriver', '--host=127.0.0.1', `--port=${port}`],
    needsDisplay: true,
    capabilities: { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': { binary: webkit, args: ['--automation'] } },
  },
};

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Waits until `ready` gives something true. */
async function waited(what, ready, seconds = 30) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    const value = await ready().catch(() => undefined);
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not ready after ${seconds} s: ${what}`);
}

function started(command, options = {}) {
  const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], ...options });
  child.log = '';
  child.stderr.on('data', (data) => (child.log += data));
  child.failed = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${command[0]} ended with ${code}: ${child.log.slice(-400)}`)));
  });
  child.failed.catch(() => {});
  return child;
}

/** A display without a screen; gives its name. */
async function display() {
  const server = started(['Xvfb', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp', '-displayfd', '3']);
  let number = '';
  server.stdio[3].on('data', (data) => (number += data));
  await Promise.race([server.failed, waited('Xvfb', async () => number.includes('\n'))]);
  return { server, name: `:${number.trim()}` };
}

/**
 * Starts an engine; gives `{driver, find, all, text, click, script, later, resize, close}`.
 * `prefs` are Firefox's own settings, for a private window or a store that is blocked.
 */
export async function open(name, { prefs = {} } = {}) {
  const engine = structuredClone({ ...engines[name], command: undefined });
  engine.command = engines[name].command;
  if (engine.capabilities['moz:firefoxOptions']) Object.assign(engine.capabilities['moz:firefoxOptions'].prefs, prefs);
  const screen = engine.needsDisplay ? await display() : undefined;
  const port = await freePort();
  const env = { ...process.env, LANG: 'vi_VN.UTF-8', ...(screen && { DISPLAY: screen.name }) };
  const service = started(engine.command(port), { env });
  const address = `http://127.0.0.1:${port}`;
  await Promise.race([service.failed, waited(name, async () => (await fetch(`${address}/status`)).ok)]);
  const driver = await new Builder().usingServer(address).withCapabilities(engine.capabilities).build();
  // A page may draw itself anew between finding an element and asking it: then it is found again.
  const settledOn = (selector, act, seconds, what) =>
    driver.wait(async () => {
      try {
        const [element] = await driver.findElements(By.css(selector));
        return element && (await act(element));
      } catch (fault) {
        if (/StaleElement|NoSuchElement|not found|stale/i.test(`${fault.name} ${fault.message}`)) return undefined;
        throw fault;
      }
    }, seconds * 1000, what);
  const visible = (selector, seconds = 30) => settledOn(selector, async (element) => (await element.isDisplayed()) && element, seconds, `not visible: ${selector}`);
  return {
    name,
    driver,
    find: visible,
    all: (selector) => driver.findElements(By.css(selector)),
    text: async (selector) => (await settledOn(selector, async (element) => (await element.isDisplayed()) && { text: await element.getText() }, 30, `not visible: ${selector}`)).text,
    script: (code, ...given) => driver.executeScript(code, ...given),
    /** The body of an async function; gives what it returns, and fails where it throws. */
    async later(code, ...given) {
      const body = `const given = [...arguments], done = given.pop(); (async () => { ${code} })().then((value) => done({ value }), (error) => done({ error: String(error && error.stack || error) }));`;
      const { value, error } = await driver.executeAsyncScript(body, ...given);
      if (error) throw new Error(error);
      return value;
    },
    /** Clicks as a person does: what is out of sight is brought into view first. */
    click: async (selector) => {
      const element = await visible(selector);
      await driver.executeScript('arguments[0].scrollIntoView({block: "center"})', element);
      await element.click();
    },
    /** Waits until the script gives something true. */
    until: (code, what, seconds = 30) => driver.wait(() => driver.executeScript(code), seconds * 1000, what),
    resize: (width, height) => driver.manage().window().setRect({ width, height }),
    async close() {
      await driver.quit().catch((error) => console.error(`${name}: ${error.message}`));
      for (const child of [service, screen?.server]) child?.kill();
    },
  };
}
