// Kills the browser while somebody answers, again and again, and counts what was lost.
//
//   node tools/kill.mjs [--kills 200] [--scenario kill|all] [--seed 1] [--dist dist]
//
// A profile of its own, a person who answers at speed, SIGKILL to the whole browser at a
// moment that is drawn: at the very frame at which the page says "Đã lưu" or shows the end,
// or whenever. What the pages acknowledged is known here, outside of the browser. In the
// end every draft that is offered is finished and every envelope opened with the demo key:
// an acknowledged answer that no response has is lost, a response that is there twice is a
// duplicate. Ends with 1 where there is either.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asShown, variables } from './kill_forms.mjs';
import { Interview, compare } from './kill_interview.mjs';
import { step, watcher } from './kill_page.mjs';
import { scenarios } from './kill_scenarios.mjs';
import { finished } from './kill_stores.mjs';
import { start } from './killed_browser.mjs';
import { serve } from './serve.mjs';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const form = variables('ward-office');
/** Unit codes by name: by its name a page says whose form it goes on with. */
const codes = new Map(JSON.parse(readFileSync('public/campaigns/demo.json', 'utf8')).units.map(({ code, name }) => [name, code]));
const units = [...codes.values()].filter((code) => /^[XP]/.test(code));
/** What a page says where a draft cannot be read any more. */
const LOST = 'không mở được nữa';

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

/** When to kill: at which acknowledgement, at the end, or after how many milliseconds. */
function moment(random) {
  const manner = random();
  if (manner < 0.35) return { saved: 1 + Math.floor(random() * 6), patience: 8_000 };
  if (manner < 0.5) return { end: true, patience: 8_000 };
  return { patience: 200 + random() * 3_500 };
}

/** Runs one scenario; gives the counts, with what was lost. */
export async function run({ dist = 'dist', kills = 20, seed = 1, scenario = 'kill' } = {}) {
  const { between, prepare, around, tabs = 1 } = scenarios[scenario];
  const [random, profile, site] = [numbers(seed), mkdtempSync(join(tmpdir(), 'phieu-kill-')), await serve(dist)];
  const [interviews, world] = [[], { resumed: 0, wiped: 0, reported: 0 }];
  // Drafts whose key was wiped: they stay until somebody lets them go.
  world.drafts = new Set();
  const fresh = () => {
    const interview = new Interview(units[interviews.length % units.length]);
    interviews.push(interview);
    return interview;
  };
  const seats = Array.from({ length: tabs }, () => ({ interview: fresh(), owners: new Map(), early: [] }));

  /** Opens a link and says whether a draft is offered. */
  async function visit(page, seat) {
    await page.goto('about:blank');
    seat.page = page;
    await page.goto(`${site.url}#/r/demo?u=${seat.interview.unit}`);
    await page.locator('#consent, #resume, .card').first().waitFor({ timeout: 20_000 });
    if (world.wiped > world.reported) world.reported += await page.locator('main', { hasText: LOST }).waitFor({ timeout: 5_000 }).then(() => 1, () => 0);
    return (await page.locator('#resume').count()) > 0;
  }

  /** Goes on with what is offered, whose ever it is; else begins anew. */
  async function sit(page, seat) {
    if (seat.interview.began) seat.interview = fresh();
    if (!(await visit(page, seat))) return own(page, seat);
    await page.evaluate(step, { random: 0, avoid: {} });
    await page.locator('.rated b').first().waitFor({ timeout: 10_000 });
    const unit = codes.get((await page.locator('.rated b').first().innerText()).trim());
    const open = interviews.findLast((one) => one.isOpen && one.unit === unit);
    if (open) seat.interview = open;
    world.resumed += 1;
    await own(page, seat);
  }

  /** Now it is known whose form the page shows: its frames so far and those to come are of this interview. */
  async function own(page, seat) {
    const shown = await page.evaluate(() => performance.timeOrigin);
    seat.owners.set(shown, seat.interview);
    const early = seat.early.filter((said) => said.page === shown);
    seat.early = [];
    for (const said of early) seat.interview.seen(said);
  }

  /** One person at one page, until the browser is dead. */
  async function answer(page, seat, life) {
    while (life.alive) {
      const avoid = Object.fromEntries([...seat.interview.acknowledged].filter(([, words]) => typeof words === 'string'));
      const did = await page.evaluate(step, { random: random(), avoid });
      if (did === 'begun') seat.interview.began = true;
      if (did !== 'ended') await pause(did === 'waiting' ? 15 : random() * 60);
      else {
        for (let turn = 0; turn < 1_000 && !seat.interview.receipt && life.alive; turn += 1) await pause(10);
        if (life.alive) await sit(page, seat);
      }
    }
  }

  /** From the start of the browser to its death. */
  async function live() {
    const browser = await start(profile);
    const when = moment(random);
    const life = { alive: true };
    const dead = new Promise((resolve, reject) => {
      life.kill = () => {
        if (!life.alive) return;
        life.alive = false;
        browser.kill().then(resolve, reject);
      };
    });
    try {
      await browser.context.exposeBinding('phieuSeen', ({ page }, text) => {
        const seat = seats.find((one) => one.page === page);
        if (!life.alive || !seat) return;
        const said = JSON.parse(text);
        const owner = seat.owners.get(said.page);
        if (!owner) return void seat.early.push(said);
        owner.seen(said);
        if (said.receipt && when.end) life.kill();
        if (said.saved && said.given.length && when.saved && (when.saved -= 1) === 0) life.kill();
      });
      await browser.context.addInitScript(watcher);
      if (prepare) await prepare(browser.context);
      for (const seat of seats) await sit(await browser.context.newPage(), seat);
      if (around) await around({ context: browser.context, page: seats[0].page, site, random });
      setTimeout(life.kill, when.patience);
      await Promise.all(seats.map((seat) => answer(seat.page, seat, life)));
    } catch (error) {
      if (life.alive) throw error;
    } finally {
      life.kill();
      await dead;
    }
  }

  /** Finishes what is offered, then gives every response that is there. */
  async function settle() {
    const browser = await start(profile);
    try {
      const [page, seat] = [await browser.context.newPage(), { interview: new Interview(units[0]) }];
      while (await visit(page, seat)) {
        for (let turn = 0; turn < 600 && (await page.evaluate(step, { random: random(), avoid: {} })) !== 'ended'; turn += 1) await pause(40);
      }
      const responses = await finished(page);
      return responses.map((response) => ({ id: response.header.id, unit: response.header.unit, receipt: response.receipt, shown: asShown(response, form) }));
    } finally {
      await browser.close();
    }
  }

  try {
    for (let kill = 0; kill < kills; kill += 1) {
      await live();
      if (between) await between({ profile, site, start, random, world, interviews });
    }
    // First: what its pages say counts too.
    const responses = await settle();
    const { drafts, ...counts } = world;
    return { scenario, kills, ...counts, ...compare(interviews, responses) };
  } finally {
    await site.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const given = (name, usual) => {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? usual : process.argv[at + 1];
  };
  const wanted = given('scenario', 'kill');
  let bad = 0;
  for (const scenario of wanted === 'all' ? Object.keys(scenarios) : wanted.split(',')) {
    const dist = given('dist', process.env.PHIEU_DIST || 'dist');
    const { lost, ...counts } = await run({ dist, kills: Number(given('kills', 20)), seed: Number(given('seed', 1)), scenario });
    console.log([...Object.entries(counts).map(([name, value]) => `${name} ${value}`), `lost ${lost.length}`].join(', '));
    for (const [unit, id, words] of lost.slice(0, 20)) console.log(`  lost: ${unit} ${id} ${JSON.stringify(words)}`);
    bad += lost.length + counts.duplicates;
  }
  process.exit(bad > 0 ? 1 : 0);
}
