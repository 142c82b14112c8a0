// Reads QR codes as they are drawn on a page.
import jsqr from 'jsqr';

/** What a reader makes of the codes as they are drawn, from the data of their paths. */
export async function read(page, selector = '.qr') {
  const codes = await page.locator(selector).evaluateAll((all) => all.map((qr) => ({ side: qr.viewBox.baseVal.width, path: qr.querySelector('path').getAttribute('d') })));
  return codes.map(({ side, path }) => {
    const scale = 4;
    const width = side * scale;
    const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
    for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
      for (let row = y * scale; row < (+y + 1) * scale; row += 1) {
        for (let column = x * scale; column < (+x + +run) * scale; column += 1) pixels.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
      }
    }
    return jsqr(pixels, width, width)?.data;
  });
}
