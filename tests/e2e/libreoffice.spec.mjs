// The downloaded file in LibreOffice with Vietnamese settings: numbers are numbers, text
// is text, nothing runs.
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { expect, programRuns, test } from './fixtures.mjs';
import { withOfficials } from './officials.mjs';
import { takenIn } from './sealing.mjs';

/** The rows of a downloaded file as LibreOffice under vi_VN has them, and the sheet. */
async function converted(page, info, button) {
  const [file] = await Promise.all([page.waitForEvent('download'), button.click()]);
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
  return { sheet, head: cells(body[0]), lines: body.slice(1).map(cells).filter((line) => line[0] !== undefined && line.length > 10) };
}

test('LibreOffice under vi_VN reads the file', async ({ page, site }, info) => {
  test.setTimeout(180_000);
  await page.goto(`${site.url}#/analyse`);
  await programRuns(page);
  await page.getByRole('button', { name: 'Nạp số liệu minh họa' }).click();
  await expect(page.getByText('Đang dùng')).toBeVisible();
  await page.getByRole('link', { name: 'Công bố và xuất' }).click();
  const { sheet, head, lines } = await converted(page, info, page.getByRole('button', { name: 'Tải tệp CSV' }));
  const share = head.indexOf('Tỷ lệ hài lòng có trọng số (%)');
  const n = head.indexOf('Số người trả lời hợp lệ');
  const hidden = head.indexOf('Ghi chú');
  expect([share, n, hidden].every((index) => index > 0), head.join('|')).toBe(true);
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

test('LibreOffice under vi_VN reads the file of scores', async ({ page, site }, info) => {
  test.setTimeout(180_000);
  const campaign = withOfficials(site, info);
  const answers = { 'c_direction@P001': 'a', 'c_direction@P002': 'd', 'c_documents@P001': 'b' };
  const header = (n) => ({ id: `R${n}`, campaign: [campaign, 1], questionnaire: ['officials-communes', '2026.1'], fingerprint: 'F', unit: '', group: 'division_head', channel: 'invitation', language: 'vi', trial: false, started: 1 });
  const records = Array.from({ length: 12 }, (_, n) => ({ header: header(n), outcome: 'complete', finished: 2, answers: { ...answers, 'c_documents@P001': n % 2 ? 'b' : 'c' } }));
  await takenIn(page, site, records, { campaign, slug: 'publish' });
  await page.locator('#f-group').selectOption('division_head');
  const { sheet, head, lines } = await converted(page, info, page.locator('#download'));
  expect(lines.length).toBe(168 * 8);
  const of = (unit, criterion) => Object.fromEntries(lines.find((line) => line[0] === unit && line[2] === criterion).map((cell, index) => [head[index], cell]));
  const one = of('P001', 'c_documents');
  // Six times 60 and six times 20; se² = 12/11 · 12·20² / 12².
  expect([one['Số người có đánh giá'], one['Điểm (% mức cao nhất)'], one['Sai số chuẩn của điểm (điểm %)'], one['Bậc tự do']]).toEqual([12, 40, 6.03, 11]);
  expect([one['Số lượt chọn b'], one['Số lượt chọn c']]).toEqual([6, 6]);
  expect(of('P003', 'c_documents')['Ghi chú']).toContain('không ai đánh giá');
  expect(sheet).not.toContain('table:formula');
});
