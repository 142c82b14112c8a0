// Runs where nothing newer would: plain ES5, in every browser. If boot.js has not
// said it is there, a Vietnamese page says why instead of leaving the skeleton.
(function () {
  function show(id) {
    var sections = document.querySelectorAll('#shell > main');
    for (var i = 0; i < sections.length; i += 1) sections[i].hidden = sections[i].id !== id;
  }
  function old() {
    // What boot.js and the programs need before they can say anything themselves.
    return !('noModule' in document.createElement('script')) || typeof WebAssembly !== 'object' || typeof globalThis !== 'object';
  }
  function look() {
    if (window.phieuBoot) return;
    show(old() ? 'too-old' : 'failed');
    var retry = document.getElementById('retry');
    if (retry) retry.onclick = function () { location.reload(); };
  }
  // Module scripts run before `load`; one that failed to arrive or to parse never does.
  window.addEventListener('load', look);
})();
