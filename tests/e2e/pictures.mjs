// Pictures of a hand-in's codes as a photo or a camera has them, made of nothing but the
// program's own drawing (`examples/make_codes.rs`): grey pixels, a PNG, a film.
import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import { example } from './example.mjs';

/** The codes of parts of a hand-in file: `[{side, dark(x, y)}]`; `text` is the file as text. */
export function codes(file, numbers) {
  const lines = example('make_codes', numbers.map((number) => (number === 'text' ? '256' : String(number))), { input: file }).toString().trim().split('\n');
  return lines.map((line) => {
    const [side, path] = [Number(line.split(' ', 1)[0]), line.slice(line.indexOf(' ') + 1)];
    const dark = new Set();
    for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) for (let i = 0; i < run; i += 1) dark.add(y * side + Number(x) + i);
    return { side, dark: (x, y) => dark.has(y * side + x) };
  });
}

/** Codes beside each other on grey paper, turned a little: `{width, height, grey}`. */
export function photo(all, { cell = 480, turn = 0.06 } = {}) {
  const [width, height] = [cell * all.length, cell];
  const grey = Buffer.alloc(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const { side, dark } = all[Math.floor(x / cell)];
      const [u, v] = [((x % cell) / cell - 0.5) * 1.25, (y / cell - 0.5) * 1.25];
      const at = [u * Math.cos(turn) - v * Math.sin(turn), u * Math.sin(turn) + v * Math.cos(turn)].map((w) => Math.floor((w + 0.5) * side));
      const light = 170 + (60 * x) / width;
      grey[y * width + x] = at.every((w) => w >= 0 && w < side) && dark(...at) ? light / 5 : light;
    }
  }
  return { width, height, grey };
}

/** A grey picture as a PNG file. */
export function png({ width, height, grey }) {
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  const rows = Buffer.concat(Array.from({ length: height }, (_, y) => Buffer.concat([Buffer.from([0]), grey.subarray(y * width, (y + 1) * width)])));
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

/** Pictures of one size as a film that Chromium takes for a camera; it repeats itself. */
export function film(path, pictures, { rate = 4 } = {}) {
  const [{ width, height }] = pictures;
  const colour = Buffer.alloc((width * height) / 2, 128);
  const frames = pictures.flatMap(({ grey }) => [Buffer.from('FRAME\n'), grey, colour]);
  writeFileSync(path, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F${rate}:1 Ip A1:1 C420jpeg\n`), ...frames]));
  return path;
}
