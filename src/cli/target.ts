// Which server a command talks to and with which key: options first, then the environment, then the
// bootstrap.json in the data directory.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WrongUse } from './failure.ts';
import type { AccessKeyPair } from './signing.ts';

export interface Target {
  readonly url: URL;
  readonly vdnId: number;
  readonly key: AccessKeyPair;
}

export interface TargetOptions {
  readonly url?: string;
  readonly ak?: string;
  readonly sk?: string;
  readonly vdn?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws `WrongUse` with a sentence when the address, a key or the VDN is missing or no such thing. */
export function findTarget(options: TargetOptions, environment: Environment): Target {
  const given = {
    ak: options.ak ?? environment.CAMPANA_AK,
    sk: options.sk ?? environment.CAMPANA_SK,
  };
  if ((given.ak === undefined) !== (given.sk === undefined))
    throw new WrongUse('An access key is two texts: give both --ak and --sk, or CAMPANA_AK and CAMPANA_SK.');
  const kept = given.ak === undefined ? readBootstrap(environment) : null;
  const ak = given.ak ?? kept?.ak ?? '';
  const vdnText = options.vdn ?? environment.CAMPANA_VDN ?? vdnOfKey(ak) ?? String(kept?.vdnId ?? '');
  const vdnId = Number(vdnText);
  if (!/^[1-9]\d{0,3}$/.test(vdnText))
    throw new WrongUse(`--vdn: expected a number from 1 to 9999, received ${JSON.stringify(vdnText)}.`);
  return { url: findUrl(options, environment), vdnId, key: { ak, sk: given.sk ?? kept?.sk ?? '' } };
}

/** The VDN stands in each key that Campana makes: `AK` and four digits. */
function vdnOfKey(ak: string): string | undefined {
  const digits = /^AK(\d{4})[A-Z2-7]{16}$/.exec(ak)?.[1];
  return digits === undefined ? undefined : String(Number(digits));
}

function findUrl(options: TargetOptions, environment: Environment): URL {
  const text = options.url ?? environment.CAMPANA_URL ?? urlOfListen(environment);
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new WrongUse(
      `--url: expected an address such as http://127.0.0.1:8080, received ${JSON.stringify(text)}.`,
    );
  return new URL(text);
}

/** The server of this machine, where its own variables say it listens. */
function urlOfListen(environment: Environment): string {
  const listen = environment.CAMPANA_LISTEN || '127.0.0.1:8080';
  const scheme = environment.CAMPANA_TLS_CERT ? 'https' : 'http';
  return `${scheme}://${listen.replace(/^(?:0\.0\.0\.0|\[::\]):/, 'localhost:')}`;
}

function readBootstrap(environment: Environment): { vdnId: number; ak: string; sk: string } {
  const file = join(environment.CAMPANA_DATA_DIR || './data', 'bootstrap.json');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new WrongUse(
      `No access key is given, and ${file} cannot be read. Give --ak and --sk, or set CAMPANA_AK and ` +
        'CAMPANA_SK, or set CAMPANA_DATA_DIR to the data directory of the server.',
    );
  }
  const read: unknown = JSON.parse(text);
  if (typeof read === 'object' && read !== null && 'vdnId' in read && 'ak' in read && 'sk' in read) {
    const { vdnId, ak, sk } = read;
    if (typeof vdnId === 'number' && typeof ak === 'string' && typeof sk === 'string')
      return { vdnId, ak, sk };
  }
  throw new WrongUse(`${file} is not the bootstrap.json of a first start.`);
}
