// Reads a request by its schema in the two steps of ruling R1: first the shape, and only when that is right
// the meaning. The first step that finds violations answers with all that it found.
import type { Static, TSchema } from 'typebox';
import { startOfDay } from '../../core/zone.ts';
import { judgeMeaning } from '../rules/meaning.ts';
import { ruleTexts } from '../rules/ruleTexts.ts';
import { readShape, type Source } from '../rules/shape.ts';
import { accepted, type ReadContext, type Reading, refusal, type Violation } from '../rules/violation.ts';

/** The zone in which begin and end of campaigns are written (R13). */
export const zoneOfTimes = (context: Omit<ReadContext, 'now'>): string =>
  context.apiTimes === 'utc' ? 'UTC' : context.timeZone;

/** The request as its schema types it, or the violations of the first step that failed. */
export function read<Schema extends TSchema>(
  schema: Schema,
  received: unknown,
  context: ReadContext,
  options: { readonly source?: Source; readonly zone?: string } = {},
): Reading<Static<Schema>> {
  const { value, violations } = readShape(schema, received, options.source ?? 'json');
  const refused = refusal(violations) ?? refusal(judge(schema, value, context, options.zone));
  return refused ?? accepted(value);
}

function judge(schema: TSchema, value: unknown, context: ReadContext, zone = context.timeZone): Violation[] {
  if (typeof value !== 'object' || value === null) return [];
  const today = startOfDay(context.now, context.timeZone);
  return judgeMeaning(schema, value, { zone, now: context.now, today });
}

/** Why a body cannot be read at all; the HTTP door finds it before any reader (R3). */
export type BodyFlaw = 'noJson' | 'noUtf8' | 'keyTwice' | 'tooDeep';

/** The violation of a body that is no JSON, or JSON that two readers could understand differently. */
export const unreadable = (flaw: BodyFlaw, text: string): readonly [Violation] => [
  { code: '02000008', path: 'body', rule: ruleTexts[flaw], received: text === '' ? undefined : text },
];
