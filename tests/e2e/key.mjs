// Keys as a manager and an analyst handle them on the page: made, saved, tried, opened.
import { expect } from './fixtures.mjs';

/** The key of the campaigns that are shipped. */
export const demo = { file: 'public/keys/demo.json', words: 'phieu dung thu khoa nay khong bi mat' };

/** Makes a key on the manager's page "Khóa", which is open, and saves its file; gives both. */
export async function makeKey(page) {
  const words = (await page.locator('#key-suggestion').innerText()).trim();
  await page.locator('#key-words').fill(words);
  await page.locator('#key-again').fill(words);
  await page.getByRole('button', { name: 'Tạo khóa', exact: true }).click();
  // Argon2id with 64 MiB, on whatever machine the tests have.
  await expect(page.locator('#key-save')).toBeVisible({ timeout: 60_000 });
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#key-save').click()]);
  return { file: await file.path(), name: file.suggestedFilename(), words };
}

/** Opens the key on a page that asks for it, by its file and passphrase. */
export async function unlock(page, { file, words }) {
  await page.getByLabel('Tệp khóa và mật khẩu').check();
  await page.locator('#key-file').setInputFiles(file);
  await page.locator('#key-passphrase').fill(words);
  await page.getByRole('button', { name: 'Mở khóa', exact: true }).click();
  await expect(page.locator('#key-open')).toBeVisible({ timeout: 60_000 });
}

/** Opens the key that everybody has by its one tap. */
export async function unlockDemo(page) {
  await page.locator('#key-demo').click();
  await expect(page.locator('#key-open')).toBeVisible({ timeout: 60_000 });
}

/** From a draft's page to a key that was made and tried; gives the key. */
export async function makeAndTry(page) {
  await page.getByRole('navigation').getByRole('link', { name: 'Khóa', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Khóa');
  const key = await makeKey(page);
  await unlock(page, key);
  await expect(page.getByText(/Khôi phục khóa đã thử thành công/)).toBeVisible();
  return key;
}
