// The telephone laboratory: a real Asterisk 22 on ports of its own, for tests, benchmarks and the demo.
// Several run side by side. Each has a directory of its own below the Asterisk root's /tmp, and none
// outlives the process that opened it. The carrier and the telephones around it are carrier.ts and
// telephones.ts.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { asteriskConfig } from './asteriskConfig.ts';
import { freePort } from './ports.ts';
import { type Program, startProgram } from './program.ts';
import { asteriskRoot, isPrepared } from './root.ts';
import { writeSounds } from './sounds.ts';

export interface LabOptions {
  /** The PJSIP endpoints of the carriers; `['carrier']`. */
  readonly trunks?: readonly string[];
  /** How many telephones answer: the endpoints `1001`, `1002` …; 0 to 999, 3 by default. */
  readonly telephones?: number;
  /** A telephone that sends no sound for so long is taken for dead; null: never. 3 s. */
  readonly silentTelephoneSeconds?: number | null;
  /** Variables of one's own flows that events shall tell, beside those of Campana. */
  readonly channelVariables?: readonly string[];
}

export interface Lab {
  /** `http://campana:PASSWORD@127.0.0.1:PORT/ari` */
  readonly ariUrl: string;
  /** `https://campana:PASSWORD@127.0.0.1:PORT/ari`; its certificate is self-made. */
  readonly ariTlsUrl: string;
  /** The PEM file of the certificate, for those who shall trust it. */
  readonly certificate: string;
  /** Where recordings are: the folder below which a call's `recordName` with `.wav` stands. */
  readonly recordings: string;
  readonly sipPort: number;
  /** Each trunk's endpoint, and the port of 127.0.0.1 at which its carrier is expected. */
  readonly trunks: readonly { readonly name: string; readonly port: number }[];
  /** The port of 127.0.0.1 at which the agents' telephones are expected. */
  readonly telephonesPort: number;
  /** The laboratory's directory, for the programs around it. */
  readonly directory: string;
  /** What Asterisk has noticed, warned of and complained of so far. */
  log(): string;
  /** Ends Asterisk in good order; every call is hung up. */
  stop(): Promise<void>;
  /** kill -9: nothing of it runs any more when this resolves. */
  kill(): Promise<void>;
  /** Starts it again with the same configuration and ports; resolves when ARI answers. */
  start(): Promise<void>;
  /** Ends it and takes its directory away. */
  close(): Promise<void>;
}

/** Opens a laboratory; resolves when ARI answers, after about half a second. */
export async function openLab(options: LabOptions = {}): Promise<Lab> {
  if (!isPrepared()) throw new Error('There is no Asterisk to start. Run `npm run asterisk` once.');
  sweep();
  const directory = mkdtempSync(`${asteriskRoot()}${place}${process.pid}-`);
  const inside = directory.slice(asteriskRoot().length);
  const password = randomBytes(12).toString('hex');
  const trunks: { name: string; port: number }[] = [];
  for (const name of options.trunks ?? ['carrier']) trunks.push({ name, port: await freePort() });
  const settings = {
    directory: inside,
    password,
    httpPort: await freePort(),
    tlsPort: await freePort(),
    sipPort: await freePort(),
    trunks,
    telephones: [...range(1001, options.telephones ?? 3), ...range(2001, 4)].map(String),
    telephonesPort: await freePort(),
    silentTelephoneSeconds: options.silentTelephoneSeconds === undefined ? 3 : options.silentTelephoneSeconds,
    channelVariables: options.channelVariables ?? [],
  };
  for (const name of ['cache', 'etc', 'lib/keys', 'log', 'run', 'spool/monitor', 'spool/recording'])
    mkdirSync(`${directory}/${name}`, { recursive: true });
  writeSounds(`${directory}/sounds`);
  makeCertificate(directory);
  for (const [name, text] of Object.entries(asteriskConfig(settings)))
    writeFileSync(`${directory}/etc/${name}`, text);

  const address = (scheme: string, port: number) => `${scheme}://campana:${password}@127.0.0.1:${port}/ari`;
  const ariUrl = address('http', settings.httpPort);
  let program: Program | null = null;
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    await program?.end(signal);
    program = null;
  };
  const lab: Lab = {
    ariUrl,
    ariTlsUrl: address('https', settings.tlsPort),
    certificate: `${directory}/certificate.pem`,
    recordings: `${directory}/spool/monitor`,
    sipPort: settings.sipPort,
    trunks,
    telephonesPort: settings.telephonesPort,
    directory,
    log: () => {
      const file = `${directory}/log/messages`;
      return existsSync(file) ? readFileSync(file, 'utf8') : '';
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    start: async () => {
      const command = ['chroot', asteriskRoot(), 'asterisk', '-f', '-C', `${inside}/etc/asterisk.conf`];
      program = await startProgram('asterisk', command, directory);
      await becomesReady(program, ariUrl);
    },
    close: async () => {
      await end('SIGKILL');
      rmSync(directory, { recursive: true, force: true });
    },
  };
  await lab.start();
  return lab;
}

/** Directories of laboratories, below the Asterisk root: the process that opened one is in its name. */
const place = '/tmp/campana-lab-';

const range = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => from + index);

/** A process that was killed leaves its laboratories' directories behind; their programs ended with it. */
function sweep(): void {
  for (const name of readdirSync(`${asteriskRoot()}/tmp`)) {
    const owner = /^campana-lab-(\d+)-/.exec(name)?.[1];
    if (owner !== undefined && !existsSync(`/proc/${owner}`))
      rmSync(`${asteriskRoot()}/tmp/${name}`, { recursive: true, force: true });
  }
}

function makeCertificate(directory: string): void {
  const result = spawnSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '30',
      ],
      ...['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'],
      ...['-keyout', `${directory}/key.pem`, '-out', `${directory}/certificate.pem`],
    ],
    { encoding: 'utf8' },
  );
  if (result.status !== 0)
    throw new Error(`openssl could not make a certificate: ${result.error?.message ?? result.stderr}`);
}

async function becomesReady(program: Program, ariUrl: string): Promise<void> {
  const { origin, pathname, username, password } = new URL(ariUrl);
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    if (!program.isRunning()) throw new Error(`Asterisk ended as it started: ${program.lastWords()}`);
    const answer = await fetch(`${origin}${pathname}/endpoints`, { headers: { authorization } }).catch(
      () => null,
    );
    if (answer?.ok === true) return;
    await delay(20);
  }
  await program.end('SIGKILL');
  throw new Error(`Asterisk did not become ready in 20 s: ${program.lastWords()}`);
}
