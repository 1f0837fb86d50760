// The answer of every interface: two codes that are equal, two descriptions that are equal (seed,
// Table 13; contract.md 1). A success has empty descriptions, a failure has a sentence for each
// violation (R2), and no answer ever holds more of a received value than a short, safe quotation.
import type { Problem } from '../core/problem.ts';
import {
  codeOfProblem,
  codes,
  type HttpFailureStatus,
  httpTexts,
  successCode,
  textOfProblem,
} from './codes.ts';
import type { Bilingual, Locale } from './locale.ts';
import { quote } from './quote.ts';
import type { Violation } from './rules/violation.ts';

export interface Envelope {
  readonly resultCode: string;
  readonly resultDesc: string;
  readonly returnCode: string;
  readonly returnDesc: string;
}

/** Sentences in one answer (R2). */
const sentencesMax = 10;

/** The answer of success, with the payload of the interface (`returnObject`, `data`, ...). */
export function success(): Envelope;
export function success<Payload extends object>(payload: Payload): Envelope & Payload;
export function success(payload: object = {}): Envelope {
  return { ...envelope(successCode, ''), ...payload };
}

/** The answer to a request that was read with violations: the code is that of the first (R2). */
export function failure(violations: readonly [Violation, ...Violation[]], locale: Locale): Envelope {
  const sentences = violations.slice(0, sentencesMax).map((violation) => sentenceOf(violation, locale));
  return envelope(violations[0].code, sentences.join(locale === 'zh_CN' ? '' : ' '));
}

/** The answer to a request that the stored state does not allow. */
export function problemAnswer(problem: Problem, locale: Locale): Envelope {
  const code = codeOfProblem[problem.problem];
  const rule = textOfProblem[problem.problem] ?? withoutStop(codes[code]);
  if (problem.path === undefined) return envelope(code, `${rule[locale]}${stop(locale)}`);
  return envelope(code, sentenceOf({ code, path: problem.path, rule, received: problem.received }, locale));
}

/** The answer that goes with an HTTP status other than 200 (R3); `text` when more can be said than the status does. */
export function httpFailure(
  status: HttpFailureStatus,
  locale: Locale,
  text: Bilingual = httpTexts[status],
): Envelope {
  return envelope(String(status), text[locale]);
}

/** The language of the `locale` header; en_US when it is absent or unknown. */
export function readLocale(header: string | undefined): Locale {
  return header !== undefined && /^zh([_-]|$)/i.test(header.trim()) ? 'zh_CN' : 'en_US';
}

/** `path: rule; received value.` */
function sentenceOf(violation: Violation, locale: Locale): string {
  const { path, rule, received } = violation;
  return locale === 'zh_CN'
    ? `${path}：${rule.zh_CN}；收到${received === undefined ? '空' : quote(received)}。`
    : `${path}: ${rule.en_US}; received ${received === undefined ? 'nothing' : quote(received)}.`;
}

const envelope = (code: string, description: string): Envelope => ({
  resultCode: code,
  resultDesc: description,
  returnCode: code,
  returnDesc: description,
});

const stop = (locale: Locale): string => (locale === 'zh_CN' ? '。' : '.');

const withoutStop = (text: Bilingual): Bilingual => ({
  en_US: text.en_US.replace(/\.$/, ''),
  zh_CN: text.zh_CN.replace(/。$/, ''),
});
