// The data directory belongs to one process at a time. The process that listens on its socket owns it: a
// listening socket ends with its process, whatever ends the process, so no lock is ever left behind.
// The directory also keeps the node's stable name and the master key that seals access-key secrets.
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface DataDirectory {
  readonly path: string;
  /** Stays the same over restarts; the owner's name in leases. */
  readonly nodeId: string;
  /** 32 bytes. They open every stored secret: never log, never send. */
  readonly masterKey: Buffer;
  /** Lets the next process in. */
  release(): Promise<void>;
}

/**
 * Makes the directory when it is not there and takes it for this process. Throws with a sentence for
 * the operator when another process has it, or when a file in it is not what it should be.
 */
export async function openDataDirectory(path: string): Promise<DataDirectory> {
  // As root the embedded database runs as a user of its own, who must be able to pass but not to read.
  mkdirSync(path, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  // By its one true name: the place of the lock depends on it, and links lead here under others.
  const directory = realpathSync(path);
  const lock = await takeLock(directory);
  try {
    return {
      path: directory,
      nodeId: keptText(join(directory, 'node-id'), () => randomBytes(8).toString('hex'), /^[0-9a-f]{16}$/),
      masterKey: Buffer.from(
        keptText(join(directory, 'secret.key'), () => randomBytes(32).toString('hex'), /^[0-9a-f]{64}$/),
        'hex',
      ),
      release: () => close(lock),
    };
  } catch (error) {
    await close(lock);
    throw error;
  }
}

interface SocketNames {
  readonly folder: string;
  readonly prefix: string;
}

/** The system cuts longer names of sockets: about 104 characters, 108 on Linux. */
function socketNames(directory: string): SocketNames {
  if (Buffer.byteLength(directory) <= 80) return { folder: directory, prefix: 'campana-' };
  const hash = createHash('sha256').update(directory).digest('hex').slice(0, 32);
  return { folder: tmpdir(), prefix: `campana-${hash}-` };
}

/**
 * Sockets are numbered, and a dead one is removed only by a process that already listens on its own. Everybody
 * listens first and looks at the others afterwards, so of two processes the later one always sees the
 * earlier. Renewing one fixed name would need a look and a removal in one step, which no file system has.
 */
async function takeLock(directory: string): Promise<Server> {
  const names = socketNames(directory);
  const before = socketNumbers(names);
  for (const number of before) if (await answers(socketFile(names, number))) throw inUse(directory);
  const own = Math.max(0, ...before) + 1;
  const lock = await listen(socketFile(names, own), directory);
  for (const number of socketNumbers(names)) {
    if (number === own) continue;
    if (await answers(socketFile(names, number))) {
      await close(lock);
      throw inUse(directory);
    }
    rmSync(socketFile(names, number), { force: true });
  }
  return lock;
}

const socketFile = (names: SocketNames, number: number): string =>
  join(names.folder, `${names.prefix}${number}.sock`);

const socketNumbers = (names: SocketNames): number[] =>
  readdirSync(names.folder)
    .filter((name) => name.startsWith(names.prefix) && name.endsWith('.sock'))
    .map((name) => Number(name.slice(names.prefix.length, -'.sock'.length)))
    .filter((number) => Number.isSafeInteger(number));

const inUse = (directory: string): Error =>
  new Error(
    `Another Campana process uses the data directory ${directory}. ` +
      'Stop it, or give this one a directory of its own with CAMPANA_DATA_DIR.',
  );

function answers(socket: string): Promise<boolean> {
  return new Promise((settle, fail) => {
    const probe = connect(socket);
    probe.once('connect', () => {
      probe.destroy();
      settle(true);
    });
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') settle(false);
      else fail(error);
    });
  });
}

function listen(socket: string, directory: string): Promise<Server> {
  return new Promise((settle, fail) => {
    const server = createServer((connection) => connection.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      // Two processes came at the same moment, and the other was faster.
      fail(error.code === 'EADDRINUSE' ? inUse(directory) : error),
    );
    server.listen(socket, () => {
      chmodSync(socket, 0o600);
      // The lock alone must not keep a process alive that has nothing more to do.
      server.unref();
      settle(server);
    });
  });
}

const close = (server: Server): Promise<void> => new Promise((settle) => server.close(() => settle()));

/** Reads the file, or writes it with a fresh text; only its owner may read it. */
function keptText(file: string, fresh: () => string, shape: RegExp): string {
  try {
    writeFileSync(file, `${fresh()}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const text = readFileSync(file, 'utf8').trim();
  if (!shape.test(text))
    throw new Error(
      `${file} is damaged: restore it from a backup. Without it stored secrets cannot be opened.`,
    );
  return text;
}
