// A change in the making: the revision it began at, what has been changed since, and what somebody else
// has changed meanwhile, which waits for a decision. Nothing of theirs is overwritten unseen.
import { useState } from 'react';
import type { CampaignDetail } from '../../../api/campaigns/campaigns.ts';
import type { ShownChange, Wanted } from '../../../api/campaigns/revisions.ts';
import { serverNow } from '../../../live/serverClock.ts';
import {
  bodyOf,
  type Draft,
  draftOf,
  pathsBetween,
  type VdnForForm,
  valueAt,
  withValue,
} from '../form/draft.ts';

export interface Changing {
  readonly draft: Draft;
  /** What the change began at. */
  readonly base: Draft;
  readonly revision: number;
  readonly changedPaths: readonly string[];
  /** Null: nobody else has changed the settings. */
  readonly theirs: { readonly changes: readonly ShownChange[]; readonly isMineToo: boolean } | null;
  readonly wanted: Wanted;
  set(draft: Draft): void;
  reset(): void;
  /** Puts what was changed here on top of what rules now. */
  keepMine(): void;
}

interface State {
  readonly revision: number;
  readonly base: Draft;
  readonly draft: Draft;
}

export function useChanging(campaign: CampaignDetail, vdn: VdnForForm): Changing {
  const stateOf = (from: CampaignDetail): State => {
    const base: Draft = {
      ...draftOf(from, vdn.timeZone, serverNow()),
      handling: { ...from.handling, machineDetection: from.handling.machineDetection ?? undefined },
    };
    return { revision: from.revision, base, draft: base };
  };
  const [state, setState] = useState(() => stateOf(campaign));
  const { base, draft, revision } = state;
  const changedPaths = pathsBetween(base, draft);
  const present = campaign.revision === revision ? state : stateOf(campaign);
  // What they changed to the very same is no difference: one's own change comes back like that as well.
  const stillDiffering = pathsBetween(draft, present.base);
  const theirPaths = pathsBetween(base, present.base).filter((path) => stillDiffering.includes(path));
  const onTop = (): State => ({
    ...present,
    draft: changedPaths.reduce((on, path) => withValue(on, path, valueAt(draft, path)), present.base),
  });
  // Where there is nothing to decide, what rules now is taken over: pause and resume change no setting.
  if (present !== state && (changedPaths.length === 0 || theirPaths.length === 0)) setState(onTop());
  const isHandling = (path: string): boolean => path.startsWith('handling.');
  const { handling, ...body } = draft;
  return {
    draft,
    base,
    revision,
    changedPaths,
    theirs:
      theirPaths.length === 0
        ? null
        : {
            changes: theirPaths.map((path) => ({
              path,
              before: valueAt(base, path),
              after: valueAt(present.base, path),
            })),
            isMineToo: theirPaths.some((path) => changedPaths.includes(path)),
          },
    wanted: {
      body: changedPaths.every(isHandling) ? null : bodyOf(body, vdn, base),
      patch: changedPaths.some(isHandling) ? patchOf(handling) : null,
    },
    set: (next) => setState({ ...state, draft: next }),
    reset: () => setState(stateOf(campaign)),
    keepMine: () => setState(onTop()),
  };
}

/** Everything of it, with null for what there is none of. */
function patchOf(handling: unknown): Wanted['patch'] {
  const detection = valueAt(handling, 'machineDetection');
  const leavesMessage = ['machine', 'unsure'].some((name) => valueAt(detection, name) === 'leaveMessage');
  const patch = {
    weight: valueAt(handling, 'weight'),
    recording: valueAt(handling, 'recording'),
    abandonmentFlowCode: valueAt(handling, 'abandonmentFlowCode') ?? null,
    machineDetection:
      detection === undefined
        ? null
        : {
            machine: valueAt(detection, 'machine'),
            unsure: valueAt(detection, 'unsure'),
            messageFlowCode: leavesMessage ? (valueAt(detection, 'messageFlowCode') ?? null) : null,
          },
  };
  // The server judges it: what the form holds came from it or from its own choices.
  return patch as Wanted['patch'];
}
