// The rules in words, in both languages. The same sentences stand in the descriptions of errors
// and in the OpenAPI document, so an integrator reads one wording everywhere.
import { type Bilingual, inBoth } from '../../core/language.ts';
import type { Condition, Relations } from './field.ts';

/** Levels of objects and lists in a body; no request of the contract has more than five. */
export const depthMax = 64;

type Pair = NonNullable<Relations['x-pair']>;

const typeNames = {
  string: inBoth('a String', '字符串'),
  integer: inBoth('an Integer', '整数'),
  object: inBoth('an Object', '对象'),
  array: inBoth('a List', '列表'),
} as const satisfies Record<string, Bilingual>;

const listed = (values: readonly (number | string)[], last: string): string =>
  values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')}${last}${values.at(-1)}`;

const en = (condition: Condition): string => `${condition.field} is ${listed(condition.in, ' or ')}`;
const zh = (condition: Condition): string => `${condition.field}为${listed(condition.in, '或')}`;

export const ruleTexts = {
  mandatory: inBoth('must be given and not be blank', '不能为空'),
  mandatoryWhen: (when: Condition) => inBoth(`must be given when ${en(when)}`, `当${zh(when)}时不能为空`),
  notEmptyList: inBoth('must be given and not be empty', '不能为空'),
  type: (type: keyof typeof typeNames) =>
    inBoth(`must be ${typeNames[type].en_US}`, `必须是${typeNames[type].zh_CN}`),
  noStoredPassword: inBoth(
    'must have its password written out, since no password is stored for a new campaign',
    '必须写出密码，新建外呼任务没有已保存的密码',
  ),
  noObject: inBoth('must be a JSON object', '必须是JSON对象'),
  noJson: inBoth('must be well-formed JSON', '必须是格式正确的JSON'),
  noUtf8: inBoth('must be valid UTF-8', '必须是有效的UTF-8编码'),
  keyTwice: inBoth('must not give a key twice in one object', '同一对象中的键不能重复'),
  tooDeep: inBoth(`must not be nested more than ${depthMax} levels deep`, `嵌套不能超过${depthMax}层`),
  lengthMax: (max: number) => inBoth(`must not be longer than ${max} characters`, `长度不能超过${max}个字符`),
  lengthMin: (min: number) =>
    inBoth(`must not be shorter than ${min} characters`, `长度不能少于${min}个字符`),
  lengthRange: (min: number, max: number) =>
    inBoth(`must have from ${min} to ${max} characters`, `长度必须在${min}到${max}个字符之间`),
  itemsMax: (max: number) => inBoth(`must not have more than ${max} items`, `不能超过${max}项`),
  once: inBoth('must be given only once', '只能设置一次'),
  unique: (field: string) => inBoth(`must not have the same ${field} twice`, `${field}不能重复`),
  oneOf: (values: readonly (number | string)[]) =>
    inBoth(`must be ${listed(values, ' or ')}`, `必须为${listed(values, '或')}`),
  range: (min: number | undefined, max: number | undefined) => {
    if (min !== undefined && max !== undefined) {
      return inBoth(`must be an Integer from ${min} to ${max}`, `必须是${min}到${max}之间的整数`);
    }
    return min === undefined
      ? inBoth(`must not be above ${max}`, `不能大于${max}`)
      : inBoth(`must not be below ${min}`, `不能小于${min}`);
  },
  minimumWhen: (min: number, when: Condition) =>
    inBoth(`must not be below ${min} when ${en(when)}`, `当${zh(when)}时不能小于${min}`),
  maximumWhen: (max: number, when: Condition) =>
    inBoth(`must not be above ${max} when ${en(when)}`, `当${zh(when)}时不能大于${max}`),
  notAbove: (field: string) => inBoth(`must not be above ${field}`, `不能大于${field}`),
  equals: (field: string) => inBoth(`must equal ${field}`, `必须与${field}一致`),
  maximumOf: (field: string, minus: number) =>
    inBoth(`must not be above ${field} minus ${minus}`, `不能大于${field}减${minus}`),
  notBeforeToday: inBoth('must not be earlier than 00:00 of the current day', '不能早于当天零点'),
  notBeforeNow: inBoth('must not be earlier than the current time', '不能早于当前时间'),
  together: (field: string) => inBoth(`must be given together with ${field}`, `必须与${field}同时设置`),
  ordered: ({ end, order, orderedWhen }: Pair) => {
    const rule =
      order === 'before'
        ? inBoth(`must be earlier than ${end}`, `必须早于${end}`)
        : inBoth(`must not be later than ${end}`, `不能晚于${end}`);
    return orderedWhen === undefined
      ? rule
      : inBoth(`${rule.en_US} when ${en(orderedWhen)}`, `当${zh(orderedWhen)}时${rule.zh_CN}`);
  },
  daysApart: (field: string, days: number) =>
    inBoth(`must not be more than ${days} days before ${field}`, `与${field}的间隔不能超过${days}天`),
  needs: (field: string) => inBoth(`must be given only with ${field}`, `只能与${field}同时设置`),
  atLeastOne: (fields: readonly string[]) =>
    inBoth(
      `must have at least one of ${listed(fields, ' and ')}`,
      `至少需要设置${listed(fields, '和')}中的一个`,
    ),
  hourAndMinute: inBoth('must have its hour and its minute', '小时和分钟必须同时设置'),
  formatWhen: (format: Bilingual, when: Condition) =>
    inBoth(`${format.en_US} when ${en(when)}`, `当${zh(when)}时${format.zh_CN}`),
  jsonText: inBoth(
    'must be JSON text when the deviceType of the campaign is 1',
    '当外呼任务的deviceType为1时必须是JSON文本',
  ),
} as const;
