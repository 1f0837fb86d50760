// The cases that are derived from the schemas, over the wire: each refused one with its code, nothing
// changed by any of them, and each accepted modification really made.
import { expect, test } from 'vitest';
import { toMillis } from '../../../src/core/units.ts';
import { campaignBases } from '../../contract/bases.ts';
import { type Case, casesAt, type InterfaceName } from '../../contract/cases.ts';
import { openDoor } from './door.ts';

const door = await openDoor();
const { call, database, vdnId } = door;
await database`
  insert into skill_queues (vdn_id, skill_id, name) select ${vdnId}, n, 'queue' from generate_series(1, 1000) as n`;

const now = toMillis(door.now());
const cases = casesAt(now);
const ids = new Map<unknown, number>();
for (const base of campaignBases(now)) {
  if (!ids.has(base.deviceType))
    ids.set(base.deviceType, await door.addCampaign({ ...base, name: `Type ${base.deviceType}` }));
}
const anyId = ids.get(3);

const queryOf = (input: unknown) => {
  const entries = Object.entries(Object(input)).filter(([, value]) => value !== undefined && value !== null);
  return `?${new URLSearchParams(entries.map(([name, value]): [string, string] => [name, String(value)]))}`;
};

/** What is sent for a case: method, path after the VDN, body. */
const requestOf: Record<InterfaceName, (input: unknown) => [string, string, unknown?]> = {
  modifyCampaign: (input) => ['PUT', `/${ids.get(Object(input).deviceType) ?? anyId}`, input],
  addCampaign: (input) => ['POST', '', input],
  deleteCampaign: (input) => ['DELETE', `/${anyId}`, input],
  campaignList: (input) => ['GET', queryOf(input)],
  addSpecialDate: (input) => ['POST', `/holiday/${anyId}`, input],
  modifySpecialDate: (input) => ['PUT', `/holiday/${anyId}`, input],
  addNumbers: (input) => ['POST', `/calldata/${anyId}`, input],
  deleteNumbers: (input) => ['POST', `/calldata/${anyId}/delete`, input],
  resultQuery: (input) => ['POST', `/callresult/${anyId}`, input],
  exceptionStatistics: (input) => ['GET', `/failcategorystatistics${queryOf(input)}`],
};

/** A query cannot say null, something that is no text, or half a character. */
const canTravel = ({ on, input }: Case) =>
  !['campaignList', 'exceptionStatistics'].includes(on) ||
  Object.values(Object(input)).every((value) => typeof value === 'string' && value.isWellFormed());

const stored = () => database`
  select (select jsonb_agg(to_jsonb(c) order by campaign_id) from campaigns c) as campaigns,
    (select count(*) from contacts) as contacts, (select count(*) from special_dates) as dates`;

test('every refused case has its code over the wire, and changes nothing', { timeout: 120_000 }, async () => {
  const before = await stored();
  const refused = cases.filter((one) => one.code !== null && canTravel(one));
  const wrong: object[] = [];
  for (const { on, what, input, code } of refused) {
    const answer = await call(...requestOf[on](input));
    if (answer.status !== 200 || answer.code !== code || answer.body.returnCode !== code)
      wrong.push({ on, what, code, answer });
  }
  expect(wrong.slice(0, 10)).toEqual([]);
  expect(refused.length).toBeGreaterThan(200);
  expect([...(await stored())]).toEqual([...before]);
});

test('every accepted modification is made', { timeout: 120_000 }, async () => {
  const wrong: object[] = [];
  const accepted = cases.filter(({ on, code }) => code === null && on === 'modifyCampaign');
  for (const { on, what, input } of accepted) {
    const answer = await call(...requestOf[on](input));
    if (answer.code !== '0200000') wrong.push({ what, answer });
    // A name is free for the next case, and an end at this very instant has ended the campaign.
    await database`
      update campaigns set name = 'Type ' || device_type, end_at = null,
        settings = settings || jsonb_build_object('endAt', null, 'beginAt', null)
      where vdn_id = ${vdnId}`;
  }
  expect(wrong.slice(0, 10)).toEqual([]);
  expect(accepted.length).toBeGreaterThan(50);
});
