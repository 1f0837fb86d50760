// Cases of every interface, derived from its schema: each field with each trial of the oracle in a
// request that is otherwise accepted, and each pair broken. The same list is read by the readers
// here and sent over the wire in the tests of the HTTP door.
import type { TSchema } from 'typebox';
import { holds, isMandatory, type ObjectRule, type Rule, ruleOf } from '../../src/contract/rules/rule.ts';
import {
  addCampaignBody,
  campaignListQuery,
  deleteCampaignBody,
  modifyCampaignBody,
} from '../../src/contract/schemas/campaign.ts';
import { addNumbersBody, deleteNumbersBody } from '../../src/contract/schemas/number.ts';
import { exceptionQuery, resultQueryBody } from '../../src/contract/schemas/result.ts';
import { addSpecialDateBody, modifySpecialDateBody } from '../../src/contract/schemas/specialDate.ts';
import type { Millis } from '../../src/core/units.ts';
import * as bases from './bases.ts';
import { type Trial, trialsOf } from './oracle.ts';
import { pairCases } from './pairCases.ts';
import { withValue } from './withValue.ts';

export type InterfaceName =
  | 'modifyCampaign'
  | 'addCampaign'
  | 'deleteCampaign'
  | 'campaignList'
  | 'addSpecialDate'
  | 'modifySpecialDate'
  | 'addNumbers'
  | 'deleteNumbers'
  | 'resultQuery'
  | 'exceptionStatistics';

export interface Case {
  readonly on: InterfaceName;
  readonly what: string;
  /** The body, or the query as an object of texts. */
  readonly input: unknown;
  /** `null`: accepted. */
  readonly code: string | null;
  /** The full path with which the description begins. */
  readonly path: string;
}

interface Interface {
  readonly on: InterfaceName;
  readonly schema: TSchema;
  readonly bases: readonly object[];
  readonly asText: boolean;
}

/** The interfaces with a body or a query, and requests they accept at `now` in `zone`. */
export function interfacesAt(now: Millis, zone = 'UTC'): Interface[] {
  const campaigns = bases.campaignBases(now, zone);
  const body = (on: InterfaceName, schema: TSchema, list: readonly object[]) => ({
    on,
    schema,
    bases: list,
    asText: false,
  });
  return [
    body('modifyCampaign', modifyCampaignBody, campaigns),
    body(
      'addCampaign',
      addCampaignBody,
      campaigns.map((base) => ({ ...base, initStatus: 1 })),
    ),
    body('deleteCampaign', deleteCampaignBody, [{ archiveHistory: 1 }]),
    { on: 'campaignList', schema: campaignListQuery, bases: bases.campaignListBases, asText: true },
    body('addSpecialDate', addSpecialDateBody, bases.specialDateBases),
    body(
      'modifySpecialDate',
      modifySpecialDateBody,
      bases.specialDateBases.map((base) => ({ id: 1318795089, ...base })),
    ),
    body('addNumbers', addNumbersBody, bases.addNumbersBases),
    body('deleteNumbers', deleteNumbersBody, bases.deleteNumbersBases),
    body('resultQuery', resultQueryBody, bases.resultQueryBases),
    { on: 'exceptionStatistics', schema: exceptionQuery, bases: bases.exceptionBases, asText: true },
  ];
}

/** All cases at an instant; the first is the seed's own example. */
export function casesAt(now: Millis, zone = 'UTC'): Case[] {
  const example = bases.seedExample(now, zone);
  const on = 'modifyCampaign' as const;
  // The example's name has 44 characters where its own table allows 32 (R7): the table rules.
  const first: Case[] = [
    { on, what: "the seed's example", input: example, code: '02000003', path: 'name' },
    {
      on,
      what: "the seed's example, its name cut to 32 characters",
      input: { ...example, name: example.name.slice(0, 32).trimEnd() },
      code: null,
      path: '',
    },
  ];
  return [...first, ...interfacesAt(now, zone).flatMap(casesOf)];
}

function casesOf(one: Interface): Case[] {
  const done = new Set<string>();
  return one.bases.flatMap((base, index) => {
    const accepted: Case = { on: one.on, what: `accepted ${index + 1}`, input: base, code: null, path: '' };
    const fields = fieldsOf(ruleOf(one.schema), base, '').filter(({ path, rule }) => {
      // A format that depends on the type is another field for each type.
      const key = rule.type === 'string' && rule['x-format-when'] ? `${path} ${index}` : path;
      return !done.has(key) && done.add(key);
    });
    return [
      accepted,
      ...fields.flatMap((field) => fieldCases(one, base, field)),
      ...pairCases(ruleOf(one.schema), base).map((found) => ({ on: one.on, ...found })),
    ];
  });
}

interface Field {
  readonly path: string;
  readonly rule: Rule;
  readonly mandatory: boolean;
  readonly paired: boolean;
}

/** The fields that the base gives, with those of inner objects and of the first item of lists. */
function fieldsOf(owner: ObjectRule, value: object, path: string): Field[] {
  const given = new Map<string, unknown>(Object.entries(value));
  return Object.entries(owner.properties).flatMap(([name, rule]) => {
    const inner = given.get(name);
    const condition = rule['x-only-when'];
    if (
      inner === undefined ||
      inner === '' ||
      (condition && !holds(condition, value as Record<string, unknown>))
    )
      return [];
    const fieldPath = path === '' ? name : `${path}.${name}`;
    const own = {
      path: fieldPath,
      rule,
      mandatory: isMandatory(owner, name, rule),
      paired: isPaired(owner, name),
    };
    if (rule.type === 'object') return [own, ...fieldsOf(rule, inner as object, fieldPath)];
    if (rule.type !== 'array') return [own];
    const item: unknown = Array.isArray(inner) ? inner[0] : {};
    const itemPath = `${fieldPath}[0]`;
    const items = rule.items.type === 'object' ? fieldsOf(rule.items, item as object, itemPath) : [];
    return [own, { path: itemPath, rule: rule.items, mandatory: true, paired: false }, ...items];
  });
}

const isPaired = (owner: ObjectRule, name: string): boolean =>
  Object.entries(owner.properties).some(
    ([begin, { 'x-pair': pair }]) => pair?.together === true && (begin === name || pair.end === name),
  );

function fieldCases(one: Interface, base: object, field: Field): Case[] {
  const { path, rule, mandatory, paired } = field;
  const trials: Trial[] = trialsOf(rule, { mandatory, paired, asText: one.asText });
  return trials
    .filter(({ value }) => !(path.endsWith(']') && value === undefined))
    .map(({ what, value, code, inside = '' }) => ({
      on: one.on,
      what: `${path} ${what}`,
      input: withValue(base, path, value),
      code,
      path: `${path}${inside}`,
    }));
}
