// Passwords as argon2id in PHC text form, with the parameters of OWASP's password storage sheet
// (19 MiB, two passes, one lane). A check costs the same time whether the user exists or not.
import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const memoryKibibytes = 19_456;
const passes = 2;
const parallelism = 1;
const saltBytes = 16;
const tagBytes = 32;

/** Checks that may run at once; each holds 19 MiB and a thread, so a flood of logins must queue here. */
const checksAtOnceMax = 8;
let checksRunning = 0;

const derive = promisify<'argon2id', Argon2Parameters, Buffer>(argon2);

/** The PHC text of a new hash: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const tag = await derive('argon2id', {
    message: normal(password),
    nonce: salt,
    memory: memoryKibibytes,
    passes,
    parallelism,
    tagLength: tagBytes,
  });
  const parameters = `m=${memoryKibibytes},t=${passes},p=${parallelism}`;
  return `$argon2id$v=19$${parameters}$${unpadded(salt)}$${unpadded(tag)}`;
}

/**
 * True when `password` is the one that was hashed. `stored` null (no such user) costs the same and is
 * false. `busy` when too many checks are running: ask again later.
 */
export async function checkPassword(password: string, stored: string | null): Promise<boolean | 'busy'> {
  if (checksRunning >= checksAtOnceMax) return 'busy';
  checksRunning += 1;
  try {
    const hash = readHash(stored ?? (await hashOfNobody()));
    if (hash === null) return false;
    const tag = await derive('argon2id', { ...hash.parameters, message: normal(password) });
    return timingSafeEqual(tag, hash.tag) && stored !== null;
  } finally {
    checksRunning -= 1;
  }
}

/** A hash that no password opens, so that an unknown name takes as long as a wrong password. */
let nobody: Promise<string> | null = null;
function hashOfNobody(): Promise<string> {
  nobody ??= hashPassword(randomBytes(32).toString('hex'));
  return nobody;
}

function readHash(text: string): { parameters: Omit<Argon2Parameters, 'message'>; tag: Buffer } | null {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(text);
  if (match === null) return null;
  const [, memory, time, lanes, salt = '', tagText = ''] = match;
  const tag = Buffer.from(tagText, 'base64');
  const nonce = Buffer.from(salt, 'base64');
  return {
    parameters: {
      nonce,
      memory: Number(memory),
      passes: Number(time),
      parallelism: Number(lanes),
      tagLength: tag.length,
    },
    tag,
  };
}

/** The same word typed on two keyboards can differ in code points; NFC makes them one. */
const normal = (password: string): string => password.normalize('NFC');

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
