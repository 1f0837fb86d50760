// The environment and the command line become one checked, frozen object, before anything else starts. Each
// bad value gives a sentence that names the variable, what is expected and what was given; all of them at
// once, so that five faults do not take five starts.
import { isIPv6 } from 'node:net';
import { resolve } from 'node:path';
import { isLoopback, readPemFile, shown } from './configValue.ts';
import { readGateways } from './gatewayConfig.ts';
import { readHosts } from './store/database/hosts.ts';
import type { GatewaySettings } from './telephony/asterisk/gateway.ts';

export interface Config {
  readonly listen: { readonly host: string; readonly port: number };
  /** PEM texts; null for plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** A proxy in front ends TLS and sets X-Forwarded-For. */
  readonly isBehindProxy: boolean;
  /** null: the embedded PostgreSQL in the data directory. */
  readonly databaseUrl: string | null;
  /** Absolute. */
  readonly dataDirectory: string;
  readonly telephony: 'simulator' | 'asterisk';
  /** Empty with the simulator. */
  readonly gateways: readonly GatewaySettings[];
  readonly logLevel: (typeof logLevels)[number];
  /** How many times faster than real time the whole world runs, 1 to 1000; over 1 with the simulator only. */
  readonly speed: number;
  /** What an empty database is filled with: VDN 1 and its keys, or the demo world as well. */
  readonly world: 'empty' | 'demo';
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export type ConfigReading =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly faults: readonly string[] };

/**
 * Reads the variables of OPERATING, "Environment", from `environment`, and `--speed N` and `--world demo` or `lab` from
 * `args` (without node and script). Reads the TLS files, opens nothing.
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
): ConfigReading {
  const faults: string[] = [];
  const given = (name: string): string | null => environment[name]?.trim() || null;
  const options = readOptions(args, faults);
  const listen = readListen(given('CAMPANA_LISTEN') ?? '127.0.0.1:8080', faults);
  const tls = readTls(given('CAMPANA_TLS_CERT'), given('CAMPANA_TLS_KEY'), faults);
  const isBehindProxy = readProxy(given('CAMPANA_BEHIND_PROXY'), faults);
  if (!isLoopback(listen.host) && tls === null && !isBehindProxy && faults.length === 0)
    faults.push(
      `CAMPANA_LISTEN: ${listen.host} can be reached from other machines, and there is no TLS. ` +
        'Set CAMPANA_TLS_CERT and CAMPANA_TLS_KEY, or CAMPANA_BEHIND_PROXY=1 when a proxy in front ends TLS.',
    );
  const telephony = oneOf('CAMPANA_TELEPHONY', given('CAMPANA_TELEPHONY'), ['simulator', 'asterisk'], faults);
  const isReal = telephony === 'asterisk';
  const gateways = readGateways(given('CAMPANA_ARI_URL'), given('CAMPANA_GATEWAYS'), isReal, faults);
  checkWorld(options.world, isReal, gateways, faults);
  if (isReal && options.speed !== 1)
    faults.push(`--speed: expected 1 with CAMPANA_TELEPHONY=asterisk, received ${options.speed}.`);
  const databaseUrl = given('CAMPANA_DATABASE_URL');
  if (databaseUrl !== null) checkDatabaseUrl('CAMPANA_DATABASE_URL', databaseUrl, faults);
  const logLevel = oneOf('CAMPANA_LOG_LEVEL', given('CAMPANA_LOG_LEVEL') ?? 'info', logLevels, faults);
  if (faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    config: Object.freeze({
      listen: Object.freeze(listen),
      tls: tls === null ? null : Object.freeze(tls),
      isBehindProxy,
      databaseUrl,
      dataDirectory: resolve(given('CAMPANA_DATA_DIR') ?? './data'),
      telephony,
      gateways: Object.freeze(isReal ? gateways : []),
      logLevel,
      speed: options.speed,
      world: options.world === 'empty' ? 'empty' : 'demo',
    }),
  };
}

interface Options {
  readonly speed: number;
  readonly world: 'empty' | 'demo' | 'lab';
}

function readOptions(args: readonly string[], faults: string[]): Options {
  let speed = 1;
  let world: Options['world'] = 'empty';
  for (let at = 0; at < args.length; at += 1) {
    const [name = '', joined] = (args[at] ?? '').split('=', 2);
    const value = joined ?? args[at + 1];
    if (joined === undefined) at += 1;
    if (name === '--speed') {
      speed = Number(value);
      if (!(speed >= 1 && speed <= 1000))
        faults.push(`--speed: expected a number from 1 to 1000, received ${shown(value)}.`);
    } else if (name === '--world') {
      if (value === 'demo' || value === 'lab') world = value;
      else faults.push(`--world: expected demo or lab, received ${shown(value)}.`);
    } else faults.push(`${shown(name)}: no such option; --speed N and --world demo are known.`);
  }
  return { speed, world };
}

/** The demo world has telephones called. It must never be those of somebody's own PBX. */
function checkWorld(
  world: Options['world'],
  isReal: boolean,
  gateways: readonly GatewaySettings[],
  faults: string[],
): void {
  if (world === 'demo' && isReal)
    faults.push(
      '--world demo is for the simulated carrier. Over a PBX the telephones 1001 to ' +
        '1020 of its agents would be called as soon as the server is open. Leave it out and add agents of your own; over the laboratory ' +
        'of `npm run lab` use --world lab.',
    );
  const isHere = ({ ariUrl }: GatewaySettings): boolean => isLoopback(new URL(ariUrl).hostname);
  if (world === 'lab' && !(isReal && gateways.every(isHere)))
    faults.push(
      '--world lab: expected CAMPANA_TELEPHONY=asterisk and the address that `npm run lab` prints, on this machine.',
    );
}

function readListen(text: string, faults: string[]): { host: string; port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2] ?? '';
  const port = Number(match?.[3] ?? -1);
  const isWhole = match !== null && port <= 65535 && (match[1] === undefined || isIPv6(match[1]));
  if (!isWhole)
    faults.push(
      `CAMPANA_LISTEN: expected host:port such as 127.0.0.1:8080 or [::1]:8080, received ${shown(text)}.`,
    );
  return { host, port };
}

function readTls(
  certFile: string | null,
  keyFile: string | null,
  faults: string[],
): { cert: string; key: string } | null {
  if (certFile === null && keyFile === null) return null;
  if (certFile === null || keyFile === null) {
    const missing = certFile === null ? 'CAMPANA_TLS_CERT' : 'CAMPANA_TLS_KEY';
    faults.push(
      `${missing}: expected the name of a PEM file beside the other of the pair, received nothing.`,
    );
    return null;
  }
  return {
    cert: readPemFile('CAMPANA_TLS_CERT', certFile, faults),
    key: readPemFile('CAMPANA_TLS_KEY', keyFile, faults),
  };
}

function readProxy(text: string | null, faults: string[]): boolean {
  if (text !== null && text !== '0' && text !== '1')
    faults.push(`CAMPANA_BEHIND_PROXY: expected 1 or 0, received ${shown(text)}.`);
  return text === '1';
}

function oneOf<const Choice extends string>(
  name: string,
  text: string | null,
  choices: readonly [Choice, ...Choice[]],
  faults: string[],
): Choice {
  const found = text === null ? choices[0] : choices.find((choice) => choice === text);
  if (found === undefined)
    faults.push(`${name}: expected one of ${choices.join(', ')}, received ${shown(text)}.`);
  return found ?? choices[0];
}

function checkDatabaseUrl(name: string, text: string, faults: string[]): void {
  const expected = 'expected an address that begins with postgres:// or postgresql://';
  const hosts = readHosts(text);
  // The address may hold a password, so it is not repeated.
  if (hosts === 'notAnAddress') faults.push(`${name}: ${expected}, received a text that is not an address.`);
  else if (hosts === 'unknownTarget')
    faults.push(`${name}: expected target_session_attrs to be any, read-write or primary.`);
  else {
    const { protocol } = new URL(hosts.urls[0]);
    if (protocol !== 'postgres:' && protocol !== 'postgresql:')
      faults.push(`${name}: ${expected}, received one that begins with ${protocol}`);
  }
}
