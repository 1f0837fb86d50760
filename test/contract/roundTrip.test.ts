// Reading what was written: the details of any campaign, sent back as the body of a PUT, leave it as
// it is; sent as a new campaign they make its equal. In any zone, and with times in UTC.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAddCampaign, readModifyCampaign } from '../../src/contract/read/readCampaign.ts';
import { readAddSpecialDate } from '../../src/contract/read/readSpecialDate.ts';
import type { ReadContext } from '../../src/contract/rules/violation.ts';
import {
  writeCampaignDetails,
  writeCampaignItem,
  writeCampaignList,
} from '../../src/contract/write/writeCampaign.ts';
import { writeSpecialDate } from '../../src/contract/write/writeSpecialDate.ts';
import type { Campaign, CampaignSettings } from '../../src/core/campaign.ts';
import { callHandlingDefault } from '../../src/core/handling.ts';
import { newSettings, revise } from '../../src/core/revise.ts';
import { toCampaignId, toMillis, toVdnId } from '../../src/core/units.ts';
import { campaignSettings } from './arbitraries.ts';

const now = toMillis(Date.parse('2029-11-22T10:30:00Z'));
const facts = { now, nameIsTaken: false, skillQueueExists: true };

const contexts = fc
  .constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'Pacific/Apia',
  )
  .chain((timeZone) =>
    fc
      .constantFrom('local' as const, 'utc' as const)
      .map((apiTimes): ReadContext => ({ now, timeZone, apiTimes })),
  );

const subjects = contexts.chain((context) =>
  campaignSettings(now, context.apiTimes === 'utc' ? 'UTC' : context.timeZone).map((settings) => ({
    context,
    settings,
  })),
);

const campaignOf = (settings: CampaignSettings): Campaign => ({
  vdnId: toVdnId(1),
  id: toCampaignId(46),
  state: 'started',
  revision: 1,
  settings,
  handling: callHandlingDefault,
});

test('details sent back as a PUT change nothing', () => {
  fc.assert(
    fc.property(subjects, ({ context, settings }) => {
      const campaign = campaignOf(settings);
      const body: unknown = JSON.parse(JSON.stringify(writeCampaignDetails(campaign, context)));
      const reading = readModifyCampaign(body, context);
      if (!reading.ok) throw new Error(JSON.stringify(reading.violations));
      expect(revise(campaign, reading.value, facts)).toEqual(settings);
    }),
  );
});

test('details sent as a new campaign make its equal', () => {
  fc.assert(
    fc.property(subjects, ({ context, settings }) => {
      fc.pre(settings.beginAt !== null);
      const reading = readAddCampaign(writeCampaignDetails(campaignOf(settings), context), context);
      if (!reading.ok) throw new Error(JSON.stringify(reading.violations));
      expect(newSettings(reading.value.request)).toEqual(settings);
      expect(reading.value.state).toBe('started');
    }),
  );
});

test('special dates are read as they were written', () => {
  for (const rule of [
    { kind: 'week', days: [6, 7] },
    { kind: 'date', begin: '2018-09-22', end: '2018-09-24' },
    { kind: 'yearly', begin: '02-29', end: '03-01' },
  ] as const) {
    const reading = readAddSpecialDate(writeSpecialDate({ id: 1, name: 'Festival', rule }), {
      now,
      timeZone: 'UTC',
      apiTimes: 'local',
    });
    expect(reading).toEqual({ ok: true, value: { name: 'Festival', rule } });
  }
});

test('the status of a campaign is 1 draft, 2 started, 3 paused, 4 expired, and the list shows it', () => {
  const context: ReadContext = { now, timeZone: 'Asia/Shanghai', apiTimes: 'local' };
  const [settings] = fc.sample(campaignSettings(now, 'UTC'), { numRuns: 1, seed: 7 });
  if (settings === undefined) throw new Error('no settings');
  const windowed = { ...settings, beginAt: toMillis(now - 5000), endAt: toMillis(now + 5000) };
  const statusOf = (state: Campaign['state'], endAt = windowed.endAt) =>
    writeCampaignItem({ ...campaignOf({ ...windowed, endAt }), state }, context).status;
  expect([statusOf('draft'), statusOf('started'), statusOf('paused'), statusOf('started', now)]).toEqual([
    1, 2, 3, 4,
  ]);
  const query = {
    name: null,
    state: null,
    deviceType: null,
    beginFrom: null,
    endUntil: null,
    page: 2,
    rowsPerPage: 10,
    anyCase: false,
    sort: { by: 'id', descending: true } as const,
  };
  const page = { campaigns: [campaignOf(windowed)], total: 11, skillCampaigns: 4, ivrCampaigns: 7 };
  expect(writeCampaignList(page, query, context)).toMatchObject({
    curPage: 2,
    totalSize: 11,
    rowsPerPage: 10,
    curSkillQueueCount: 4,
    curIvrCount: 7,
    data: [{ id: 46, strBeginTime: '2029-11-22 18:29:55', strEndTime: '2029-11-22 18:30:05' }],
  });
});
