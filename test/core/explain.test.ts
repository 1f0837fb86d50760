// What is said about the next call is what happens: the instant that an explanation names is one at
// which the plan places a call, and no earlier one.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Campaign, CampaignSettings } from '../../src/core/campaign.ts';
import { noCarrierLimit } from '../../src/core/carrier.ts';
import { type ContactView, explainCampaign, explainContact } from '../../src/core/explain.ts';
import { callHandlingDefault } from '../../src/core/handling.ts';
import { plan } from '../../src/core/plan.ts';
import {
  addSeconds,
  type Millis,
  toCampaignId,
  toContactId,
  toMillis,
  toVdnId,
} from '../../src/core/units.ts';
import type { CampaignView } from '../../src/core/view.ts';

const monday = Date.UTC(2026, 10, 23);
const at = (hours: number, day = 0): Millis => toMillis(monday + (day * 24 + hours) * 3_600_000);

const settings: CampaignSettings = {
  name: 'explain',
  description: null,
  beginAt: null,
  endAt: null,
  deviceType: 1,
  callerNo: '100',
  maxAlertingSeconds: 30,
  schedule: { workday: [{ begin: 540, end: 1080 }, null, null], holiday: [null, null, null] },
  ivr: { deviceSign: '1001', callCount: 3, callIntervalSeconds: 3 },
  skill: null,
  callBackUrl: 'https://example.com/results',
};
const campaign: Campaign = {
  vdnId: toVdnId(1),
  id: toCampaignId(1),
  state: 'started',
  revision: 1,
  settings,
  handling: callHandlingDefault,
};
const view: CampaignView = {
  campaign,
  timeZone: 'UTC',
  specialDates: [],
  waiting: 100,
  firstDueAt: toMillis(0),
  calling: 0,
  pacing: { credit: 0.5, beatAt: at(0) },
  share: noCarrierLimit,
  agents: null,
};
const withSettings = (changed: Partial<CampaignSettings>): CampaignView => ({
  ...view,
  campaign: { ...campaign, settings: { ...settings, ...changed } },
});
const contact: ContactView = {
  contactId: toContactId('1000000000000000001'),
  called: '13900000001',
  isAllowed: true,
  state: 'waiting',
  attempts: 0,
  priority: 3,
  dueAt: toMillis(0),
  callId: null,
  cause: null,
  quarantinedUntil: null,
  ahead: 0,
};

describe('when the next call would be placed', () => {
  it('is now while the campaign dials', () => {
    expect(explainCampaign(view, at(10))).toMatchObject({ dialing: true, because: 'pacing', nextAt: at(10) });
  });

  it('is the next opening outside the segments', () => {
    expect(explainCampaign(view, at(20))).toMatchObject({
      dialing: false,
      because: 'segment',
      nextAt: at(9, 1),
    });
  });

  it('is the first segment after the begin, when that day’s segment is over by then', () => {
    const evening = withSettings({ beginAt: at(20), endAt: at(12, 5) });
    expect(explainCampaign(evening, at(8))).toMatchObject({ because: 'dates', nextAt: at(9, 1) });
  });

  it('is never when the campaign ends before its next segment', () => {
    expect(explainCampaign(withSettings({ beginAt: at(1), endAt: at(8, 1) }), at(19)).nextAt).toBeNull();
    expect(explainCampaign(withSettings({ beginAt: at(20), endAt: at(8, 1) }), at(8)).nextAt).toBeNull();
  });

  it('is open while a gate waits for a person', () => {
    const paused: CampaignView = { ...view, campaign: { ...campaign, state: 'paused' } };
    expect(explainCampaign(paused, at(20))).toMatchObject({ because: 'state', nextAt: null });
    expect(explainCampaign({ ...view, waiting: 0 }, at(20)).nextAt).toBeNull();
  });

  it('is the next minute of a slow campaign, which is dialing all the same', () => {
    const slow = withSettings({ ivr: { deviceSign: '1001', callCount: 1, callIntervalSeconds: 60 } });
    const explained = explainCampaign(
      { ...slow, pacing: { credit: 0, beatAt: at(10) } },
      addSeconds(at(10), 20),
    );
    expect(explained).toMatchObject({ dialing: true, callsThisBeat: 0, nextAt: addSeconds(at(10), 60) });
  });

  it('is when its share of the carrier has grown to a call; it is dialing all the same', () => {
    const share = {
      ...noCarrierLimit,
      callsMax: 0,
      limit: 'callsPerSecond',
      nextAt: addSeconds(at(10), 9),
    } as const;
    expect(explainCampaign({ ...view, share }, at(10))).toMatchObject({
      dialing: true,
      because: 'carrierBudget',
      nextAt: addSeconds(at(10), 9),
    });
    const full = { ...noCarrierLimit, callsMax: 0, limit: 'channels' } as const;
    expect(explainCampaign({ ...view, share: full }, at(10))).toMatchObject({ dialing: false, nextAt: null });
  });

  it('is right for any campaign: then a call is placed, and not a moment earlier', () => {
    const hours = fc.integer({ min: 0, max: 7 * 24 });
    fc.assert(
      fc.property(hours, hours, hours, hours, hours, (now, begin, length, dueAt, beatAt) => {
        const given: CampaignView = {
          ...withSettings({ beginAt: at(begin), endAt: at(begin + length) }),
          firstDueAt: at(dueAt),
          pacing: { credit: 0.3, beatAt: at(Math.min(beatAt, now)) },
          specialDates: [{ id: 1, name: 'weekend', rule: { kind: 'week', days: [6, 7] } }],
        };
        const { nextAt } = explainCampaign(given, at(now));
        const until = nextAt ?? at(15 * 24);
        for (let earlier: number = at(now); earlier < until; earlier += 3_600_000)
          expect(plan(given, toMillis(earlier)).place).toBe(0);
        if (nextAt !== null) expect(plan(given, nextAt).place).toBeGreaterThan(0);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a number of a campaign', () => {
  it('that the VDN does not let be dialed says so, also while the campaign is paused', () => {
    const paused: CampaignView = { ...view, campaign: { ...campaign, state: 'paused' } };
    for (const given of [view, paused])
      expect(explainContact(given, { ...contact, isAllowed: false }, at(10))).toMatchObject({
        callable: false,
        because: 'contactPrefix',
        nextAt: null,
      });
  });

  it('is callable when all gates are open and it is due', () => {
    expect(explainContact(view, contact, at(10))).toMatchObject({
      callable: true,
      because: null,
      nextAt: at(10),
    });
  });

  it('waits for its own retry timer, and then for the segments', () => {
    const later = explainContact(view, { ...contact, dueAt: at(11) }, at(10));
    expect(later).toMatchObject({ callable: false, because: 'contactRetryTimer', nextAt: at(11) });
    expect(explainContact(view, { ...contact, dueAt: at(19) }, at(10)).nextAt).toBe(at(9, 1));
  });

  it('is not called again when it is done, nor while it is being called', () => {
    expect(explainContact(view, { ...contact, state: 'done', cause: '00000' }, at(10))).toMatchObject({
      callable: false,
      because: 'contactState',
      nextAt: null,
    });
    expect(explainContact(view, { ...contact, state: 'calling' }, at(10))).toMatchObject({
      because: 'contactInFlight',
      nextAt: null,
    });
  });

  it('rests after it was abandoned, unless its campaign has an agent for each call', () => {
    const resting = { ...contact, quarantinedUntil: at(12) };
    expect(explainContact(view, resting, at(10))).toMatchObject({
      callable: false,
      because: 'contactQuarantine',
      nextAt: at(12),
    });
    expect(explainContact(view, resting, at(12)).callable).toBe(true);
    const preempted = explainContact(withSettings({ deviceType: 6, ivr: null }), resting, at(10));
    expect(preempted.gates.find(({ gate }) => gate === 'contactQuarantine')?.passed).toBe(true);
  });

  it('is told to be done, and not that its campaign has no numbers left or is closed', () => {
    const done = { ...contact, state: 'done', cause: '00537' } as const;
    const nothingLeft = { ...view, waiting: 0, firstDueAt: null };
    expect(explainContact(nothingLeft, done, at(10)).because).toBe('contactState');
    expect(explainContact(nothingLeft, done, at(3)).because).toBe('contactState');
  });
});
