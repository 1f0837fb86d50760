// The server itself (src/main.ts) as a process of its own: started, killed and started again at the same
// address and with the same data directory. It never outlives the test that started it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface ServerProcess {
  /** Of the present life. */
  readonly pid: number;
  /** Starts it; resolves when it is open. Throws with its last words when it ends instead. */
  start(): Promise<void>;
  /** kill -9: nothing of the process runs any more when this resolves. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Everything that all its lives have said so far, a JSON line each. */
  log(): readonly string[];
}

const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** @param environment its variables beside those of this process */
export function serverProcess(environment: Readonly<Record<string, string>>): ServerProcess {
  const said: string[] = [];
  let child: ChildProcess | null = null;
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    const ending = child;
    child = null;
    if (ending === null) return null;
    if (ending.exitCode !== null || ending.signalCode !== null)
      throw new Error(`The server had ended by itself: ${said.slice(-10).join('\n')}`);
    const exited = once(ending, 'exit');
    ending.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  };
  return {
    get pid() {
      return child?.pid ?? 0;
    },
    start: async () => {
      const started = spawn('setpriv', ['--pdeathsig', 'KILL', process.execPath, program], {
        env: { ...process.env, CAMPANA_LOG_LEVEL: 'info', ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      await becomesOpen(started, said);
    },
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    log: () => said,
  };
}

function becomesOpen(child: ChildProcess, said: string[]): Promise<void> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('the server has no output');
  return new Promise((resolve, reject) => {
    for (const stream of [stdout, stderr])
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line);
        if (line.startsWith('Campana is open at ')) resolve();
      });
    child.once('exit', (code) =>
      reject(new Error(`the server ended with ${code}:\n${said.slice(-10).join('\n')}`)),
    );
  });
}
