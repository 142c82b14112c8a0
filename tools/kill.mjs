// Kills the browser while somebody answers, again and again, and counts what was lost.
//
//   node tools/kill.mjs [--kills 200] [--scenario kill] [--seed 1] [--dist dist]
//
// A profile of its own, a person who answers at speed, SIGKILL to the whole browser at a
// moment that is drawn: at the very frame at which the page says "Đã lưu", some milliseconds
// later, or while the form ends. What the page has acknowledged is known here, outside of
// the browser. In the end every envelope is opened with the demo key: an acknowledged answer
// that no response has is lost, a response that counts twice is a duplicate. Ends with 1
// where there is either.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { start } from './killed_browser.mjs';
import { asShown, variables } from './kill_forms.mjs';
import { step, watcher } from './kill_page.mjs';
import { scenarios } from './kill_scenarios.mjs';
import { finished } from './kill_stores.mjs';
import { serve } from './serve.mjs';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const form = variables('ward-office');
/** How the page begins to say that a draft cannot be read any more. */
const LOST = 'không đọc được';

/** Numbers from a seed: the same moments and answers, as far as the machine lets. */
function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** One interview as it is known from outside. */
class Interview {
  /** What the page called saved: `{element: words}`. */
  acknowledged = new Map();
  /** What was called saved, and is not there any more. */
  lost = [];
  receipt = '';
  began = false;
  response = '';

  /** A frame of a page: `given` are the answers that were given in it so far. */
  seen({ saved, receipt, given }) {
    if (receipt) this.receipt = receipt;
    for (const [id, words] of saved || receipt ? given : []) {
      // Nobody here changes an answer: who is asked again has lost the first one.
      if (this.acknowledged.has(id) && !same(this.acknowledged.get(id), words) && !given.some(([other, before]) => other === id && same(before, this.acknowledged.get(id)))) {
        this.lost.push([id, this.acknowledged.get(id)]);
      }
      this.acknowledged.set(id, words);
    }
  }

  /** Acknowledged answers that this response does not have. */
  missing(shown) {
    return [...this.acknowledged].filter(([id, words]) => !same(shown[id], words));
  }
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/**
 * Runs one scenario; gives the counts. `say` is told of each loss as it is found.
 */
export async function run({ dist = 'dist', kills = 20, seed = 1, scenario = 'kill', campaign = 'demo', say = console.log } = {}) {
  const { between, prepare, around, tabs = 1 } = scenarios[scenario];
  const random = numbers(seed);
  const [profile, site] = [mkdtempSync(join(tmpdir(), 'phieu-kill-')), await serve(dist)];
  const counts = { scenario, kills: 0, interviews: 0, finished: 0, resumed: 0, acknowledged: 0, ends: 0, lost: 0, duplicates: 0, excused: 0, reported: 0 };
  const interviews = [];
  const unit = () => `X${String((interviews.length % 33) + 1).padStart(2, '0')}`;
  let interview;
  const next = () => {
    interview = new Interview();
    interview.unit = unit();
    interviews.push(interview);
  };
  const lose = (words) => {
    counts.lost += words.length;
    for (const [id, text] of words) say(`lost after kill ${counts.kills}: ${interview?.unit} ${id} ${JSON.stringify(text)}`);
  };
  next();

  /** One life of the browser: returns when it was killed. */
  async function life() {
    const browser = await start(profile);
    const { context } = browser;
    let dead;
    const killed = new Promise((resolve) => (dead = resolve));
    let alive = true;
    const kill = () => {
      if (!alive) return;
      alive = false;
      browser.kill().then(dead, dead);
    };
    // One kill in three at the frame of an acknowledgement; the others whenever.
    const [manner, patience] = [random(), 200 + random() * 3_500];
    let frames = manner < 0.34 ? 1 + Math.floor(random() * 6) : manner < 0.45 ? 1_000 : 0;
    const atEnd = manner >= 0.34 && manner < 0.45;
    await context.exposeBinding('phieuSeen', (_, text) => {
      if (!alive) return;
      const said = JSON.parse(text);
      interview.seen(said);
      if (said.receipt && atEnd) kill();
      if ((said.saved || said.receipt) && frames && said.given.length && (frames -= 1) === 0) kill();
    });
    await context.addInitScript(watcher);
    if (prepare) await prepare(context);
    const page = await context.newPage();
    const visit = () => page.goto(`${site.url}#/r/${campaign}?u=${interview.unit}`).then(() => page.locator('#consent, #resume, .card, .review, #receipt').first().waitFor({ timeout: 20_000 }));
    try {
      await visit();
      if (around) await around({ context, page, site, random });
      // A draft is offered, or the form was finished at the moment of the last kill, or it is gone.
      if (interview.began && !(await page.locator('#resume').count())) {
        const all = await finished(page, site);
        const own = all.find((response) => response.header.unit === interview.unit && interview.missing(asShown(response, form)).length === 0 && !interviews.some((other) => other.response === response.header.id));
        if (own) {
          interview.response = own.header.id;
          counts.resumed += 1;
        } else if (interview.excused) {
          // The device's key is gone: the page says so, and when the draft was written.
          counts.reported += (await page.locator('main').innerText()).includes(LOST) ? 1 : 0;
          counts.excused += 1;
          interview.gone = true;
        } else {
          lose([...interview.acknowledged]);
          interview.gone = true;
        }
        next();
        await page.goto('about:blank');
        await visit();
      } else if (interview.began) counts.resumed += 1;
      setTimeout(kill, atEnd || frames ? 20_000 : patience);
      while (alive) {
        const did = await page.evaluate(step, { random: random(), avoid: Object.fromEntries([...interview.acknowledged].filter(([, words]) => typeof words === 'string')) });
        if (did === 'begun') interview.began = true;
        if (did === 'ended') {
          // The page is told of the frame in which the end is shown before it goes.
          for (let turn = 0; turn < 100 && !interview.receipt && alive; turn += 1) await pause(10);
          if (!alive) break;
          await page.goto('about:blank');
          next();
          await visit();
        } else await pause(did === 'waiting' ? 15 : random() * 60);
      }
    } catch (error) {
      if (alive) throw error;
    } finally {
      kill();
      await killed;
    }
  }

  try {
    for (; counts.kills < kills; counts.kills += 1) {
      await life();
      if (between) await between({ profile, site, start, random, counts, interview: () => interview });
    }
    await settle();
  } finally {
    await site.close();
    rmSync(profile, { recursive: true, force: true });
  }
  return counts;

  /** Finishes what is open, opens everything and counts. */
  async function settle() {
    const browser = await start(profile);
    try {
      const page = await browser.context.newPage();
      await page.goto(`${site.url}#/r/${campaign}?u=${interview.unit}`);
      await page.locator('#consent, #resume, .card').first().waitFor({ timeout: 20_000 });
      const offered = await page.locator('#resume').count();
      for (let turn = 0; offered && turn < 400; turn += 1) {
        const did = await page.evaluate(step, { random: random(), avoid: {} });
        if (did === 'ended') break;
        await pause(60);
      }
      await pause(500);
      count(await finished(page, site), offered);
    } finally {
      await browser.close();
    }
  }

  function count(responses) {
    const left = new Map();
    for (const response of responses) {
      counts.duplicates += left.has(response.header.id) ? 1 : 0;
      left.set(response.header.id, response);
    }
    counts.interviews = interviews.filter(({ began }) => began).length;
    counts.finished = left.size;
    for (const one of interviews.filter(({ began, gone }) => began && !gone)) {
      counts.acknowledged += one.acknowledged.size;
      counts.ends += one.receipt ? 1 : 0;
      const own = [...left.values()].filter(({ header }) => header.unit === one.unit);
      const match = own.find((response) => one.missing(asShown(response, form)).length === 0);
      if (match) left.delete(match.header.id);
      else if (one.acknowledged.size || one.receipt) {
        interview = one;
        const nearest = own.map((response) => one.missing(asShown(response, form))).sort((a, b) => a.length - b.length)[0];
        lose(nearest ?? [...one.acknowledged, ...(one.receipt ? [['end', one.receipt]] : [])]);
      }
    }
    for (const one of interviews) {
      if (one.gone) counts.acknowledged += one.acknowledged.size;
      interview = one;
      lose(one.lost);
    }
    // What is left over was finished without being acknowledged to us, or counts twice.
    counts.duplicates += Math.max(0, [...left.values()].filter((response) => response.outcome === 'complete' && !interviews.some((one) => one.unit === response.header.unit)).length);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const given = (name, usual) => {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? usual : process.argv[at + 1];
  };
  const wanted = given('scenario', 'kill');
  let bad = 0;
  for (const scenario of wanted === 'all' ? Object.keys(scenarios) : [wanted]) {
    const counts = await run({ dist: given('dist', process.env.PHIEU_DIST || 'dist'), kills: Number(given('kills', 20)), seed: Number(given('seed', 1)), scenario });
    console.log(Object.entries(counts).map(([name, value]) => `${name} ${value}`).join(', '));
    bad += counts.lost + counts.duplicates;
  }
  process.exit(bad > 0 ? 1 : 0);
}
