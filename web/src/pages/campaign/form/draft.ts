// What the form holds: the body of the contract's own interface, half filled in, with the times in the
// VDN's zone. It is made from a campaign, changed by path, judged by the contract's reader, and sent.

import type { Wire } from '../../../../../src/api/wire.ts';
import { readAddCampaign, readModifyCampaign } from '../../../../../src/contract/read/readCampaign.ts';
import { holds, type ObjectRule, ruleOf } from '../../../../../src/contract/rules/rule.ts';
import type { ReadContext, Violation } from '../../../../../src/contract/rules/violation.ts';
import { addCampaignBody } from '../../../../../src/contract/schemas/campaign.ts';
import { writeCampaignDetails } from '../../../../../src/contract/write/writeCampaign.ts';
import type { Campaign, CampaignSettings, DeviceType } from '../../../../../src/core/campaign.ts';
import { differences, newSettings } from '../../../../../src/core/revise.ts';
import { type Millis, toCampaignId, toMillis, toVdnId } from '../../../../../src/core/units.ts';
import type { VdnSettings } from '../../../../../src/core/vdn.ts';
import { instantOfWall, wallOfInstant } from '../../../../../src/core/zone.ts';
import type { CampaignBody } from '../../../api/campaigns/campaigns.ts';

/** Fields by the contract's names; what is not filled in is undefined. */
export type Draft = CampaignBody;

/** What the form must know of its VDN: how times are written, and what the law is. */
export type VdnForForm = Pick<
  VdnSettings,
  'timeZone' | 'apiTimes' | 'abandonRatePercentMax' | 'answerLimitSeconds' | 'predictedPacing'
>;

/** A field of the body by the names on the way to it: `skillParam.predictParam`. */
export type Path = string;

export function valueAt(draft: unknown, path: Path): unknown {
  let value: unknown = draft;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, name);
  }
  return value ?? undefined;
}

/** The draft with another value at the path; objects on the way are made. */
export function withValue(draft: Draft, path: Path, value: unknown): Draft {
  const [name = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...draft, [name]: value };
  const inner = draft[name];
  const owner: Draft = typeof inner === 'object' && inner !== null ? { ...inner } : {};
  return { ...draft, [name]: withValue(owner, rest.join('.'), value) };
}

/** Instants of the settings, which /api/v1 writes as texts, as core counts them. */
export const settingsOf = (settings: Wire<CampaignSettings>): CampaignSettings => ({
  ...settings,
  beginAt: instantIn(settings.beginAt),
  endAt: instantIn(settings.endAt),
});

const instantIn = (text: string | null): Millis | null => (text === null ? null : toMillis(Date.parse(text)));

/** The draft that leaves the campaign as it is. */
export function draftOf(
  { id, state, revision, handling, settings }: ShownCampaign,
  timeZone: string,
  now: number,
): Draft {
  const campaign: Campaign = {
    vdnId: toVdnId(1),
    id: toCampaignId(id),
    state: state === 'ended' ? 'started' : state,
    revision,
    handling,
    settings: settingsOf(settings),
  };
  const context: ReadContext = { now: toMillis(now), timeZone, apiTimes: 'local' };
  const { id: _id, status: _status, ...details } = writeCampaignDetails(campaign, context);
  return withoutNothing(details);
}

type ShownCampaign = Omit<Campaign, 'settings' | 'vdnId' | 'state' | 'id'> & {
  readonly id: number;
  readonly state: Campaign['state'] | 'ended';
  readonly settings: Wire<CampaignSettings>;
};

function withoutNothing(value: object): Draft {
  const given = Object.entries(value).flatMap(([name, one]: [string, unknown]) => {
    if (one === null || one === undefined || one === '') return [];
    return [[name, typeof one === 'object' ? withoutNothing(one) : one]];
  });
  return Object.fromEntries(given);
}

/**
 * The draft with each default that the form shows filled in, so that what somebody sees is what is sent. The
 * contract takes a default only inside an object that is given (R11), and the object must be given when what
 * is chosen asks for it.
 *
 * @param rule the schema of the body
 */
export const withDefaults = (draft: Draft, rule: ObjectRule): Draft => filled(draft, rule, draft.deviceType);

function filled(draft: Draft, rule: ObjectRule, deviceType: unknown): Draft {
  const added = Object.entries(rule.properties).flatMap(([name, field]): (readonly [string, unknown])[] => {
    const condition = field['x-only-when'];
    if (condition !== undefined && !holds(condition, ownerOf(draft, deviceType))) return [];
    const value = draft[name];
    if (field.type === 'object')
      return [[name, filled(isObject(value) ? { ...value } : {}, field, deviceType)]];
    return value === undefined && field.default !== undefined ? [[name, field.default]] : [];
  });
  return { ...draft, ...Object.fromEntries(added) };
}

/** Conditions within the skill queue ask its kind of dialing, which is the campaign's. */
export const ownerOf = (owner: Draft, deviceType: unknown): Draft => ({ outBoundType: deviceType, ...owner });

/** A new campaign of today to the end of the next 30 days, nine to five, as a draft. */
export function newDraft(deviceType: DeviceType, timeZone: string, now: number): Draft {
  const day = (at: number): string => wallOfInstant(toMillis(at), timeZone).slice(0, 10);
  const draft = {
    strBeginTime: `${day(now)} 00:00:00`,
    strEndTime: `${day(now + 30 * 86_400_000)} 23:59:59`,
    deviceType,
    maxAlertingTime: 30,
    scheduleParam: { workdayBeginTime1: '09:00', workdayEndTime1: '17:00' },
    initStatus: 1,
    ...parametersOf(deviceType),
  };
  return withDefaults(draft, ruleOf(addCampaignBody));
}

/** What begins filled in for a kind of dialing. */
export function parametersOf(deviceType: DeviceType): Draft {
  switch (deviceType) {
    case 1:
    case 3:
      return { ivrParam: { callCount: 2, callInterval: 1 }, skillParam: undefined };
    case 2:
      return { ivrParam: undefined, skillParam: { predictParam: { predictMethod: 5 } } };
    case 5:
      return {
        ivrParam: undefined,
        skillParam: { previewParam: { failInterval: 5, obCallCount: 1, autoCallTime: 20 } },
      };
    case 6:
      return { ivrParam: undefined, skillParam: {} };
  }
}

/**
 * The draft as the server is to get it: what must equal another field does, times are as the VDN writes
 * them. Begin and end that are as they are running are left out: a campaign that has begun could not be
 * given its own begin again.
 */
export function bodyOf(draft: Draft, { timeZone, apiTimes }: VdnForForm, running: Draft | null): Draft {
  const { skillParam, ...rest } = draft;
  const skill =
    typeof skillParam === 'object' && skillParam !== null
      ? { skillParam: { ...skillParam, outBoundType: draft.deviceType } }
      : {};
  const isSameWindow =
    running !== null &&
    draft.strBeginTime === running.strBeginTime &&
    draft.strEndTime === running.strEndTime;
  const written = (value: unknown): unknown => {
    if (apiTimes === 'local' || typeof value !== 'string') return value;
    const at = instantOfWall(value, timeZone);
    return at === null ? value : wallOfInstant(at, 'UTC');
  };
  return {
    ...rest,
    ...skill,
    description: draft.description ?? '',
    strBeginTime: isSameWindow ? undefined : written(draft.strBeginTime),
    strEndTime: isSameWindow ? undefined : written(draft.strEndTime),
  };
}

/** Everything that the server would refuse the draft for, by the same reader; without a running one it is new. */
export function violationsOf(
  draft: Draft,
  vdn: VdnForForm,
  running: Draft | null,
  now: number,
): readonly Violation[] {
  const context: ReadContext = { now: toMillis(now), timeZone: vdn.timeZone, apiTimes: vdn.apiTimes };
  const body = bodyOf(draft, vdn, running);
  const reading = running === null ? readAddCampaign(body, context) : readModifyCampaign(body, context);
  return reading.ok ? [] : reading.violations;
}

/** The settings that the draft would bring; null while something is missing or wrong. */
export function settingsFrom(
  draft: Draft,
  vdn: VdnForForm,
  running: Draft,
  now: number,
): CampaignSettings | null {
  const context: ReadContext = { now: toMillis(now), timeZone: vdn.timeZone, apiTimes: vdn.apiTimes };
  const reading = readModifyCampaign(bodyOf(draft, vdn, running), context);
  return reading.ok ? newSettings(reading.value) : null;
}

/** Paths of the fields in which two drafts differ; a field that is cleared is one that is not there. */
export const pathsBetween = (one: Draft, other: Draft): Path[] =>
  differences(withoutNothing(one), withoutNothing(other)).flatMap(({ path, before, after }) =>
    pathsWithin(path, before ?? after),
  );

/** An object that only one of two drafts has differs in each of its fields. */
const pathsWithin = (path: Path, value: unknown): Path[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([name, inner]) => pathsWithin(`${path}.${name}`, inner))
    : [path];

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
