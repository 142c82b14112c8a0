// The project's examples, built once and run by the tests: what only the program itself can
// make or open is made and opened by its own code, natively.
import { execFileSync } from 'node:child_process';

const built = new Map();

/** The path of an example's program. */
function program(name) {
  if (!built.has(name)) {
    const said = execFileSync('cargo', ['build', '--locked', '--quiet', '--example', name, '--message-format', 'json'], { maxBuffer: 1 << 28 });
    const artifact = said.toString().trim().split('\n').map((line) => JSON.parse(line)).find(({ target }) => target?.name === name && target.kind.includes('example'));
    built.set(name, artifact.executable);
  }
  return built.get(name);
}

/** Runs one; gives what it wrote. */
export const example = (name, args, options) => execFileSync(program(name), args, { maxBuffer: 1 << 28, ...options });
