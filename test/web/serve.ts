// The server that the browser tests talk to: the real one with its embedded database, the simulated
// carrier and the demo world, and in it people of each role and campaigns of several kinds and states.
// Says `ready` and where it is on standard output, and ends on SIGTERM with nothing left behind.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, openClient } from '../../src/cli/client.ts';
import { exampleRequest, ivrCampaign, offHookParam, plainNumbersCsv } from '../../src/cli/demo/requests.ts';
import { prepareVdn, upload } from '../../src/cli/demo/scene.ts';
import { items } from '../../src/cli/read.ts';
import { openClock } from '../../src/clock.ts';
import { readConfig } from '../../src/config.ts';
import { start } from '../../src/main.ts';
import { password, users } from './people.ts';

const directory = mkdtempSync(join(tmpdir(), 'campana-console-'));
// As root, PostgreSQL runs as a user of its own, who must be able to pass.
chmodSync(directory, 0o711);
const speed = process.env.CAMPANA_TEST_SPEED ?? '1';
const reading = readConfig(
  {
    CAMPANA_LISTEN: process.env.CAMPANA_TEST_LISTEN ?? '127.0.0.1:0',
    CAMPANA_DATA_DIR: directory,
    CAMPANA_LOG_LEVEL: process.env.CAMPANA_TEST_LOG ?? 'error',
  },
  ['--world', 'demo', '--speed', speed],
);
if (!reading.ok) throw new Error(reading.faults.join('\n'));
const server = await start(reading.config);
const stop = async (code = 0): Promise<void> => {
  await server.stop(0);
  rmSync(directory, { recursive: true, force: true });
  process.exit(code);
};
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());

const made = server.bootstrap;
if (made === null) throw new Error('the database was not empty');
const clock = openClock(1);
const client = openClient(
  { url: new URL(server.url), key: { ak: made.ak, sk: made.sk }, vdnId: made.vdnId },
  clock,
);
try {
  await fill(client);
  process.stdout.write(`ready ${server.url}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  await stop(1);
}

async function fill(to: Client): Promise<void> {
  const home = '/api/v1/vdns/1';
  const path = '/rest/isales/v1/openapi/campaigns/1';
  const now = clock.now();
  const zone = await prepareVdn(to, clock);
  // Each test makes its campaigns; together they are more than a VDN has by itself.
  await to.send('PATCH', home, { settings: { ivrCampaignsMax: 1_000, skillCampaignsMax: 1_000 } });
  for (const [name, role] of Object.entries(users)) {
    await to.send('POST', `${home}/users`, { name, role, password });
  }
  const callBackUrl = 'http://127.0.0.1:9/results';
  const ivr = (name: string, change: object = {}) => ({
    ...ivrCampaign(name, 2, callBackUrl, now, zone),
    ...change,
  });
  const campaigns: [body: object, numbers: number][] = [
    [ivr('Appointment reminders'), 2_000],
    [exampleRequest('Contract renewals', offHookParam, callBackUrl, now, zone), 3_000],
    [ivr('Delivery notes', { initStatus: 3 }), 500],
    [ivr('Spring survey', { initStatus: 1 }), 0],
    [ivr('<img src=x onerror=alert(1)>', { initStatus: 1 }), 0],
  ];
  for (const [body, numbers] of campaigns) {
    await to.send('POST', path, body);
    const listed = await to.send('GET', `${home}/campaigns?limit=1`);
    const id = Reflect.get(Object(items(listed, 'items')[0]), 'id');
    if (numbers > 0) await upload(to, id, plainNumbersCsv(numbers).csv);
  }
}
