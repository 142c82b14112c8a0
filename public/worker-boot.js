// Starts the computation worker: a module worker that loads its glue and its wasm.
// Messages that arrive before the program listens are kept and delivered in order.
import init from './worker.js';

const early = [];
const wait = (event) => {
  event.stopImmediatePropagation();
  early.push(event);
};
self.addEventListener('message', wait);

init({ module_or_path: new URL('./worker.wasm', import.meta.url) }).then(
  () => {
    self.removeEventListener('message', wait);
    for (const { data, ports } of early) self.dispatchEvent(new MessageEvent('message', { data, ports: [...ports] }));
  },
  // Thrown outside the promise, so that the page's Worker gets an `error` event.
  (error) => setTimeout(() => { throw error; }),
);
