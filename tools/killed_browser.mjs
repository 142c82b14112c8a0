// A Chromium of our own that can be killed: its own process group and profile, driven over
// its debugging port. Only what was started here is ended, by its id; what a kill leaves
// of its processes is waited for before the profile is used again.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { flags } from './browser.mjs';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Processes that hold this profile: it has a name of its own, so they are ours. */
function holders(profile) {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      return pid !== process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`--user-data-dir=${profile}`);
    } catch {
      return false;
    }
  });
}

async function gone(profile) {
  for (let turn = 0; turn < 200; turn += 1) {
    const left = holders(profile);
    if (!left.length) return;
    if (turn > 20) for (const pid of left) try { process.kill(pid, 'SIGKILL'); } catch { /* it ended meanwhile */ }
    await pause(25);
  }
  throw new Error(`processes of ${profile} do not end`);
}

const address = (child) =>
  new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`Chromium does not answer: ${said.slice(-300)}`)), 30_000);
    child.stderr.on('data', (data) => {
      said += data;
      const found = /DevTools listening on (ws:\S+)/.exec(said);
      if (found) {
        clearTimeout(timer);
        resolve(found[1]);
      }
    });
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}: ${said.slice(-300)}`)));
  });

/** Starts one on a profile; gives `{context, kill(), close()}`. */
export async function start(profile) {
  const args = [...flags.args, '--headless=new', '--remote-debugging-port=0', '--lang=vi-VN', '--window-size=600,960', '--disable-extensions', `--user-data-dir=${profile}`, 'about:blank'];
  const child = spawn(flags.executablePath, args, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const browser = await chromium.connectOverCDP(await address(child));
  return {
    context: browser.contexts()[0],
    /** SIGKILL to the whole group: no process of it writes anything any more. */
    async kill() {
      process.kill(-child.pid, 'SIGKILL');
      await ended;
      await gone(profile);
      await browser.close().catch(() => {});
    },
    /** As a person closes it: what is in memory reaches the disk. */
    async close() {
      const session = await browser.newBrowserCDPSession();
      await session.send('Browser.close').catch(() => {});
      await ended;
      await gone(profile);
    },
  };
}
