// Small schemas that several routes of /api/v1 share. Path and query values are text, as they come:
// nothing is converted before it is checked, so each schema says which text is a number.
import { Type } from 'typebox';
import { type Millis, toCampaignId, toVdnId } from '../../core/units.ts';

/** Text of one line: no control characters (NUL could not be stored), at least one visible one. */
const linePattern = '^[^\\u0000-\\u001f\\u007f]*[^\\u0000-\\u0020\\u007f][^\\u0000-\\u001f\\u007f]*$';

export const line = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: linePattern });

export const vdnIdText = Type.String({ pattern: '^[1-9][0-9]{0,3}$', description: 'VDN, 1 to 9999' });
export const campaignIdText = Type.String({ pattern: '^[1-9][0-9]{0,8}$', description: 'Campaign id' });
/** A bigint that the database can hold. */
export const bigIdPattern = '^([1-9][0-9]{0,17}|[1-8][0-9]{18})$';
export const skillIdText = Type.String({ pattern: '^([1-9][0-9]{0,2}|1000)$', description: '1 to 1000' });
export const skillId = Type.Integer({ minimum: 1, maximum: 1000 });
export const userName = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$' });
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
  Type.String({ pattern: '^([1-9][0-9]?|[1-4][0-9]{2}|500)$', description: '1 to 500, default 100' }),
);
export const limitOf = (text: string | undefined): number => (text === undefined ? 100 : Number(text));

export const vdnOf = (params: { vdnId: string }) => toVdnId(Number(params.vdnId));
export const campaignOf = (params: { id: string }) => toCampaignId(Number(params.id));

/** An instant as /api/v1 writes it: ISO 8601 in UTC with milliseconds. */
export const instantText = (at: Millis): string => new Date(at).toISOString();
export const instantTextOrNull = (at: Millis | null): string | null => (at === null ? null : instantText(at));
