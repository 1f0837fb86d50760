// Starts the watched server as a process, waits until it listens, and ends it as told: by a signal it
// can answer, or by the one it cannot.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface ServerProcess {
  readonly pid: number;
  readonly url: string;
  /** kill -9: nothing of the process runs any more when this resolves. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Whether the process has ended by itself. */
  hasEnded(): boolean;
  /** Resolves when it has ended. */
  readonly exitCode: Promise<number | null>;
  /** What the process has written to standard error, and its log. */
  lastWords(): string;
}

export interface ServerProcessOptions {
  /** Not given: the embedded database of the data directory. */
  readonly databaseUrl?: string;
  readonly dataDirectory: string;
  readonly journal: string;
  /** Where joins of people with agents are written. */
  readonly joins?: string;
  readonly speed?: number;
  /** How long each call waits before the carrier is asked; 0 when not given. */
  readonly lineMillis?: number;
}

const program = fileURLToPath(new URL('witnessedServer.ts', import.meta.url));

/** Starts the server on a free port. Throws with its last words when it ends instead. */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const child = spawn(process.execPath, [program, '--speed', String(options.speed ?? 1)], {
    env: {
      ...process.env,
      CAMPANA_LISTEN: '127.0.0.1:0',
      CAMPANA_DATABASE_URL: options.databaseUrl ?? '',
      CAMPANA_DATA_DIR: options.dataDirectory,
      CAMPANA_LOG_LEVEL: process.env.CAMPANA_LOG_LEVEL ?? 'warn',
      WITNESS_JOURNAL: options.journal,
      WITNESS_LINE_MILLIS: String(options.lineMillis ?? 0),
      ...(options.joins === undefined ? {} : { WITNESS_JOINS: options.joins }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lastWords: string[] = [];
  child.stderr?.on('data', (part: Buffer) => lastWords.push(part.toString()));
  const exitCode = once(child, 'exit').then(([code]) => code as number | null);
  const url = await urlOf(child, lastWords);
  return {
    exitCode,
    pid: child.pid ?? 0,
    url,
    kill: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      const [code] = (await exited) as [number | null];
      return code;
    },
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    lastWords: () => lastWords.join(''),
  };
}

async function urlOf(child: ChildProcess, lastWords: string[]): Promise<string> {
  if (child.stdout === null) throw new Error('the server has no standard output');
  const lines = createInterface({ input: child.stdout });
  return await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      if (line.startsWith('listening ')) resolve(line.slice('listening '.length));
      else lastWords.push(`${line}\n`);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${lastWords.join('')}`)));
  });
}
