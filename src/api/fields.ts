// Small schemas that several routes of /api/v1 share. Path and query values are text, as they come:
// nothing is converted before it is checked, so each schema says which text is a number.
import { type TSchema, type TSchemaOptions, type TStringOptions, Type } from 'typebox';
import { characterSets } from '../core/characters.ts';
import { type Bilingual, inBoth } from '../core/language.ts';
import { type Millis, toCampaignId, toMillis, toVdnId } from '../core/units.ts';

/** Beside a pattern: what it asks, in words of both languages that follow the field's name. */
export const ruleKeyword = 'x-rule';

/** Text that matches, with the rule in words for a violation. */
export const patterned = (pattern: string, rule: Bilingual, options: TStringOptions = {}) =>
  Type.String({ ...options, pattern, [ruleKeyword]: rule });

/** One of these words. */
export const choice = <const Words extends readonly string[]>(words: Words, options: TSchemaOptions = {}) =>
  Type.Unsafe<Words[number]>({ type: 'string', enum: [...words], ...options });

export const orNull = <Schema extends TSchema>(schema: Schema, options: TSchemaOptions = {}) =>
  Type.Union([schema, Type.Null()], options);

/** In an answer: ISO 8601 in UTC. */
export const instant = Type.String({ format: 'date-time' });
export const instantOrNull = orNull(instant);

/**
 * Text of one line: no control characters and no lone surrogates (neither they nor NUL could be
 * stored), at least one visible character. Patterns are matched by code points.
 */
const linePattern =
  '^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]*[^\\u0000-\\u0020\\u007f\\ud800-\\udfff][^\\u0000-\\u001f\\u007f\\ud800-\\udfff]*$';

export const line = (maxLength: number) =>
  patterned(linePattern, inBoth('must be one line of text, and not blank', '必须是单行文本，且不能为空'), {
    maxLength,
  });

/** A name, by the contract's rule for names. */
export const nameText = (maxLength: number) =>
  patterned(characterSets.name.pattern, characterSets.name.rule, { maxLength });

/** Text of any number of lines; of control characters only line breaks and tabs. */
export const text = (maxLength: number) =>
  patterned(
    '^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f\\ud800-\\udfff]*$',
    inBoth('must be text', '必须是文本'),
    { maxLength },
  );

export const vdnIdText = patterned(
  '^[1-9][0-9]{0,3}$',
  inBoth('must be a number from 1 to 9999', '必须是 1 到 9999 的数字'),
  {
    description: 'VDN, 1 to 9999',
  },
);
export const campaignIdText = patterned(
  '^[1-9][0-9]{0,8}$',
  inBoth('must be the number of a campaign', '必须是外呼任务的编号'),
  {
    description: 'Campaign id',
  },
);
export const instantOf = patterned(
  '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,3})?)?(Z|[+-]\\d{2}:\\d{2})$',
  inBoth('must be an instant such as 2026-11-22T17:00:00Z', '必须是时间点，例如 2026-11-22T17:00:00Z'),
);
/** Said of what has the form of an instant but is not one, such as a 30th of February. */
export const mustBeInstant = inBoth('must be a real date and time', '必须是日历中的时间点');

const earliestInstant = Date.parse('0002-01-01T00:00:00Z');
const latestInstant = Date.parse('9998-12-31T23:59:59.999Z');

/**
 * The instant that a text of the form `instantOf` names; null for a 30th of February. Outside the years
 * 2 to 9998 it is the first or the last instant of these years: the database reads the years 1 to 9999, and
 * who asks for what came a little before or after must stay within them.
 */
export function readInstant(text: string): Millis | null {
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : toMillis(Math.min(Math.max(at, earliestInstant), latestInstant));
}
export const calledNumber = patterned(
  '^[0-9*#]{1,24}$',
  inBoth('must be 1 to 24 of 0-9 * #', '必须是 1 到 24 位，仅含 0-9 * #'),
  {
    description: 'A called number',
  },
);
/** `work` and `stream` stand where an id stands, for all agents together. */
export const agentIdText = patterned(
  '^(?!(work|stream)$)[A-Za-z0-9]{1,32}$',
  inBoth(
    'must be 1 to 32 letters and digits, and neither work nor stream',
    '必须是 1 到 32 个字母和数字，且不能是 work 或 stream',
  ),
);
/** A bigint that the database can hold. */
export const bigIdText = patterned(
  '^([1-9][0-9]{0,17}|[1-8][0-9]{18})$',
  inBoth('must be a whole number above 0, written as text', '必须是以文本表示的正整数'),
);
export const flowCode = patterned(
  '^[A-Za-z0-9_-]{1,64}$',
  inBoth('must be 1 to 64 letters, digits, - and _', '必须是 1 到 64 个字母、数字、- 或 _'),
);
export const skillIdText = patterned(
  '^([1-9][0-9]{0,2}|1000)$',
  inBoth('must be a number from 1 to 1000', '必须是 1 到 1000 的数字'),
  {
    description: '1 to 1000',
  },
);
export const skillId = Type.Integer({ minimum: 1, maximum: 1000 });
export const userName = patterned(
  '^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$',
  inBoth(
    'must be 1 to 64 letters, digits or . _ @ -, and begin with a letter or digit',
    '必须是 1 到 64 个字母、数字或 . _ @ -，并以字母或数字开头',
  ),
);
export const password = Type.String({ minLength: 12, maxLength: 128 });
export const role = Type.Union([
  Type.Literal('administrator'),
  Type.Literal('supervisor'),
  Type.Literal('agent'),
  Type.Literal('auditor'),
]);

export const vdnParams = Type.Object({ vdnId: vdnIdText });
export const userParams = Type.Object({ vdnId: vdnIdText, name: userName });
export const campaignParams = Type.Object({ vdnId: vdnIdText, id: campaignIdText });

/** In a query: the language of sentences, where no header can be set. */
export const localeText = Type.Optional(
  Type.Union([Type.Literal('en_US'), Type.Literal('zh_CN')], {
    description: 'The language of sentences; default en_US',
  }),
);

/** `limit` of a page: 1 to 500, 100 when not given. */
export const limitText = Type.Optional(
  patterned(
    '^([1-9][0-9]?|[1-4][0-9]{2}|500)$',
    inBoth('must be a number from 1 to 500', '必须是 1 到 500 的数字'),
    {
      description: '1 to 500, default 100',
    },
  ),
);
export const limitOf = (text: string | undefined): number => (text === undefined ? 100 : Number(text));

export const vdnOf = (params: { vdnId: string }) => toVdnId(Number(params.vdnId));
export const campaignOf = (params: { id: string }) => toCampaignId(Number(params.id));

/** An instant as /api/v1 writes it: ISO 8601 in UTC with milliseconds. */
export const instantText = (at: Millis): string => new Date(at).toISOString();
export const instantTextOrNull = (at: Millis | null): string | null => (at === null ? null : instantText(at));
