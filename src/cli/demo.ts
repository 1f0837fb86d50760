// `npm run demo`: from nothing to two campaigns that dial and are changed while they dial, one with an
// IVR, one predicted for simulated agents. The server runs in this process with an embedded database of
// its own and the simulated carrier. With `-- --once` it ends after the tour, 0 when nothing is missing;
// without, everything stays open until Ctrl-C.
import { createServer } from 'node:net';
import { openClock } from '../clock.ts';
import { type Config, readConfig } from '../config.ts';
import { type Server, start } from '../main.ts';
import { openClient } from './client.ts';
import { contractPath } from './command.ts';
import { watchPredicted } from './demo/predicted.ts';
import { judgePredicted } from './demo/predictedReport.ts';
import { openReceiver, type Receiver } from './demo/receiver.ts';
import { judge } from './demo/report.ts';
import { clearEarlier, prepareVdn, type Scene } from './demo/scene.ts';
import { takeTour } from './demo/tour.ts';
import { sentenceOf } from './failure.ts';
import { findTarget } from './target.ts';

/** The world of the tour runs ten times faster than life, so ten minutes of dialing take one. */
const speedDefault = 10;
/** What the tour may take with --once: what is done in life, and what is done in the world. */
const tourMillisMax = (speed: number): number => 25_000 + 620_000 / speed;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());

async function demo(args: readonly string[]): Promise<number> {
  const isOnce = args.includes('--once');
  const config = await readDemoConfig(args.filter((arg) => arg !== '--once'));
  say(`The database, its keys and its log are in ${config.dataDirectory}.`);
  const server = await start(config);
  const receivers = [await openReceiver(), await openReceiver()] as const;
  try {
    say(
      `Campana is open at ${server.url}, with the simulated carrier, in a world that runs ` +
        `${config.speed} times faster than life.`,
    );
    const isWell = await tour(config, server, receivers, isOnce);
    if (isOnce) return isWell ? 0 : 1;
    if (!interrupted.signal.aborted) await stayOpen(config, server);
    return isWell ? 0 : 1;
  } finally {
    await server.stop(isOnce ? 1_000 : 5_000);
    for (const receiver of receivers) await receiver.close();
  }
}

async function tour(
  config: Config,
  server: Server,
  receivers: readonly [Receiver, Receiver],
  isOnce: boolean,
): Promise<boolean> {
  const target = findTarget(
    { url: server.url, ...(server.bootstrap ?? {}), vdn: String(server.bootstrap?.vdnId ?? 1) },
    { CAMPANA_DATA_DIR: config.dataDirectory },
  );
  const { speed } = config;
  const clock = openClock(speed);
  const client = openClient(target, clock);
  const signal = isOnce
    ? AbortSignal.any([interrupted.signal, AbortSignal.timeout(tourMillisMax(speed))])
    : interrupted.signal;
  const home = `/api/v1/vdns/${target.vdnId}`;
  const path = contractPath(client);
  const zone = await prepareVdn(client, home, clock);
  await clearEarlier(client, path);
  const suffix = new Date(clock.now()).toISOString().slice(0, 19).replaceAll(/\D/g, '');
  const scene: Omit<Scene, 'receiver'> = { client, clock, say, signal, speed, home, path, zone, suffix };
  const [forIvr, forPredicted] = receivers;
  const seen = await takeTour({ ...scene, receiver: forIvr });
  const report = judge(seen, forIvr.results, forIvr.repeated());
  sayAll(report.lines);
  const watched = await watchPredicted({ ...scene, receiver: forPredicted });
  const predictedReport = judgePredicted(watched, forPredicted.results, speed);
  sayAll(predictedReport.lines);
  // The supervisor who stays may watch it go on.
  if (!isOnce) await client.send('PUT', `${path}/${watched.campaignId}/resume`);
  return report.faults.length + predictedReport.faults.length === 0;
}

function sayAll(lines: readonly string[]): void {
  for (const line of ['', ...lines, '']) say(line);
}

/** The demo's own data directory, a quiet log, and a free port when nobody asked for one. */
async function readDemoConfig(args: readonly string[]): Promise<Config> {
  const environment = {
    CAMPANA_DATA_DIR: './data/demo',
    CAMPANA_LOG_LEVEL: 'warn',
    CAMPANA_LISTEN: (await isFree(8080)) ? '127.0.0.1:8080' : '127.0.0.1:0',
    ...process.env,
  };
  const reading = readConfig(environment, ['--world', 'demo', '--speed', String(speedDefault), ...args]);
  if (!reading.ok) throw new Error(reading.faults.join('\n'));
  return reading.config;
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

async function stayOpen(config: Config, server: Server): Promise<void> {
  const connection = `CAMPANA_DATA_DIR=${config.dataDirectory} npx campana`;
  say(
    [
      '',
      `Everything stays open until Ctrl-C. The interface is at ${server.url}, for example:`,
      `  ${connection} campaign list --url ${server.url}`,
      `  ${connection} campaign pacing CAMPAIGN --url ${server.url}`,
      `  ${connection} explain CAMPAIGN --url ${server.url}`,
      `The key, the user and the password are in ${config.dataDirectory}/bootstrap.json.`,
    ].join('\n'),
  );
  // Something must keep the promise alive for as long as nobody presses Ctrl-C: the server does.
  await new Promise<void>((resolve) => interrupted.signal.addEventListener('abort', () => resolve()));
}

try {
  process.exitCode = await demo(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 1;
}
