// Small schemas that several routes of /api/v1 share. Path and query values are text, as they come:
// nothing is converted before it is checked, so each schema says which text is a number.
import { type TStringOptions, Type } from 'typebox';
import { type Millis, toCampaignId, toVdnId } from '../../core/units.ts';
import { ruleKeyword } from './validation.ts';

/** Text that matches, with the rule in words for whoever breaks it. */
export const patterned = (pattern: string, rule: string, options: TStringOptions = {}) =>
  Type.String({ ...options, pattern, [ruleKeyword]: rule });

/**
 * Text of one line: no control characters and no lone surrogates (neither they nor NUL could be
 * stored), at least one visible character. Patterns are matched by code points.
 */
const linePattern =
  '^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]*[^\\u0000-\\u0020\\u007f\\ud800-\\udfff][^\\u0000-\\u001f\\u007f\\ud800-\\udfff]*$';

export const line = (maxLength: number) =>
  patterned(linePattern, 'must be one line of text, and not blank', { maxLength });

/** Text of any number of lines; of control characters only line breaks and tabs. */
export const text = (maxLength: number) =>
  patterned('^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f\\ud800-\\udfff]*$', 'must be text', { maxLength });

export const vdnIdText = patterned('^[1-9][0-9]{0,3}$', 'must be a number from 1 to 9999', {
  description: 'VDN, 1 to 9999',
});
export const campaignIdText = patterned('^[1-9][0-9]{0,8}$', 'must be the number of a campaign', {
  description: 'Campaign id',
});
export const instantOf = patterned(
  '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,3})?)?(Z|[+-]\\d{2}:\\d{2})$',
  'must be an instant such as 2026-11-22T17:00:00Z',
);
export const calledNumber = patterned('^[0-9*#]{1,24}$', 'must be 1 to 24 of 0-9 * #', {
  description: 'A called number',
});
/** `work` and `stream` stand where an id stands, for all agents together. */
export const agentIdText = patterned(
  '^(?!(work|stream)$)[A-Za-z0-9]{1,32}$',
  'must be 1 to 32 letters and digits, and neither work nor stream',
);
/** A bigint that the database can hold. */
export const bigIdText = patterned(
  '^([1-9][0-9]{0,17}|[1-8][0-9]{18})$',
  'must be a whole number above 0, written as text',
);
export const flowCode = patterned('^[A-Za-z0-9_-]{1,64}$', 'must be 1 to 64 letters, digits, - and _');
export const skillIdText = patterned('^([1-9][0-9]{0,2}|1000)$', 'must be a number from 1 to 1000', {
  description: '1 to 1000',
});
export const skillId = Type.Integer({ minimum: 1, maximum: 1000 });
export const userName = patterned(
  '^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$',
  'must be 1 to 64 letters, digits or . _ @ -, and begin with a letter or digit',
);
export const password = Type.String({ minLength: 12, maxLength: 128 });
export const role = Type.Union([
  Type.Literal('administrator'),
  Type.Literal('supervisor'),
  Type.Literal('agent'),
  Type.Literal('auditor'),
]);

export const vdnParams = Type.Object({ vdnId: vdnIdText });
export const campaignParams = Type.Object({ vdnId: vdnIdText, id: campaignIdText });

/** `limit` of a page: 1 to 500, 100 when not given. */
export const limitText = Type.Optional(
  patterned('^([1-9][0-9]?|[1-4][0-9]{2}|500)$', 'must be a number from 1 to 500', {
    description: '1 to 500, default 100',
  }),
);
export const limitOf = (text: string | undefined): number => (text === undefined ? 100 : Number(text));

export const vdnOf = (params: { vdnId: string }) => toVdnId(Number(params.vdnId));
export const campaignOf = (params: { id: string }) => toCampaignId(Number(params.id));

/** An instant as /api/v1 writes it: ISO 8601 in UTC with milliseconds. */
export const instantText = (at: Millis): string => new Date(at).toISOString();
export const instantTextOrNull = (at: Millis | null): string | null => (at === null ? null : instantText(at));
