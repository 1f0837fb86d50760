// A program of the laboratory: Asterisk or SIPp, started so that it never outlives the process that
// opened the laboratory, not even one that was killed: the kernel is told to end it (setpriv).
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';

export interface Program {
  readonly pid: number;
  isRunning(): boolean;
  /** Sends the signal and resolves when nothing of the program runs any more. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** The last lines of what it said, for the sentence of a failure. */
  lastWords(): string;
}

/** Starts it in `directory`; what it says goes to the file `<name>.out` there. */
export async function startProgram(
  name: string,
  command: readonly string[],
  directory: string,
): Promise<Program> {
  const said = `${directory}/${name}.out`;
  const output = openSync(said, 'w');
  // Ctrl-C in a terminal is a signal to the whole group of processes: this one is ended by its opener,
  // in its turn, and not by the key.
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...command], {
    cwd: directory,
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  await once(child, 'spawn');
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    isRunning,
    end: async (signal) => {
      if (isRunning()) await ended(child, signal);
    },
    lastWords: () => readFileSync(said, 'utf8').trimEnd().split('\n').slice(-5).join(' | '),
  };
}

/** A program that does not heed a signal within 5 s is killed. */
async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exit = once(child, 'exit');
  const patience = setTimeout(() => child.kill('SIGKILL'), 5000);
  child.kill(signal);
  await exit;
  clearTimeout(patience);
}
