// Changing a campaign: trying, doing, seeing who did what, going back. Every request says for which
// revision it was meant, so nobody's change is overwritten unseen.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { BodyOf } from '../../../../src/api/route.ts';
import {
  dryRun,
  getRevisions,
  handlingDryRun,
  patchHandling,
  putCampaign,
  rollbackCampaign,
  type ShownChange,
  type ShownRevision,
} from '../../../../src/api/routes/changes.ts';
import { ask } from '../client.ts';
import { queryClient, readAgain } from '../kept.ts';
import type { BrokenRule } from '../problem.ts';
import type { CampaignBody } from './campaigns.ts';

export type { ShownChange, ShownRevision };

/** What is not given stays as it is. */
export type HandlingChange = BodyOf<typeof handlingDryRun>;

export interface Wanted {
  /** The contract's body; null: settings stay. */
  readonly body: CampaignBody | null;
  /** Null: the handling of calls stays. */
  readonly patch: HandlingChange | null;
}

export interface Tried {
  readonly accepted: boolean;
  readonly violations: readonly BrokenRule[];
  /** What is accepted and will not work as things stand. */
  readonly warnings: readonly BrokenRule[];
  readonly changes: readonly ShownChange[];
  /** Null where settings stay. */
  readonly effect: { readonly callableNow: number; readonly nextOpening: string | null } | null;
}

/** What the changes would do; changes nothing. */
export async function tryChanges(vdnId: number, id: number, { body, patch }: Wanted): Promise<Tried> {
  const params = { vdnId, id };
  if (body === null) {
    const { accepted, violations, changes } = await ask(handlingDryRun, { params, body: patch ?? {} });
    return { accepted, violations: violations ?? [], warnings: [], changes: changes ?? [], effect: null };
  }
  const tried = await ask(dryRun, { params, body: withHandling(body, patch) });
  const { accepted, violations, warnings, changes, callableNow, nextOpening } = tried;
  return {
    accepted,
    violations: violations ?? [],
    warnings: warnings ?? [],
    changes: changes ?? [],
    effect: callableNow === undefined ? null : { callableNow, nextOpening: nextOpening ?? null },
  };
}

/** Makes the changes, all of them or none; the revision that came of it. */
export async function applyChanges(
  vdnId: number,
  id: number,
  { body, patch }: Wanted,
  ifRevision: number,
): Promise<number> {
  const params = { vdnId, id };
  try {
    const { revision } =
      body === null
        ? await ask(patchHandling, { params, body: { ...patch, ifRevision } })
        : await ask(putCampaign, { params, body: { ...withHandling(body, patch), ifRevision } });
    return revision;
  } finally {
    await readAgain('campaigns');
  }
}

const withHandling = (body: CampaignBody, patch: HandlingChange | null) =>
  patch === null ? { ...body } : { ...body, handling: patch };

/** Back to what that revision brought, as a new revision. */
export async function rollBackTo(
  vdnId: number,
  id: number,
  revision: number,
  ifRevision: number,
): Promise<void> {
  await ask(rollbackCampaign, { params: { vdnId, id }, body: { revision, ifRevision } });
  await readAgain('campaigns');
}

const revisionsQuery = (vdnId: number, id: number) =>
  queryOptions({
    queryKey: ['campaigns', 'revisions', vdnId, id],
    queryFn: ({ signal }) => ask(getRevisions, { params: { vdnId, id }, query: { limit: 200 }, signal }),
    select: ({ items }) => items,
  });

/** A beat comes within 3 seconds where the campaign runs at all; after that nobody is asked again. */
const effectMillis = [1500, 3500];

/** Who changed what, the newest first; looked at again twice while a change waits for its first beat. */
export function useRevisions(vdnId: number, id: number) {
  const answer = useQuery(revisionsQuery(vdnId, id));
  const newest = answer.data?.[0];
  const awaited = newest !== undefined && newest.effectiveAt === null ? newest.revision : null;
  useEffect(() => {
    if (awaited === null) return;
    const again = (): void =>
      void queryClient.invalidateQueries({ queryKey: revisionsQuery(vdnId, id).queryKey });
    const timers = effectMillis.map((millis) => setTimeout(again, millis));
    return () => timers.forEach(clearTimeout);
  }, [awaited, vdnId, id]);
  return answer;
}

/** `user:sam` as people say it. */
export const nameOfActor = (actor: string): string => actor.replace(/^(?:user|key):/, '');
