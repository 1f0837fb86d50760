// The plan of a campaign with agents: which rule paces it, that no call is placed unless an agent can take
// it, and that a kind of dialing with one agent for each call places as many calls as agents are free.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pacingRuleOf } from '../../src/core/agentPacing.ts';
import type { CampaignSettings, DeviceType } from '../../src/core/campaign.ts';
import { noCarrierLimit } from '../../src/core/carrier.ts';
import { explainCampaign } from '../../src/core/explain.ts';
import { callsInFlightMax } from '../../src/core/gates.ts';
import { callHandlingDefault } from '../../src/core/handling.ts';
import { createPacer } from '../../src/core/pacing/pacer.ts';
import { plan } from '../../src/core/plan.ts';
import { toCampaignId, toMillis, toVdnId } from '../../src/core/units.ts';
import type { AgentsView, CampaignView } from '../../src/core/view.ts';

const morning = toMillis(Date.UTC(2026, 10, 23, 9));
const settingsOf = (deviceType: DeviceType): CampaignSettings => ({
  name: 'agents',
  description: null,
  beginAt: null,
  endAt: null,
  deviceType,
  callerNo: '100',
  maxAlertingSeconds: 30,
  schedule: { workday: [{ begin: 0, end: 1439 }, null, null], holiday: [null, null, null] },
  ivr: null,
  skill: {
    skillId: 5,
    skillName: null,
    predict: deviceType === 2 ? { method: 'offHook', offHookRatePercent: 100 } : null,
    preview: null,
  },
  callBackUrl: 'https://example.com/results',
});
const agentsWith = (changed: Partial<AgentsView['seen']>): AgentsView => ({
  seen: {
    at: morning,
    idle: 3,
    staffed: 5,
    talkingSince: [],
    wrapUpSince: [],
    dialedAt: [],
    foreignDialedAt: [],
    waitingSince: [],
    ringLimitSeconds: 30,
    ...changed,
  },
  pacer: createPacer(morning),
  rule: { method: 'progressive' },
  law: { abandonShareMax: 0.03, answerLimitSeconds: 2, block: { answered: 0, abandoned: 0 } },
});
const viewOf = (deviceType: DeviceType, agents: AgentsView | null): CampaignView => ({
  campaign: {
    vdnId: toVdnId(1),
    id: toCampaignId(1),
    state: 'started',
    revision: 1,
    settings: settingsOf(deviceType),
    handling: callHandlingDefault,
  },
  timeZone: 'UTC',
  specialDates: [],
  waiting: 1_000,
  firstDueAt: toMillis(0),
  calling: 0,
  pacing: { credit: 0, beatAt: null },
  share: noCarrierLimit,
  agents,
});

describe('the rule that paces a campaign', () => {
  it('is its predictMethod, or our own where the VDN says so; none for an IVR', () => {
    expect(pacingRuleOf(settingsOf(2), 'contract')).toMatchObject({ method: 'offHook' });
    expect(pacingRuleOf(settingsOf(2), 'own')).toEqual({ method: 'own' });
    expect(pacingRuleOf(settingsOf(5), 'own')).toEqual({ method: 'progressive' });
    expect(pacingRuleOf(settingsOf(6), 'own')).toEqual({ method: 'progressive' });
    expect(pacingRuleOf(settingsOf(3), 'own')).toBeNull();
  });
});

describe('a campaign with agents', () => {
  it('is asked every second, and says what it saw', () => {
    const decided = plan(viewOf(2, agentsWith({})), morning);
    expect(decided).toMatchObject({ beatSeconds: 1, because: { gate: 'pacing' } });
    expect(decided.gates.map(({ gate }) => gate)).toContain('agents');
    expect(decided.record).toMatchObject({ idle: 3, staffed: 5, dialsMax: 1_000 });
  });

  it('rings nobody while nobody is there, and time alone does not help', () => {
    for (const deviceType of [2, 5, 6] as const) {
      const view = viewOf(deviceType, agentsWith({ idle: 0, staffed: 0 }));
      expect(plan(view, morning)).toMatchObject({ place: 0, because: { gate: 'agents' } });
      expect(explainCampaign(view, morning)).toMatchObject({ dialing: false, nextAt: null });
    }
  });

  it('rings nobody where its agents are not known', () => {
    expect(plan(viewOf(2, null), morning)).toMatchObject({
      place: 0,
      because: { gate: 'agents', value: { skillId: 5 } },
      record: null,
    });
  });

  it('is dialing while all its agents talk', () => {
    const view = viewOf(6, agentsWith({ idle: 0 }));
    expect(explainCampaign(view, morning)).toMatchObject({ dialing: true, callsThisBeat: 0 });
  });

  it('preempted and previewed: one for each agent who is free, whatever rings for the others', () => {
    const view = (deviceType: DeviceType) =>
      viewOf(deviceType, agentsWith({ idle: 3, dialedAt: [1, 2, 3, 4], foreignDialedAt: [5] }));
    expect(plan(view(5), morning).place).toBe(3);
    const decided = plan(view(6), morning);
    expect(decided.place).toBe(3);
    expect(decided.record).toMatchObject({ idle: 3, ringing: 4 });
  });

  it('is held back by its share of the carrier, which says so, and tells what it wanted', () => {
    const share = { ...noCarrierLimit, callsMax: 2, limit: 'channels' } as const;
    for (const deviceType of [2, 5, 6] as const) {
      const view = viewOf(deviceType, agentsWith({ idle: 3 }));
      const { wanted } = plan(view, morning);
      expect(wanted).toBeGreaterThanOrEqual(3);
      expect(plan(view, morning).throttledBy).toBeNull();
      expect(plan({ ...view, share }, morning)).toMatchObject({ place: 2, wanted, throttledBy: 'channels' });
      expect(plan({ ...view, share: { ...share, callsMax: 0 } }, morning)).toMatchObject({
        place: 0,
        wanted,
        throttledBy: 'channels',
        because: { gate: 'carrierBudget', passed: false },
      });
    }
  });

  it('is not held back by the carrier while nobody is there or its window is closed', () => {
    const share = { ...noCarrierLimit, callsMax: 0, limit: 'gatewaysDown' } as const;
    const nobody = { ...viewOf(2, agentsWith({ idle: 0, staffed: 0 })), share };
    expect(plan(nobody, morning)).toMatchObject({
      wanted: 0,
      throttledBy: null,
      because: { gate: 'agents' },
    });
  });

  it('never places more than numbers, calls in flight and the carrier leave', () => {
    const count = fc.integer({ min: 0, max: 50 });
    fc.assert(
      fc.property(count, count, count, (waiting, left, callsMax) => {
        for (const deviceType of [2, 5, 6] as const) {
          const view: CampaignView = {
            ...viewOf(deviceType, agentsWith({ idle: 100, staffed: 100 })),
            waiting,
            calling: callsInFlightMax - left,
            share: { ...noCarrierLimit, callsMax },
          };
          const { place } = plan(view, morning);
          expect(place).toBeLessThanOrEqual(Math.min(waiting, left, callsMax));
          expect(place).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 50 },
    );
  });
});
