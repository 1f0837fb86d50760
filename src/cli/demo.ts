// `npm run demo`: from nothing to two campaigns that dial and are changed while they dial, one with an
// IVR, one predicted for simulated agents. The server runs in this process with an embedded database of
// its own and the simulated carrier, or with `-- --telephony asterisk` over a laboratory with a real
// Asterisk. With `-- --once` it ends after the tour, 0 when nothing is missing; without, everything stays
// open until Ctrl-C.
import { createServer } from 'node:net';
import { openClock } from '../clock.ts';
import { type Config, readConfig } from '../config.ts';
import { prepareLab } from '../lab/prepare.ts';
import { type Server, start } from '../main.ts';
import { openClient } from './client.ts';
import { contractPath } from './command.ts';
import { type Laboratory, openLaboratory } from './demo/laboratory.ts';
import { realLengths, simulatedLengths } from './demo/lengths.ts';
import { type DemoOptions, readDemoOptions } from './demo/options.ts';
import { watchPredicted } from './demo/predicted.ts';
import { judgePredicted } from './demo/predictedReport.ts';
import { openReceiver, type Receiver } from './demo/receiver.ts';
import { judge } from './demo/report.ts';
import { clearEarlier, prepareVdn } from './demo/scene.ts';
import { takeTour } from './demo/tour.ts';
import { sentenceOf } from './failure.ts';
import { findTarget } from './target.ts';

/** The tour's simulated world runs ten times faster than real time: ten minutes of dialing take one. */
const simulatedSpeed = 10;
/** What a shell says of a program that was ended by Ctrl-C. */
const exitCodeInterrupted = 130;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function demo(args: readonly string[]): Promise<number> {
  const reading = readDemoOptions(args, process.env);
  if (!reading.ok) throw new Error(reading.fault);
  const { options } = reading;
  // Before anything is opened or installed: options that are wrong are told at once.
  const config = await readDemoConfig(options, null);
  if (options.telephony === 'simulator') return run(options, config, null);
  // While it installs, Ctrl-C ends this process as it ends any other.
  prepareLab(say);
  const laboratory = await openLaboratory();
  for (const line of laboratory.lines) say(line);
  try {
    const code = await run(options, await readDemoConfig(options, laboratory.ariUrl), laboratory);
    const recordings = `${config.dataDirectory}/recordings`;
    await laboratory.close(recordings);
    say(`Asterisk and SIPp are closed. What they recorded is in ${recordings}.`);
    return code;
  } catch (error) {
    // What went wrong first is what matters.
    await laboratory.close(null).catch(() => undefined);
    throw error;
  }
}

/** What is seen while everything comes to its end is no news for anybody. */
const sayUntil =
  (interrupted: AbortSignal) =>
  (line: string): void => {
    if (!interrupted.aborted) say(line);
  };

/** What is open while the demo runs. */
interface Stage {
  readonly config: Config;
  readonly server: Server;
  readonly receivers: readonly [Receiver, Receiver];
  readonly laboratory: Laboratory | null;
  readonly isOnce: boolean;
  readonly interrupted: AbortSignal;
}

async function run({ isOnce }: DemoOptions, config: Config, laboratory: Laboratory | null): Promise<number> {
  const interrupted = new AbortController();
  const interrupt = (): void => {
    say('Closing …');
    interrupted.abort();
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  say(`The database, its keys and its log are in ${config.dataDirectory}.`);
  const server = await start(config);
  const receivers = [await openReceiver(), await openReceiver()] as const;
  try {
    say(
      laboratory === null
        ? `Campana is open at ${server.url}, with the simulated carrier, in a world that runs ` +
            `${config.speed} times faster than real time.`
        : `Campana is open at ${server.url}, and dials over this Asterisk.`,
    );
    const stage = { config, server, receivers, laboratory, isOnce, interrupted: interrupted.signal };
    const toured = await tour(stage);
    if (toured === null) return exitCodeInterrupted;
    if (!isOnce) await stayOpen(stage, toured);
    return toured.isWell ? 0 : 1;
  } finally {
    const stopped = server.stop(isOnce ? 1_000 : 5_000);
    // A call that outlived the server would be lost, and its result be missing in the next demo.
    await laboratory?.hangUpUntil(stopped);
    await stopped;
    for (const receiver of receivers) await receiver.close();
  }
}

interface Toured {
  readonly isWell: boolean;
  /** Lets the predicted campaign dial, or stops it. */
  readonly turn: (way: 'resume' | 'pause') => Promise<unknown>;
}

/** @returns null when somebody pressed Ctrl-C before its end */
async function tour(stage: Stage): Promise<Toured | null> {
  const { config, server, receivers, laboratory, isOnce, interrupted } = stage;
  const target = findTarget(
    { url: server.url, ...(server.bootstrap ?? {}), vdn: String(server.bootstrap?.vdnId ?? 1) },
    { CAMPANA_DATA_DIR: config.dataDirectory },
  );
  const { speed } = config;
  const clock = openClock(speed);
  const client = openClient(target, clock);
  const lengths = laboratory === null ? simulatedLengths(speed) : realLengths;
  const signal = isOnce
    ? AbortSignal.any([interrupted, AbortSignal.timeout(lengths.tourMillisMax)])
    : interrupted;
  const path = contractPath(client);
  const zone = await prepareVdn(client, clock);
  await clearEarlier(client, path);
  const suffix = new Date(clock.now()).toISOString().slice(0, 19).replaceAll(/\D/g, '');
  const scene = {
    client,
    clock,
    say: sayUntil(interrupted),
    signal,
    speed,
    lengths,
    laboratory,
    path,
    zone,
    suffix,
  };
  const [forIvr, forPredicted] = receivers;
  const seen = await takeTour({ ...scene, receiver: forIvr });
  if (interrupted.aborted) return null;
  const report = judge(seen, forIvr.results, forIvr.repeated());
  sayAll(report.lines);
  const watched = await watchPredicted({ ...scene, receiver: forPredicted });
  if (interrupted.aborted) return null;
  const predictedReport = judgePredicted(watched, forPredicted.results, speed);
  sayAll(predictedReport.lines);
  return {
    isWell: report.faults.length + predictedReport.faults.length === 0,
    turn: (way) => client.send('PUT', `${path}/${watched.campaignId}/${way}`),
  };
}

function sayAll(lines: readonly string[]): void {
  for (const line of ['', ...lines, '']) say(line);
}

/**
 * The demo's own data directory, a quiet log, and a free port when nobody asked for one.
 * @param ariUrl of the laboratory; null: the simulated carrier
 */
async function readDemoConfig({ telephony, rest }: DemoOptions, ariUrl: string | null): Promise<Config> {
  const isReal = telephony === 'asterisk';
  const environment = {
    CAMPANA_DATA_DIR: isReal ? './data/demo-asterisk' : './data/demo',
    CAMPANA_LOG_LEVEL: 'warn',
    CAMPANA_LISTEN: (await isFree(8080)) ? '127.0.0.1:8080' : '127.0.0.1:0',
    ...process.env,
    ...(ariUrl === null
      ? { CAMPANA_TELEPHONY: 'simulator' }
      : { CAMPANA_TELEPHONY: 'asterisk', CAMPANA_ARI_URL: ariUrl }),
  };
  const speed = isReal ? [] : ['--speed', String(simulatedSpeed)];
  const reading = readConfig(environment, ['--world', ariUrl === null ? 'demo' : 'lab', ...speed, ...rest]);
  if (!reading.ok) {
    const known = rest.length === 0 ? [] : ['The demo itself knows --once and --telephony asterisk.'];
    throw new Error([...reading.faults, ...known].join('\n'));
  }
  return reading.config;
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

/** The supervisor who stays may watch the predicted campaign go on. */
async function stayOpen({ config, server, laboratory, interrupted }: Stage, { turn }: Toured): Promise<void> {
  await turn('resume');
  const connection = `CAMPANA_DATA_DIR=${config.dataDirectory} npx campana`;
  say(
    [
      '',
      `Everything stays open until Ctrl-C. The console is at ${server.url}, and the command line asks the same server:`,
      `  ${connection} campaign list --url ${server.url}`,
      `  ${connection} campaign pacing CAMPAIGN --url ${server.url}`,
      `  ${connection} explain CAMPAIGN --url ${server.url}`,
      `The user and password for the console, and the key, are in ${config.dataDirectory}/bootstrap.json.`,
      ...(laboratory === null ? [] : [`Asterisk shows its calls, too:\n  ${laboratory.console}`]),
    ].join('\n'),
  );
  // Something must keep the promise alive for as long as nobody presses Ctrl-C: the server does.
  if (!interrupted.aborted)
    await new Promise<void>((resolve) => interrupted.addEventListener('abort', () => resolve()));
  // The next demo must not find it dialing.
  await turn('pause');
}

try {
  process.exitCode = await demo(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 1;
}
