// Every failure that /api/v1 answers, in one place: its kind, its HTTP status and its title. The body is
// RFC 9457 (application/problem+json); `detail` describes the case, and never internals. A sentence has
// both languages, and the answer is in the caller's.
import { type ProblemType, problems } from '../../../api/problem.ts';
import { type Bilingual, inBoth, type Language, together } from '../../../core/language.ts';
import { refusalTexts } from './refusalTexts.ts';
import type { Refusal } from './route.ts';

/** One broken rule: where, and what it asks. */
export interface BrokenRule {
  readonly path: string;
  readonly rule: Bilingual;
  readonly code?: string;
  readonly received?: unknown;
}

/**
 * The answer that refuses; `detail` is a sentence for the person who reads it. `fields` stand beside
 * those of every problem (RFC 9457, 3.2), for the program.
 */
export function refuse(
  type: ProblemType,
  detail: Bilingual,
  more: {
    readonly violations?: readonly BrokenRule[];
    readonly retryAfterSeconds?: number;
    readonly fields?: Readonly<Record<string, unknown>>;
  } = {},
): Refusal {
  const [status, title] = problems[type];
  const { violations, retryAfterSeconds, fields } = more;
  return {
    status,
    contentType: 'application/problem+json',
    headers: retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
    body: (language) => ({
      type: `urn:campana:problem:${type}`,
      title: title[language],
      status,
      detail: detail[language],
      ...(violations === undefined ? {} : { violations: rulesIn(violations, language) }),
      ...fields,
    }),
  };
}

export const noCampaign = (): Refusal => refuse('notFound', refusalTexts.noCampaign);
export const noVdn = (): Refusal => refuse('notFound', refusalTexts.noVdn);

/** The answer that refuses because of rules and nothing else; its sentence is made of them. */
export const refuseRules = (type: ProblemType, violations: readonly BrokenRule[]): Refusal =>
  refuse(type, together(violations.map(sentenceOf)), { violations });

/** Rules as they are sent. */
export const rulesIn = (rules: readonly BrokenRule[], language: Language) =>
  rules.map(({ rule, ...fields }) => ({ ...fields, rule: rule[language] }));

/** `name is missing.` */
const sentenceOf = ({ path, rule }: BrokenRule): Bilingual =>
  inBoth(
    `${path === '' ? 'The body' : path} ${rule.en_US}.`,
    `${path === '' ? '请求体' : path}：${rule.zh_CN}。`,
  );
