// Draws the PNGs of public/ from the icon: run by hand when the icon changes, with
// chromium installed. The results are committed.
import { chromium } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { flags } from './browser.mjs';

const icon = readFileSync('public/icons/icon.svg', 'utf8');
const browser = await chromium.launch(flags);
async function draw(path, width, height, markup) {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.setContent(`<style>*{margin:0;box-sizing:border-box}body{width:${width}px;height:${height}px;overflow:hidden}</style>${markup}`);
  await page.screenshot({ path, omitBackground: true });
  await page.close();
}
for (const size of [192, 512]) await draw(`public/icons/icon-${size}.png`, size, size, icon);
// Launchers cut a maskable icon to a circle: the sheet stays inside four fifths.
await draw('public/icons/icon-maskable-512.png', 512, 512, `<div style="background:#0a5c63;padding:51px;height:512px">${icon}</div>`);
await draw('public/preview.png', 1200, 630, `
<style>body{background:#faf8f4;color:#1d2327;font-family:"Noto Sans",system-ui,sans-serif;padding:84px 88px;border-left:28px solid #0a5c63}
svg{width:132px;height:132px;display:block;margin-bottom:40px}h1{font-size:76px;line-height:1.15;margin-bottom:24px;letter-spacing:-1px}p{font-size:36px;line-height:1.45;color:#4a5258}</style>
${icon}<h1>Phiếu khảo sát<br>mức độ hài lòng</h1><p>Khoảng 3 phút · không hỏi tên · không thu tiền</p>`);
await browser.close();
