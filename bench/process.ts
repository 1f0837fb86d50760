// What the operating system says of a process: its processor time and its memory. Linux only; the
// figures come from /proc, so nothing of the process itself is asked or disturbed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Clock ticks a second, as /proc counts (always 100 on Linux as seen by programs). */
const ticksPerSecond = 100;

interface Stat {
  readonly parent: number;
  readonly ticks: number;
  readonly ticksOfEndedChildren: number;
}

function statOf(pid: number): Stat {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces: what follows it is counted from there.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const field = (number: number): number => fields[number - 3] ?? 0;
  return { parent: field(4), ticks: field(14) + field(15), ticksOfEndedChildren: field(16) + field(17) };
}

/** Processor time of a process so far, in seconds. */
export const processCpuSeconds = (pid: number): number => statOf(pid).ticks / ticksPerSecond;

/** Resident memory of a process, in MiB. */
export function processRssMiB(pid: number): number {
  const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(match?.[1] ?? 0) / 1024;
}

/** Processor time of the embedded cluster below `directory`: its postmaster and all it started. */
export function clusterCpuSeconds(directory: string): number {
  const postmaster = Number(readFileSync(pidFileBelow(directory), 'utf8').split('\n')[0]);
  const main = statOf(postmaster);
  let ticks = main.ticks + main.ticksOfEndedChildren;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = statOf(Number(name));
      if (stat.parent === postmaster) ticks += stat.ticks;
    } catch {
      // The process ended while we looked; its time is in the postmaster's account by now.
    }
  }
  return ticks / ticksPerSecond;
}

function pidFileBelow(directory: string): string {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  const name = names.find((entry) => entry.endsWith('postmaster.pid'));
  if (name === undefined) throw new Error(`no running database below ${directory}`);
  return join(directory, name);
}
