// What the harness knows of a page of the form: only what a person sees. In the page it
// notes every answer that is given, and, at each frame, whether the page says "Đã lưu" or
// shows the end; what it says is true of every answer given before that frame.

/** Runs in the page before anything of ours; `phieuSeen` is a binding to the harness. */
export function watcher() {
  const given = [];
  let told = '';
  const value = (input) => {
    if (input.type === 'radio') return input.closest('label').querySelector('.choice__label').textContent;
    if (input.type === 'checkbox') {
      const boxes = [...input.closest('.card').querySelectorAll('input[type=checkbox]')];
      return boxes.filter((box) => box.checked).map((box) => box.closest('label').querySelector('.choice__label').textContent);
    }
    return input.value;
  };
  const note = ({ target }) => {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return;
    const card = target.closest('.card, .specify');
    const id = target.type === 'radio' ? target.name : card && card.id;
    if (id) given.push([id, value(target)]);
  };
  document.addEventListener('change', note, true);
  document.addEventListener('input', (event) => { if (event.target.type !== 'radio' && event.target.type !== 'checkbox') note(event); }, true);
  const look = () => {
    requestAnimationFrame(look);
    const saved = document.querySelector('.saved')?.textContent.startsWith('Đã lưu') ?? false;
    // An end that is not kept yet says so, and is not one.
    const isKept = /Đã lưu|Đã gửi|tự gửi/.test(document.querySelector('.ended__state')?.textContent ?? '');
    const receipt = (isKept && document.querySelector('#receipt')?.textContent.trim()) || '';
    const said = JSON.stringify([saved, receipt, given.length]);
    if (said === told || typeof globalThis.phieuSeen !== 'function') return;
    told = said;
    // Whose frame it is: what arrives late is of the page that said it, not of the next one.
    globalThis.phieuSeen(JSON.stringify({ saved, receipt, given, page: performance.timeOrigin }));
  };
  requestAnimationFrame(look);
}

/** Gives one answer of the open page that it lacks, else turns the page; says what it did. */
export function step({ random, avoid }) {
  const visible = (element) => element && element.getClientRects().length > 0;
  const click = (selector) => {
    const element = document.querySelector(selector);
    if (!visible(element)) return false;
    element.click();
    return true;
  };
  if (visible(document.querySelector('#receipt'))) return 'ended';
  if (click('#resume')) return 'resumed';
  if (click('#consent')) return 'begun';
  const pick = (list) => list[Math.floor(random * list.length)];
  for (const card of document.querySelectorAll('.card')) {
    const groups = card.querySelectorAll('[role=radiogroup]');
    for (const group of groups.length ? groups : [card]) {
      const radios = [...group.querySelectorAll('input[type=radio]')];
      const boxes = [...group.querySelectorAll('input[type=checkbox]')];
      const text = group.querySelector('textarea, input[type=text]');
      if (radios.length && !radios.some((radio) => radio.checked)) {
        const words = (radio) => radio.closest('label').querySelector('.choice__label').textContent;
        const others = radios.filter((radio) => words(radio) !== avoid[radio.name]);
        // Of two, the first is the "yes" that leads on.
        (radios.length === 2 && random < 0.9 ? radios[0] : pick(others)).click();
        return 'answered';
      }
      if (!radios.length && boxes.length && !boxes.some((box) => box.checked)) {
        pick(boxes).click();
        return 'answered';
      }
      if (!radios.length && !boxes.length && text && !text.value) {
        text.value = `ý kiến ${Math.floor(random * 1e9)}`;
        text.dispatchEvent(new Event('input', { bubbles: true }));
        text.dispatchEvent(new Event('change', { bubbles: true }));
        return 'answered';
      }
    }
  }
  if (document.querySelector('.review')) return click('#next') ? 'submitted' : 'waiting';
  return click('#next') ? 'turned' : 'waiting';
}
