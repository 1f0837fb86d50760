// Prepares this machine for the tests against a real Asterisk: installs what is missing, and puts Asterisk
// 22 into a folder of its own. `npm test` calls it; a second run changes nothing.
import { prepareLab } from '../src/lab/prepare.ts';

try {
  prepareLab((line) => process.stdout.write(`${line}\n`));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
