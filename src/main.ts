// Opens the doors in order (data directory, database, schema, first tenant, carrier, HTTP, workers) and
// closes them in reverse. Nothing here decides about calls. As a program it is the server; the demo
// and the tests of faults call `start`.
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import { type Bootstrap, bootstrap } from './bootstrap.ts';
import { type Clock, openClock } from './clock.ts';
import { type Config, readConfig } from './config.ts';
import { maskedNumber } from './core/masking.ts';
import { type DataDirectory, openDataDirectory } from './dataDirectory.ts';
import { buildApp } from './http/app.ts';
import { lateDesk } from './http/lateDesk.ts';
import { keepEmbedded } from './keepEmbedded.ts';
import { watchProcess } from './lifetime.ts';
import { createMetrics } from './metrics.ts';
import { listSimulatedTeams } from './store/agents/agents.ts';
import { listenForChanges } from './store/campaigns/changes.ts';
import { type Database, openDatabase } from './store/database/connection.ts';
import { startEmbedded } from './store/database/embedded.ts';
import { migrate } from './store/database/migrate.ts';
import { answers, shareStorage } from './store/database/storage.ts';
import { pauseDemoCampaigns } from './store/system/demoWorld.ts';
import { openAsterisk } from './telephony/asterisk/driver.ts';
import type { Driver } from './telephony/driver.ts';
import { startSimulatedAgents } from './telephony/simulatedAgents.ts';
import { openSimulator } from './telephony/simulator.ts';
import { type Engine, startEngine } from './workers/engine.ts';
import { callbackRefusal } from './workers/results/callbackAddress.ts';

export interface Server {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  /** What the first start made; null when the database was not empty. */
  readonly bootstrap: Bootstrap | null;
  /**
   * Stops placing calls, waits at most `graceMillis` for what is in the air, and closes everything.
   * Called twice it is one stop.
   */
  stop(graceMillis?: number): Promise<void>;
}

/** Workers and requests have connections of their own, so that neither starves the other. */
const connectionsForWorkers = 16;
const connectionsForRequests = 12;
const databasePortDefault = 5432;
const graceMillisDefault = 10_000;

type Closer = (graceMillis: number) => Promise<unknown>;

export interface StartOptions {
  /** Another carrier than the configured one: the fault tests put a witness between. */
  readonly openDriver?: (clock: Clock) => Driver;
}

/** Starts everything. Throws with a sentence for the operator, and leaves nothing open then. */
export async function start(config: Config, options: StartOptions = {}): Promise<Server> {
  const closers: Closer[] = [];
  const close = async (graceMillis: number): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer(graceMillis);
  };
  try {
    const opened = await open(config, options, closers);
    let stopping: Promise<void> | null = null;
    return {
      ...opened,
      stop: (graceMillis = graceMillisDefault) => {
        stopping ??= close(graceMillis);
        return stopping;
      },
    };
  } catch (error) {
    await close(0);
    throw error;
  }
}

async function open(config: Config, options: StartOptions, closers: Closer[]): Promise<Omit<Server, 'stop'>> {
  const log = openLog(config);
  const clock = openClock(config.speed);
  const metrics = createMetrics();
  const directory = await openDataDirectory(config.dataDirectory);
  closers.push(() => directory.release());

  const { forWorkers, forHeart, forRequests, databasePort } = await openStore(
    config,
    directory,
    log,
    closers,
  );
  const made = await bootstrap(forRequests, {
    clock,
    dataDirectory: directory.path,
    masterKey: directory.masterKey,
    world: config.world,
  });
  if (config.telephony === 'asterisk') {
    const paused = await pauseDemoCampaigns(forRequests, clock.now());
    if (paused > 0) log.warn({ paused }, 'campaigns of the demo are paused: the carrier is real');
  }

  const driver = options.openDriver?.(clock) ?? openDriver(config, clock, directory.nodeId, log);
  closers.push(() => driver.close());

  let isStopping = false;
  let late: Engine | null = null;
  const app = buildApp({
    database: forRequests,
    clock,
    masterKey: directory.masterKey,
    log,
    isCarrierSimulated: () => config.telephony === 'simulator',
    gateways: () => driver.gateways(),
    carrierShare: (view) => late?.share(view) ?? null,
    desk: lateDesk(() => late?.desk ?? null),
    agentsView: (...of) => late?.agentsView(...of) ?? null,
    pacing: (vdnId, campaignId) => late?.latestBeat(vdnId, campaignId) ?? null,
    hasLockedRows: (vdnId, campaignId) => late?.hasLockedRows(vdnId, campaignId) ?? false,
    callsByStage: (vdnId, campaignId) => late?.callsByStage(vdnId, campaignId) ?? null,
    callbackRefusal: (url, trustlist) => callbackRefusal(url, trustlist, new Set([databasePort])),
    consoleDirectory: fileURLToPath(new URL('../web/dist/', import.meta.url)),
    metrics: () => metrics.registry.metrics(),
    ready: async () => !isStopping && (await answers(forRequests)),
    ...(config.tls === null ? {} : { tls: config.tls }),
    behindProxy: config.isBehindProxy,
  });
  closers.push(() => app.close());

  const { host, port } = config.listen;
  await app.listen({ host, port }).catch((error: unknown) => {
    throw new Error(`CAMPANA_LISTEN: ${host}:${port} cannot be opened: ${sentenceOf(error)}`);
  });

  // Last of all: a server that cannot open its port must not have dialed.
  const engine = await startEngine({
    database: forWorkers,
    heartDatabase: forHeart,
    clock,
    log,
    metrics,
    driver,
    owner: directory.nodeId,
    speed: config.speed,
    closedPorts: [databasePort],
  });
  late = engine;
  closers.push((graceMillis) => engine.stop(graceMillis));
  const agents = startSimulatedAgents({
    clock,
    desk: engine.desk,
    findTeams: () => listSimulatedTeams(forWorkers),
    onFailure: (error) => log.warn({ err: error }, 'a simulated agent tries again'),
  });
  closers.push(() => agents.stop());
  const unlisten = await listenForChanges(forWorkers, (campaign) => engine.wake(campaign));
  // Not waited for: the pool ends the listener in any case.
  closers.push(async () => void unlisten().catch(() => undefined));

  closers.push(async () => {
    isStopping = true;
  });
  const url = urlOf(config, app.server.address());
  log.info({ url, node: directory.nodeId, telephony: config.telephony, speed: config.speed }, 'open');
  return { url, bootstrap: made };
}

/** The database, embedded or given, with the schema of this code. */
async function openStore(
  config: Config,
  directory: DataDirectory,
  log: Logger,
  closers: Closer[],
): Promise<Record<'forWorkers' | 'forHeart' | 'forRequests', Database> & { databasePort: number }> {
  const embedded = config.databaseUrl === null ? await startEmbedded(directory.path) : null;
  if (embedded !== null) {
    closers.push(() => embedded.stop());
    log.info({ adopted: embedded.isAdopted }, 'embedded database running');
  }
  const url = embedded?.url ?? config.databaseUrl ?? '';
  // Nobody waits long for a row that somebody has locked: the connection is needed by other tenants.
  const forWorkers = openDatabase(url, connectionsForWorkers, { lockMillisMax: 1_000 });
  // A beat is late before it is slow: what takes longer is given up and tried again.
  const forHeart = openDatabase(url, 1, { statementMillisMax: 2_000 });
  const forRequests = openDatabase(url, connectionsForRequests);
  // Side by side: a database that hangs takes the whole time of each.
  const pools = [forWorkers, forHeart, forRequests];
  closers.push(() => Promise.all(pools.map((pool) => pool.end({ timeout: 5 }))));
  shareStorage(forWorkers, forRequests);
  if (embedded !== null) {
    const keeper = keepEmbedded(embedded, forWorkers, openClock(1), log);
    closers.push(() => keeper.stop());
  }
  const applied = await migrate(forWorkers);
  if (applied > 0) log.info({ applied }, 'schema migrated');
  const databasePort = Number(URL.parse(url)?.port) || databasePortDefault;
  return { forWorkers, forHeart, forRequests, databasePort };
}

function openDriver(config: Config, clock: Clock, nodeId: string, log: Logger): Driver {
  const { gateways, telephony } = config;
  return telephony === 'asterisk' ? openAsterisk(clock, { gateways, nodeId, log }) : openSimulator(clock, {});
}

const phoneKeys = ['called', 'caller'];
const secretKeys = ['password', 'authorization', 'secret', 'sk'];
/** Where PostgreSQL repeats the row that broke a statement, numbers and all. */
const rowKeys = ['err.detail', 'err.where', 'err.query', 'err.parameters', 'err.args'];

/** The log of the process; `destination` is standard output when not given. */
export function openLog(config: Pick<Config, 'logLevel'>, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level: config.logLevel,
    base: null,
    // Log a number only under one of these keys; a secret is never shown.
    redact: {
      paths: [...[...phoneKeys, ...secretKeys].flatMap((key) => [key, `*.${key}`]), ...rowKeys],
      censor: (value, path) =>
        typeof value === 'string' && phoneKeys.includes(path.at(-1) ?? '') ? maskedNumber(value) : '…',
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

function urlOf(config: Config, address: string | AddressInfo | null): string {
  const port = typeof address === 'object' && address !== null ? address.port : config.listen.port;
  const { host } = config.listen;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `${config.tls === null ? 'http' : 'https'}://${name}:${port}`;
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The server as a program: lifetime.ts says what ends it. */
async function run(): Promise<void> {
  const reading = readConfig(process.env, process.argv.slice(2));
  if (!reading.ok) return fail(reading.faults.join('\n'));
  const lifetime = watchProcess(openLog(reading.config));
  let server: Server;
  try {
    server = await start(reading.config);
  } catch (error) {
    return fail(sentenceOf(error));
  }
  if (server.bootstrap !== null) tellBootstrap(server.bootstrap, reading.config.dataDirectory);
  process.stdout.write(`Campana is open at ${server.url}\n`);
  lifetime.opened(server);
}

function fail(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

/** Shown once, and only to a person at a terminal: what is kept of an output is read by many. */
function tellBootstrap(made: Bootstrap, dataDirectory: string): void {
  const file = `${dataDirectory}/bootstrap.json`;
  if (!process.stdout.isTTY) {
    process.stdout.write(
      `The database was empty, so the first tenant has been added. Its keys and its password are in ${file}.\n`,
    );
    return;
  }
  process.stdout.write(
    `The database was empty, so the first tenant has been added. This is shown once;\n` +
      `${file} keeps it.\n` +
      `  VDN         ${made.vdnId}\n  access key  ${made.ak}\n  secret key  ${made.sk}\n` +
      `  user        ${made.user}\n  password    ${made.password}\n`,
  );
}

if (import.meta.main) await run();
