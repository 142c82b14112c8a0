// One line `stage passed failed` for a stage whose log lies in .build/log/.
// A stage that failed without counting a failure, or that ran no test, counts as one.
import { existsSync, readFileSync } from 'node:fs';

const [stage, status] = process.argv.slice(2);
let passed = 0;
let failed = 0;
if (stage === 'e2e') {
  if (existsSync('test-results/e2e.json')) {
    const { stats } = JSON.parse(readFileSync('test-results/e2e.json', 'utf8'));
    passed = stats.expected;
    failed = stats.unexpected + stats.flaky;
  }
} else {
  const log = readFileSync(`.build/log/${stage}.log`, 'utf8');
  for (const [, good, bad] of log.matchAll(/^test result: \S+ (\d+) passed; (\d+) failed/gm)) {
    passed += Number(good);
    failed += Number(bad);
  }
}
if (stage === 'engines') {
  // The closing lines of node's test runner.
  const log = readFileSync(`.build/log/${stage}.log`, 'utf8');
  passed = Number(/^# pass (\d+)$/m.exec(log)?.[1] || 0);
  failed = Number(/^# fail (\d+)$/m.exec(log)?.[1] || 0) + Number(/^# cancelled (\d+)$/m.exec(log)?.[1] || 0);
}
if (stage === 'exports') {
  // The closing lines of Python's test runner.
  const log = readFileSync(`.build/log/${stage}.log`, 'utf8');
  const [, faults = ''] = /^FAILED \((.*)\)$/m.exec(log) || [];
  failed = [...faults.matchAll(/(?:failures|errors|skipped)=(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
  passed = Math.max(0, Number(/^Ran (\d+) tests? in /m.exec(log)?.[1] || 0) - failed);
}
// Lint has nothing to count but its verdict.
if (stage === 'lint' && status === '0') passed = 1;
if (failed === 0 && (status !== '0' || passed === 0)) failed = 1;
console.log(`${stage} ${passed} ${failed}`);
