// Programs and files from Debian's packages, installed when they are missing: what the tests need of a
// machine beside npm's packages. Only one process of the machine installs; a second one waits.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';

/** Packages by what each brings: a program's name, or the full name of a file. */
export type Needs = Readonly<Record<string, string>>;

/** The packages, each once, of what is not there. */
export function missingPackages(needs: Needs): string[] {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'];
  const isThere = (what: string): boolean =>
    what.startsWith('/') ? existsSync(what) : folders.some((folder) => existsSync(`${folder}/${what}`));
  const missing = Object.entries(needs).filter(([what]) => !isThere(what));
  return [...new Set(missing.map(([, name]) => name))];
}

/** Throws with a sentence for the reader, which begins with `needed`, where nothing can be installed. */
export function refuseOtherMachines(needed: string): void {
  if (!existsSync('/etc/debian_version')) throw new Error(`${needed} This machine is no Debian.`);
  if (process.getuid?.() !== 0) throw new Error(`${needed} Only root can prepare them: run this as root.`);
}

/** Only one process of the machine works; its children hold the lock too, should it be killed. */
export function withLock(file: string, work: (lock: number) => void): void {
  const lock = openSync(file, 'w');
  try {
    run('flock', ['3'], lock);
    work(lock);
  } finally {
    closeSync(lock);
  }
}

/** Installs what is missing of `needs`; throws with apt-get's last words when that fails. */
export function installPackages(needs: Needs, say: (line: string) => void, lock: number): void {
  const missing = missingPackages(needs);
  if (missing.length === 0) return;
  say(`Installing ${missing.join(', ')} …`);
  try {
    updateLists(lock);
    run('apt-get', [...patient, 'install', '-y', '--no-install-recommends', ...missing], lock);
  } catch (error) {
    throw unreachable(error, "this machine's sources of packages");
  }
}

/**
 * The mirror of Debian's main packages that this machine's apt configuration names, so that a machine behind
 * a mirror of its own needs no other. Reads the package lists first when there are none. Throws with a
 * sentence for the reader when no mirror of Debian is configured.
 */
export function debianMirror(lock: number): string {
  const found = configuredMirror();
  if (found !== null) return found;
  updateLists(lock);
  const updated = configuredMirror();
  if (updated !== null) return updated;
  throw new Error("This machine's apt configuration names no mirror of Debian's main packages.");
}

function configuredMirror(): string | null {
  const selection = ['Created-By: Packages', 'Label: Debian', 'Component: main'];
  const { stdout } = spawnSync('apt-get', ['indextargets', '--format', '$(REPO_URI)', ...selection], {
    encoding: 'utf8',
  });
  return mirrorFrom(stdout ?? '');
}

/** The first mirror of a list of addresses, one a line, that debootstrap can read; null: none. */
export function mirrorFrom(list: string): string | null {
  const isReadable = (line: string): boolean => /^(?:https?|file):\/\S+$/.test(line);
  return list.split('\n').find(isReadable)?.replace(/\/+$/, '') ?? null;
}

const patient = ['-o', 'DPkg::Lock::Timeout=600', '-o', 'Acquire::Retries=3', '-qq'];

const updateLists = (lock: number): void => run('apt-get', [...patient, 'update'], lock);

/** The program's own last words say what failed, and not what is needed. */
export const unreachable = (error: unknown, source: string): Error =>
  new Error(
    `${error instanceof Error ? error.message : String(error)}\n` +
      `Can this machine reach ${source}? What was installed so far stays; run this again.`,
  );

/** Runs a program to its end; throws with its last words when it fails. */
export function run(program: string, args: readonly string[], lock?: number): void {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe', ...(lock === undefined ? [] : [lock])],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 0) return;
  const words = error?.message ?? `${stdout}\n${stderr}`.trim().split('\n').slice(-3).join(' | ');
  throw new Error(`${program} failed: ${words}`);
}
