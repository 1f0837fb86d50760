// What goes wrong when the server is asked, as one value: what it answered (RFC 9457), or that it could
// not be reached. Its sentences are the server's, in the language of the page; the titles are ours (texts.ts).

export interface BrokenRule {
  /** `settings.timeZone`, or the contract's path of a field. */
  readonly path: string;
  readonly rule: string;
  readonly code?: string;
  readonly received?: unknown;
}

/** TanStack Query and React take what is thrown for an error, so it is one. */
export class Problem extends Error {
  /** The server's word, such as `revisionChanged`; `unreachable` when there was no answer of the server. */
  readonly kind: string;
  /** 0 without an answer. */
  readonly status: number;
  /** The server's sentence for the person, in the language of the page; may be empty. */
  readonly detail: string;
  readonly violations: readonly BrokenRule[];
  /** What else the answer holds, for the page that knows it. */
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(kind: string, status: number, detail: string, fields: Readonly<Record<string, unknown>> = {}) {
    super(`${kind}: ${detail}`);
    this.kind = kind;
    this.status = status;
    this.detail = detail;
    this.violations = Array.isArray(fields.violations) ? fields.violations.flatMap(readRule) : [];
    this.fields = fields;
  }
}

/** True when asking again may help: nothing was judged. */
export const isPassing = ({ status }: Problem): boolean => status === 0 || status === 429 || status >= 500;

/** The problem that a refusing answer holds. */
export function readProblem(status: number, body: unknown): Problem {
  const fields = typeof body === 'object' && body !== null ? { ...body } : {};
  const of = (name: string): string => {
    const value: unknown = Reflect.get(fields, name);
    return typeof value === 'string' ? value : '';
  };
  const kind = of('type').replace(/^urn:campana:problem:/, '');
  return new Problem(kind === '' ? 'unreadableAnswer' : kind, status, of('detail') || of('title'), fields);
}

/** Whatever was thrown, as a problem. */
export const problemOf = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem('failed', 0, error instanceof Error ? error.message : '');

function readRule(value: unknown): BrokenRule[] {
  if (typeof value !== 'object' || value === null || !('path' in value) || !('rule' in value)) return [];
  return [{ ...value, path: String(value.path), rule: String(value.rule) }];
}
