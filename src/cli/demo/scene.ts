// The common parts of both tours: prepare the VDN, remove earlier tours, upload numbers, and wait for a
// condition.
import { createHash } from 'node:crypto';
import type { AnswerOf, Asking, Route } from '../../api/route.ts';
import { putAgent, putFlow, putSkillQueue } from '../../api/routes/agents.ts';
import { getRevisions } from '../../api/routes/changes.ts';
import { postImport } from '../../api/routes/imports.ts';
import { getVdn, patchVdn } from '../../api/routes/vdns.ts';
import type { Clock } from '../../clock.ts';
import { isTimeZone } from '../../core/zone.ts';
import type { Client } from '../client.ts';
import { cell, items } from '../read.ts';
import type { Laboratory } from './laboratory.ts';
import { agentsCount, type Lengths } from './lengths.ts';
import type { Receiver } from './receiver.ts';
import { exampleNameShortened, zoneOfAfternoon } from './requests.ts';

export interface Scene {
  readonly client: Client;
  readonly clock: Clock;
  readonly receiver: Receiver;
  readonly say: (line: string) => void;
  /** Ends the waiting: the time is over, or somebody pressed Ctrl-C. */
  readonly signal: AbortSignal;
  /** How many times faster than real time the world runs. */
  readonly speed: number;
  readonly lengths: Lengths;
  /** Null: the carrier is the simulated one. */
  readonly laboratory: Laboratory | null;
  /** `/rest/isales/v1/openapi/campaigns/1` */
  readonly path: string;
  readonly zone: string;
  /** Tells the campaigns of one tour from those of another. */
  readonly suffix: string;
}

/**
 * Lets the VDN call at this hour and lets notices go to this machine; gives the world what it needs, also
 * in a database that an older tour has left.
 */
export async function prepareVdn(client: Client, clock: Clock): Promise<string> {
  const zone = zoneOfAfternoon(clock.now());
  const vdn = { vdnId: client.target.vdnId };
  const { settings: before } = await client.ask(getVdn, { params: vdn });
  const settings = {
    callbackTrustlist: [...new Set([...before.callbackTrustlist, '127.0.0.1'])],
    ...(isTimeZone(zone) ? { timeZone: zone } : {}),
  };
  await client.ask(patchVdn, { params: vdn, body: { settings } });
  await client.ask(putSkillQueue, { params: { ...vdn, skillId: 5 }, body: { name: 'Voice Skill Queue' } });
  for (let number = 1; number <= agentsCount; number += 1)
    await client.ask(putAgent, {
      params: { ...vdn, agentId: 1000 + number },
      body: { name: `Agent ${number}`, skills: [{ skillId: 5 }], simulated: true },
    });
  await client.ask(putFlow, {
    params: { ...vdn, code: 1001 },
    body: { description: 'Plays an announcement and hangs up', playSeconds: 8 },
  });
  return isTimeZone(zone) ? zone : before.timeZone;
}

/** Campaigns of an earlier tour would hold the name of the example and the places of the VDN. */
export async function clearEarlier(client: Client, path: string): Promise<void> {
  const found = await client.send('GET', `${path}?status=0&deviceType=0&curPage=1&rowsPerPage=100`);
  for (const one of items(found, 'data')) {
    const name = String(cell(one, 'name'));
    if (!/^(?:Demo|Example) \d{14}$/.test(name) && name !== exampleNameShortened) continue;
    const id = cell(one, 'id');
    // One that has ended cannot be paused, and can be deleted all the same.
    await client.send('PUT', `${path}/${id}/pause`).catch(() => undefined);
    await client.send('DELETE', `${path}/${id}`, { archiveHistory: 1 }).catch(() => undefined);
  }
}

export async function upload(client: Client, campaignId: number, csv: string) {
  const hash = createHash('sha256').update(csv).digest('hex');
  const headers = { 'content-type': 'text/csv; charset=utf-8', 'x-content-sha256': hash };
  const params = { vdnId: client.target.vdnId, id: campaignId };
  const asking = { params, query: { fileName: 'demo.csv' }, headers };
  return client.upload(postImport, asking, new Blob([csv]).stream());
}

/** Looks twice a second of the world, ten times a second of real time at most. */
export const lookMillis = (speed: number): number => Math.max(500, 100 * speed);

/** Asks until `isSo`, or until the signal: then the report says what is missing. */
export async function until<One extends Route>(
  { client, clock, signal, speed }: Scene,
  route: One,
  asking: Asking<One>,
  isSo: (seen: AnswerOf<One>) => boolean,
): Promise<void> {
  while (!signal.aborted && !isSo(await client.ask(route, asking)))
    await clock.sleep(lookMillis(speed), signal);
}

/** A campaign of the tour, as a route asks for it. */
export const paramsOf = ({ client }: Scene, campaignId: number) => ({
  vdnId: client.target.vdnId,
  id: campaignId,
});

/** One change of a campaign, as its revision tells: when it was made, and the beat that first obeyed it. */
export interface Change {
  readonly revision: number;
  readonly changedAt: string | null;
  readonly effectiveAt: string | null;
}

/** The newest change, once a beat has obeyed it or the time is over. */
export async function newestChange(scene: Scene, campaignId: number): Promise<Change> {
  const asking = { params: paramsOf(scene, campaignId), query: { limit: 1 } };
  await until(scene, getRevisions, asking, ({ items }) => typeof items[0]?.effectiveAt === 'string');
  const [newest] = (await scene.client.ask(getRevisions, asking)).items;
  return {
    revision: newest?.revision ?? 0,
    changedAt: newest?.at ?? null,
    effectiveAt: newest?.effectiveAt ?? null,
  };
}
