// Passwords as argon2id in PHC text form, with the parameters of OWASP's password storage sheet
// (19 MiB, two passes, one lane). A check costs the same time whether the user exists or not.
import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { inHashingPlace } from './hashingPlaces.ts';

const memoryKibibytes = 19_456;
const passes = 2;
const parallelism = 1;
const saltBytes = 16;
const tagBytes = 32;

const derive = promisify<'argon2id', Argon2Parameters, Buffer>(argon2);

/** Whose queue a hash of the server itself waits in: the first start, and the hash of nobody. */
const ourselves = 'the server';

/**
 * The PHC text of a new hash: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>`.
 * @param caller whose queue it waits in (hashingPlaces.ts)
 * @throws HttpFailure 429 when too many are waiting
 */
export async function hashPassword(password: string, caller: string = ourselves): Promise<string> {
  const salt = randomBytes(saltBytes);
  const tag = await inHashingPlace(caller, () =>
    derive('argon2id', {
      message: normal(password),
      nonce: salt,
      memory: memoryKibibytes,
      passes,
      parallelism,
      tagLength: tagBytes,
    }),
  );
  const parameters = `m=${memoryKibibytes},t=${passes},p=${parallelism}`;
  return `$argon2id$v=19$${parameters}$${unpadded(salt)}$${unpadded(tag)}`;
}

/**
 * True when `password` is the one that was hashed. `stored` null (no such user) costs the same and is false.
 * @param caller whose queue it waits in (hashingPlaces.ts)
 * @throws HttpFailure 429 when too many are waiting
 */
export async function checkPassword(
  password: string,
  stored: string | null,
  caller: string = ourselves,
): Promise<boolean> {
  const hash = readHash(stored ?? (await hashOfNobody()));
  if (hash === null) return false;
  const tag = await inHashingPlace(caller, () =>
    derive('argon2id', { ...hash.parameters, message: normal(password) }),
  );
  return timingSafeEqual(tag, hash.tag) && stored !== null;
}

/** A hash that no password opens, so that an unknown name takes as long as a wrong password. */
let nobody: Promise<string> | null = null;
function hashOfNobody(): Promise<string> {
  nobody ??= hashPassword(randomBytes(32).toString('hex')).catch((error: unknown) => {
    // All places were taken at that moment; a refusal that was kept would meet every unknown name from then on.
    nobody = null;
    throw error;
  });
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
