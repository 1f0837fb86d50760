// Prepares a machine for the telephone laboratory, once: the programs from Debian's packages, and a
// small Debian with Asterisk 22 in a folder of its own. Nothing of Asterisk is installed on the machine
// itself. A second process waits for the first; what an interrupted run has left is made again.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import {
  debianMirror,
  installPackages,
  missingPackages,
  type Needs,
  refuseOtherMachines,
  run,
  unreachable,
  withLock,
} from './debian.ts';
import { asteriskRoot, isPrepared } from './root.ts';
import { requireVersion } from './version.ts';

/** The programs that the laboratory calls, and the package of each. */
const needs: Needs = {
  debootstrap: 'debootstrap',
  flock: 'util-linux',
  openssl: 'openssl',
  setpriv: 'util-linux',
  sipp: 'sip-tester',
};

/**
 * Makes what is missing and tells of each step; on a machine that has all of it, it takes some
 * milliseconds. Throws with a sentence for the reader when this machine cannot have it.
 */
export function prepareLab(say: (line: string) => void): void {
  const root = asteriskRoot();
  refuseOthers();
  if (missingPackages(needs).length > 0 || !isPrepared()) {
    refuseOtherMachines(neededText());
    mkdirSync(dirname(root), { recursive: true });
    withLock(`${root}.lock`, (lock) => {
      installPackages(needs, say, lock);
      if (!isPrepared()) makeRoot(root, say, lock);
    });
  }
  requireVersion(root);
  nameMachine(root);
  say(`Asterisk 22 is in ${root}.`);
}

function refuseOthers(): void {
  if (process.getuid?.() !== 0)
    throw new Error(
      `Real calls need root: Asterisk 22 lies in a folder of its own (${asteriskRoot()}), and only root may ` +
        'start a program in there (chroot). Run this as root.',
    );
}

function neededText(): string {
  const missing = [...missingPackages(needs), ...(isPrepared() ? [] : [`Asterisk 22 in ${asteriskRoot()}`])];
  return `Real calls need what is missing here and comes from Debian's packages: ${missing.join(', ')}.`;
}

/** Made beside its place and renamed, so a folder with the right name is always a whole one. */
function makeRoot(root: string, say: (line: string) => void, lock: number): void {
  const unfinished = `${root}.unfinished`;
  const mirror = debianMirror(lock);
  say(`Laying Asterisk 22 from ${mirror} into ${root}, about a minute …`);
  for (let attempt = 1; ; attempt += 1) {
    remove(unfinished);
    try {
      const what = ['--variant=minbase', '--include=asterisk,asterisk-modules', 'sid'];
      run('debootstrap', [...what, unfinished, mirror], lock);
      break;
    } catch (error) {
      if (attempt === 4) throw unreachable(error, mirror);
      say(`${error instanceof Error ? error.message : String(error)} Trying again in ${attempt * 5} s …`);
      run('sleep', [String(attempt * 5)], lock);
    }
  }
  const archives = `${unfinished}/var/cache/apt/archives`;
  for (const name of readdirSync(archives)) if (name.endsWith('.deb')) rmSync(`${archives}/${name}`);
  requireVersion(unfinished);
  renameSync(unfinished, root);
}

/** An interrupted debootstrap leaves its file systems mounted: they must not be emptied with the folder. */
function remove(folder: string): void {
  const mounts = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((place) => place.startsWith(`${folder}/`));
  for (const place of mounts.reverse()) run('umount', ['--lazy', place]);
  run('rm', ['-rf', '--one-file-system', folder]);
}

/** A machine that does not know its own name asks the DNS, and each call would wait seconds for it. */
function nameMachine(root: string): void {
  const file = `${root}/etc/hosts`;
  const text = `127.0.0.1 localhost ${hostname()}\n`;
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}
