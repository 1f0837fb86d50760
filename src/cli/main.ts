// `npx campana …`: gives the command line its terminal, its clock and its Ctrl-C, and ends with its
// exit code.
import { openClock } from '../clock.ts';
import { runCommandLine } from './program.ts';

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());

// A reader that has seen enough (`campana … | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await runCommandLine(process.argv.slice(2), {
  environment: process.env,
  clock: openClock(1),
  signal: interrupted.signal,
  output: {
    line: (text) => process.stdout.write(`${text}\n`),
    note: (text) => process.stderr.write(`${text}\n`),
    redraw: (text) => process.stderr.write(`\r\u001b[2K${text}`),
    isTerminal: process.stderr.isTTY === true,
  },
});
