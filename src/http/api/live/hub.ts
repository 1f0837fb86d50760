// The listeners to the campaigns of a VDN, and the one loop that serves them all: it reads the rows every
// two seconds, composes the figures in memory every second, and stops without listeners.
import { setTimeout as delay } from 'node:timers/promises';
import type { Language } from '../../../core/language.ts';
import type { LiveCampaign, LiveFrame } from '../../../core/live.ts';
import type { CampaignId, VdnId } from '../../../core/units.ts';
import type { HttpDeps } from '../../deps.ts';
import { composeCampaign, composeVdn } from './compose.ts';
import { readVdnRows, type VdnRows } from './rows.ts';

export interface LiveListener {
  readonly language: Language;
  /** Campaigns it looks at; call `changed` after changing them. */
  readonly campaignIds: ReadonlySet<CampaignId>;
  hear(frame: LiveFrame): void;
}

export interface LiveHub {
  /** Tells `listener` about once a second until the answer is called; at once as well. */
  join(vdnId: VdnId, listener: LiveListener): () => void;
  /** A listener looks at other campaigns now. */
  changed(vdnId: VdnId): void;
}

/** Of life, whatever the speed of the world. */
const frameMillis = 1_000;
const rowsMillis = 2_000;
const hurriedMillis = 100;

interface Watch {
  readonly listeners: Set<LiveListener>;
  rows: VdnRows | null;
  /** The latest look at the rows failed. */
  isStale: boolean;
  /** Somebody has come, or looks elsewhere: do not wait for the next turn. */
  hurry: AbortController;
}

export function openLiveHub(deps: HttpDeps): LiveHub {
  const watches = new Map<VdnId, Watch>();
  const hasRun = (vdnId: VdnId, watch: Watch): void => {
    if (watches.get(vdnId) === watch) watches.delete(vdnId);
  };
  return {
    join: (vdnId, listener) => {
      const known = watches.get(vdnId);
      const watch = known ?? {
        listeners: new Set(),
        rows: null,
        isStale: false,
        hurry: new AbortController(),
      };
      watch.listeners.add(listener);
      watches.set(vdnId, watch);
      if (known === undefined) void run(deps, vdnId, watch).finally(() => hasRun(vdnId, watch));
      else watch.hurry.abort();
      return () => {
        watch.listeners.delete(listener);
        // The next listener gets a loop of its own: this one may be about to end.
        if (watch.listeners.size === 0) {
          hasRun(vdnId, watch);
          watch.hurry.abort();
        }
      };
    },
    changed: (vdnId) => watches.get(vdnId)?.hurry.abort(),
  };
}

async function run(deps: HttpDeps, vdnId: VdnId, watch: Watch): Promise<void> {
  let readAt = Number.NEGATIVE_INFINITY;
  while (watch.listeners.size > 0) {
    const isHurried = watch.hurry.signal.aborted;
    watch.hurry = new AbortController();
    const ids = new Set([...watch.listeners].flatMap(({ campaignIds }) => [...campaignIds]));
    const isMissing = isHurried && [...ids].some((id) => watch.rows?.campaigns.has(id) !== true);
    // A timer may come a little early; that is no reason to wait for the next turn.
    if (isMissing || performance.now() - readAt >= rowsMillis - frameMillis / 2) {
      readAt = performance.now();
      try {
        watch.rows = await readVdnRows(deps, vdnId, [...ids], watch.rows);
        watch.isStale = false;
      } catch (error) {
        // The frames go on and say so: an age would mean nothing in a world that runs faster than real time.
        watch.isStale = true;
        deps.log.warn({ err: error, vdnId }, 'live figures could not be read');
      }
    }
    if (watch.rows !== null) tell(deps, vdnId, watch, watch.rows);
    await delay(frameMillis, undefined, { signal: watch.hurry.signal, ref: false }).catch(() => undefined);
    // A new listener is served soon, and cannot make the rows be read all the time.
    if (watch.hurry.signal.aborted) await delay(hurriedMillis, undefined, { ref: false });
  }
}

function tell(deps: HttpDeps, vdnId: VdnId, { listeners, isStale }: Watch, rows: VdnRows): void {
  const at = deps.clock.now();
  const vdn = composeVdn(deps, vdnId, rows);
  const composed = new Map<string, LiveCampaign>();
  const compose = (id: CampaignId, language: Language): LiveCampaign[] => {
    const own = rows.campaigns.get(id);
    if (own === undefined) return [];
    const key = `${id} ${language}`;
    const campaign = composed.get(key) ?? composeCampaign(deps, rows, own, language, at);
    composed.set(key, campaign);
    return [campaign];
  };
  for (const listener of listeners) {
    const campaigns = [...listener.campaignIds].flatMap((id) => compose(id, listener.language));
    const { campaignsVersion } = rows.summary;
    listener.hear({ type: 'live', at, rowsAt: rows.at, isStale, campaignsVersion, vdn, campaigns });
  }
}
