// The server as its user starts it, over the laboratory's Asterisk, and agents who sign in by its interface.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openClient } from '../src/cli/client.ts';
import { field } from '../src/cli/read.ts';
import { findTarget } from '../src/cli/target.ts';
import { openClock } from '../src/clock.ts';
import type { Lab } from '../src/lab/lab.ts';

export interface AsteriskServer {
  readonly pid: number;
  /** Signs agents in and makes them ready; resolves when every telephone is reachable. */
  signIn(agentIds: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** Starts it and waits until it listens. Throws with its last words when it ends instead. */
export async function startAsteriskServer(
  lab: Lab,
  databaseUrl: string,
  dataDirectory: string,
  callsPerSecondMax = 1_000,
): Promise<AsteriskServer> {
  const child = spawn(process.execPath, [program], {
    env: {
      ...process.env,
      CAMPANA_LISTEN: '127.0.0.1:0',
      CAMPANA_DATABASE_URL: databaseUrl,
      CAMPANA_DATA_DIR: dataDirectory,
      CAMPANA_LOG_LEVEL: 'warn',
      CAMPANA_TELEPHONY: 'asterisk',
      CAMPANA_ARI_URL: `${lab.ariUrl}?trunk=carrier&callsPerSecond=${callsPerSecondMax}&channels=5000`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await urlOf(child);
  return {
    pid: child.pid ?? 0,
    signIn: (agentIds) => signIn(url, dataDirectory, agentIds),
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function urlOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the server has no standard output');
  const lines = createInterface({ input: child.stdout });
  return new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const url = /open at (\S+)$/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
      else if (line.startsWith('{')) process.stderr.write(`${line}\n`);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
}

async function signIn(url: string, dataDirectory: string, agentIds: readonly string[]): Promise<void> {
  const client = openClient(findTarget({ url }, { CAMPANA_DATA_DIR: dataDirectory }), openClock(1));
  const home = `/api/v1/vdns/${client.target.vdnId}/agents`;
  await becomes(() => client.send('GET', `${home}/work`).then(() => true));
  for (const agentId of agentIds) {
    await client.send('POST', `${home}/${agentId}/work/sign-in`, {});
    await client.send('POST', `${home}/${agentId}/work/ready`);
  }
  for (const agentId of agentIds)
    await becomes(async () => {
      const agent = await client.send('GET', `${home}/${agentId}/work`);
      return field(agent, 'isReachable') === true;
    });
}

/** Asks until it is so, for half a minute; a refusal is a no. */
async function becomes(isSo: () => Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < 300; looks += 1) {
    if (await isSo().catch(() => false)) return;
    await delay(100);
  }
  throw new Error('the agents cannot begin to work');
}
