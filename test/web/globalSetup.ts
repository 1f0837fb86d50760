// Starts the server of the browser tests before the first of them, and stops it after the last. A server
// that runs already is used instead when CAMPANA_TEST_CONSOLE names it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export default async function setup(): Promise<() => Promise<void>> {
  if (process.env.CAMPANA_TEST_CONSOLE !== undefined) return async () => undefined;
  const program = fileURLToPath(new URL('serve.ts', import.meta.url));
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const ready = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('ready ')) resolve(line.slice('ready '.length));
    });
    child.once('exit', (code) => reject(new Error(`the server of the browser tests ended with ${code}`)));
  });
  process.env.CAMPANA_TEST_CONSOLE = await ready;
  return async () => {
    child.kill('SIGTERM');
    await exited;
  };
}
