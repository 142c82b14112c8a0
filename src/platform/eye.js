// Pictures for whoever reads codes: photos that were chosen, frames of a camera. Gives grey
// pixels as [width, bytes] and decides nothing. A camera's picture is drawn, read and
// forgotten; nothing of it leaves the page.

// What is larger is made smaller: no code needs more.
const PHOTO = 4096;
const FRAME = 1280;
const canvas = document.createElement('canvas');
let stream;

function grey(source, width, height, longest) {
  const by = Math.min(1, longest / Math.max(width, height));
  canvas.width = Math.max(1, Math.round(width * by));
  canvas.height = Math.max(1, Math.round(height * by));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  // What is transparent is paper.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const bytes = new Uint8Array(data.length / 4);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = (data[4 * i] * 77 + data[4 * i + 1] * 150 + data[4 * i + 2] * 29) >> 8;
  return [canvas.width, bytes];
}

/** A photo; rejected where the browser cannot show it. */
export async function photo(file) {
  const picture = await createImageBitmap(file);
  try {
    return grey(picture, picture.width, picture.height, PHOTO);
  } finally {
    picture.close();
  }
}

/** Shows a camera in this element: '' or the name of what went wrong, with its words. */
export async function open(video, lost) {
  if (!navigator.mediaDevices?.getUserMedia) return 'unsupported';
  try {
    const opened = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: 'environment', width: { ideal: FRAME }, height: { ideal: 720 } } });
    close(video);
    stream = opened;
    for (const track of stream.getTracks()) track.onended = lost;
    video.srcObject = stream;
    await video.play();
    return '';
  } catch (error) {
    close(video);
    return `${error.name} ${error.message}`;
  }
}

/** Lets the camera go. */
export function close(video) {
  for (const track of stream?.getTracks() ?? []) {
    track.onended = null;
    track.stop();
  }
  stream = undefined;
  video.srcObject = null;
}

/** What the camera sees now; nothing where it sees nothing yet. */
export const frame = (video) => (video.videoWidth > 0 ? grey(video, video.videoWidth, video.videoHeight, FRAME) : undefined);

/** What the engine itself reads in the picture, beside our own reader; only some can. */
export async function extra(video) {
  try {
    if (!globalThis.BarcodeDetector || !(await BarcodeDetector.getSupportedFormats()).includes('qr_code')) return [];
    return (await new BarcodeDetector({ formats: ['qr_code'] }).detect(video)).map(({ rawValue }) => rawValue);
  } catch {
    return [];
  }
}
