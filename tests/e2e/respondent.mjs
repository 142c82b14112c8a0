// Plays a respondent by what a respondent sees: headings, words, labels.
import { expect } from './fixtures.mjs';

/** Opens a link and waits for the trust screen. */
export async function arrive(page, site, link) {
  await page.goto(`${site.url}#/r/${link}`);
  await expect(page.locator('#consent')).toBeVisible();
}

/** Answers every question on the open page, by touch or click. */
export async function fillPage(page, { level = 3 } = {}) {
  for (const card of await page.locator('.card').all()) {
    const choices = card.locator('label.choice');
    const count = await choices.count();
    // Of two, the first is the "yes" that leads on.
    if (count) await choices.nth(count === 2 ? 0 : Math.min(level, count - 1)).click();
    else if (await card.locator('textarea').count()) await card.locator('textarea').fill('Cán bộ hướng dẫn dễ hiểu.');
  }
}

/** Fills and turns pages until the review; returns the headings that were passed. */
export async function fillToReview(page, answers = {}) {
  const passed = [];
  for (let turn = 0; turn < 60; turn += 1) {
    if (await page.locator('.review').count()) return passed;
    const heading = await page.locator('h1').innerText();
    passed.push(heading);
    const place = await page.locator('.top__place').innerText();
    await fillPage(page, answers[heading]);
    await page.locator('#next').click();
    await expect(page.locator('.top__place')).not.toHaveText(place);
  }
  throw new Error('no review after 60 pages');
}

/** Finishes and returns the receipt code. */
export async function finish(page) {
  await page.locator('#next').click();
  await expect(page.locator('#receipt')).toBeVisible();
  return (await page.locator('#receipt').innerText()).trim();
}

export { envelopes } from './envelopes.mjs';
