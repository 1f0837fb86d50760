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
  const main = statOf(postmasterOf(directory));
  const ticks = childrenOf(postmasterOf(directory)).reduce((sum, child) => sum + child.ticks, main.ticks);
  return (ticks + main.ticksOfEndedChildren) / ticksPerSecond;
}

/** The processes of the embedded cluster below `directory`. */
export function clusterPids(directory: string): number[] {
  const postmaster = postmasterOf(directory);
  return [postmaster, ...childrenOf(postmaster).map(({ pid }) => pid)];
}

const postmasterOf = (directory: string): number =>
  Number(readFileSync(pidFileBelow(directory), 'utf8').split('\n')[0]);

function childrenOf(parent: number): (Stat & { readonly pid: number })[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = statOf(Number(name));
      return stat.parent === parent ? [{ ...stat, pid: Number(name) }] : [];
    } catch {
      // The process ended while we looked; its time is in the parent's account by now.
      return [];
    }
  });
}

function pidFileBelow(directory: string): string {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  const name = names.find((entry) => entry.endsWith('postmaster.pid'));
  if (name === undefined) throw new Error(`no running database below ${directory}`);
  return join(directory, name);
}
