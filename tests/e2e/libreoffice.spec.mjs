// The downloaded file in LibreOffice with Vietnamese settings: numbers are numbers, text
// is text, nothing runs.
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { expect, programRuns, test } from './fixtures.mjs';

test('LibreOffice under vi_VN reads the file', async ({ page, site }, info) => {
  test.setTimeout(180_000);
  await page.goto(`${site.url}#/analyse`);
  await programRuns(page);
  await page.getByRole('button', { name: 'Nạp số liệu minh họa' }).click();
  await expect(page.getByText('Đang dùng')).toBeVisible();
  await page.getByRole('link', { name: 'Công bố và xuất' }).click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Tải tệp CSV' }).click()]);
  const csv = info.outputPath('phieu.csv');
  copyFileSync(await file.path(), csv);

  // 59 `;`, 34 `"`, 76 UTF-8, from line 1, language 1066 Vietnamese: what its import dialogue takes.
  const profile = `-env:UserInstallation=file://${info.outputPath('profile')}`;
  const filter = '--infilter=Text - txt - csv (StarCalc):59,34,76,1,,1066,false,true';
  execFileSync('soffice', [profile, '--headless', filter, '--convert-to', 'fods', '--outdir', info.outputPath('.'), csv], {
    env: { ...process.env, LC_ALL: 'vi_VN.UTF-8' },
    timeout: 150_000,
  });
  const sheet = readFileSync(info.outputPath('phieu.fods'), 'utf8');
  const body = [...sheet.matchAll(/<table:table-row[^>]*>([\s\S]*?)<\/table:table-row>/g)].map(([, row]) => row);
  const cells = (row) => [...row.matchAll(/<table:table-cell([^>]*?)(?:\/>|>([\s\S]*?)<\/table:table-cell>)/g)].flatMap(([, attributes, inner]) => {
    const times = Number(/number-columns-repeated="(\d+)"/.exec(attributes)?.[1] || 1);
    const type = /office:value-type="(\w+)"/.exec(attributes)?.[1] || '';
    const text = type === 'float' ? Number(/office:value="([^"]+)"/.exec(attributes)[1]) : (inner || '').replace(/<[^>]+>/g, '').trim();
    return Array(Math.min(times, 30)).fill(text);
  });
  const head = cells(body[0]);
  const share = head.indexOf('Tỷ lệ hài lòng có trọng số (%)');
  const n = head.indexOf('Số người trả lời hợp lệ');
  const hidden = head.indexOf('Ghi chú');
  expect([share, n, hidden].every((index) => index > 0), head.join('|')).toBe(true);
  const lines = body.slice(1).map(cells).filter((line) => line[0] !== undefined && line.length > 10);
  expect(lines.length).toBeGreaterThan(300);
  let numbers = 0;
  for (const line of lines) {
    if (line[n] === '') continue;
    expect(typeof line[n], line.join('|')).toBe('number');
    if (line[share] === '') continue;
    expect(typeof line[share], line.join('|')).toBe('number');
    expect(line[share]).toBeLessThanOrEqual(100);
    numbers += 1;
  }
  expect(numbers).toBeGreaterThan(250);
  expect(sheet).not.toContain('table:formula');
});
