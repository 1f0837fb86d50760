// A modification as a decision: which problem comes first, what is kept and what is replaced (R1,
// R10), and which settings changed.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Campaign, CampaignSettings } from '../../src/core/campaign.ts';
import { callHandlingDefault } from '../../src/core/handling.ts';
import { isProblem } from '../../src/core/problem.ts';
import { type CampaignRequest, differences, newSettings, revise } from '../../src/core/revise.ts';
import { toCampaignId, toMillis, toVdnId } from '../../src/core/units.ts';
import { campaignSettings } from '../contract/arbitraries.ts';

const now = toMillis(Date.parse('2029-11-22T10:30:00Z'));

const settings: CampaignSettings = {
  name: 'National Day',
  description: 'As it was',
  beginAt: toMillis(now - 1000),
  endAt: toMillis(now + 86_400_000),
  deviceType: 2,
  callerNo: '10085',
  maxAlertingSeconds: 20,
  schedule: { workday: [{ begin: 480, end: 690 }, null, null], holiday: [null, null, null] },
  ivr: null,
  skill: {
    skillId: 5,
    skillName: null,
    predict: { method: 'offHook', offHookRatePercent: 100 },
    preview: null,
  },
  callBackUrl: 'https://10.10.10.10/results',
};

const campaign: Campaign = {
  vdnId: toVdnId(1),
  id: toCampaignId(46),
  state: 'started',
  revision: 3,
  settings,
  handling: callHandlingDefault,
};

/** What keeps everything as it is. */
function requestOf({ beginAt: _begin, endAt: _end, ...rest }: CampaignSettings): CampaignRequest {
  return { ...rest, description: undefined, window: undefined };
}

const request = requestOf(settings);
const facts = { now, nameIsTaken: false, skillQueueExists: true };

test('problems come in the order of R1: ended, device type, name, skill queue', () => {
  const ended: Campaign = { ...campaign, settings: { ...settings, endAt: now } };
  const other: CampaignRequest = { ...request, deviceType: 6 };
  const bad = { now, nameIsTaken: true, skillQueueExists: false };
  expect(revise(ended, other, bad)).toMatchObject({ problem: 'campaignEnded' });
  expect(revise(campaign, other, bad)).toEqual({
    problem: 'deviceTypeFixed',
    path: 'deviceType',
    received: 6,
  });
  expect(revise(campaign, request, bad)).toMatchObject({ problem: 'nameTaken', path: 'name' });
  expect(revise(campaign, request, { ...bad, nameIsTaken: false })).toEqual({
    problem: 'noSuchSkillQueue',
    path: 'skillParam.skillId',
    received: 5,
  });
});

test('description and window not given keep what is stored; null clears the description', () => {
  expect(revise(campaign, request, facts)).toEqual(settings);
  expect(revise(campaign, { ...request, description: null }, facts)).toEqual({
    ...settings,
    description: null,
  });
  const window = { beginAt: now, endAt: toMillis(now + 1000) };
  expect(revise(campaign, { ...request, window }, facts)).toEqual({ ...settings, ...window });
});

test('objects are replaced whole', () => {
  const schedule: CampaignSettings['schedule'] = {
    workday: [null, { begin: 0, end: 1 }, null],
    holiday: [null, null, null],
  };
  expect(revise(campaign, { ...request, schedule }, facts)).toEqual({ ...settings, schedule });
});

test('a new campaign has nothing where nothing is given', () => {
  expect(newSettings(request)).toEqual({ ...settings, description: null, beginAt: null, endAt: null });
});

test('changes are told by path, and places count from 1', () => {
  const after: CampaignSettings = {
    ...settings,
    description: null,
    schedule: {
      workday: [{ begin: 540, end: 690 }, { begin: 700, end: 710 }, null],
      holiday: [null, null, null],
    },
    skill: settings.skill && { ...settings.skill, skillId: 6 },
  };
  expect(differences(settings, after)).toEqual([
    { path: 'description', before: 'As it was', after: null },
    { path: 'schedule.workday.1.begin', before: 480, after: 540 },
    { path: 'schedule.workday.2', before: null, after: { begin: 700, end: 710 } },
    { path: 'skill.skillId', before: 5, after: 6 },
  ]);
});

test('any settings: the same request twice is the same campaign, and equal settings have no changes', () => {
  fc.assert(
    fc.property(campaignSettings(now, 'UTC'), campaignSettings(now, 'UTC'), (before, wanted) => {
      const stored: Campaign = { ...campaign, settings: before };
      const asked: CampaignRequest = { ...requestOf(wanted), deviceType: before.deviceType };
      const once = revise(stored, asked, facts);
      if (isProblem(once)) throw new Error('nothing forbids it');
      expect(revise({ ...stored, settings: once }, asked, facts)).toEqual(once);
      expect(differences(once, structuredClone(once))).toEqual([]);
      const isSame = JSON.stringify(before) === JSON.stringify(once);
      expect(differences(before, once).length === 0).toBe(isSame);
    }),
  );
});
