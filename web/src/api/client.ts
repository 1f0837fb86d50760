// The place that asks /api/v1; upload.ts beside it sends long files. A page never calls it itself: the files
// of the concepts beside it do, and name the type of each answer. The session travels in a cookie that no
// script sees. A script brings along the token against forged requests, which the session's answer tells,
// and the language in which the server is to speak.
import { type AnswerOf, type Asking, addressOf, type Method, type Route } from '../../../src/api/route.ts';
import { languageNow } from '../preferences.ts';
import { Problem, readProblem } from './problem.ts';

interface Sending {
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, as text/csv. */
  readonly csv?: Blob;
  /** Refused when it is there already, so that nobody's work is overwritten. */
  readonly mustBeNew?: boolean;
  readonly signal?: AbortSignal;
}

/** What `asking` holds, whatever the route asks for. */
type Given = Sending & {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
};

let csrfToken = '';
let onSignInNeeded: () => void = () => undefined;

/** What the session's answer told; empty when nobody is signed in. */
export function keepCsrfToken(token: string): void {
  csrfToken = token;
}

/** Calls `listener` whenever an answer says that nobody is signed in any more. */
export function whenSignInNeeded(listener: () => void): void {
  onSignInNeeded = listener;
}

/** Asks a route and gives its answer. Throws a Problem. */
export async function ask<One extends Route>(
  route: One,
  asking: Asking<One> & Omit<Sending, 'body'>,
): Promise<AnswerOf<One>> {
  const { params, query, body, ...how }: Given = asking;
  const response = await send(route.method, addressOf(route, params, query), { body, ...how });
  if (response.status === 204) return null as AnswerOf<One>;
  return answerOf<AnswerOf<One>>(response.status, await bodyOf(response));
}

/** What an answer holds; throws the Problem of one that refuses. For `upload.ts`, which asks as well. */
export function answerOf<Answer>(status: number, body: unknown): Answer {
  if (status >= 200 && status < 300) return body as Answer;
  const problem = readProblem(status, body);
  if (problem.kind !== 'signInNeeded') throw problem;
  onSignInNeeded();
  // The server's sentence tells programs how to sign in; people are shown the dialog.
  throw new Problem(problem.kind, status, '');
}

/** What every request brings along. */
export const languageHeaders = (): Readonly<Record<string, string>> => ({ locale: languageNow() });
/** What a request brings along that changes something. */
export const tokenHeaders = (): Readonly<Record<string, string>> => ({ 'x-csrf-token': csrfToken });
export const unreachable = (): Problem => new Problem('unreachable', 0, '');

async function send(
  method: Method,
  address: string,
  { body, csv, mustBeNew = false, signal }: Sending,
): Promise<Response> {
  const headers = new Headers({
    accept: 'application/json',
    ...languageHeaders(),
    ...(method === 'GET' ? {} : tokenHeaders()),
  });
  if (mustBeNew) headers.set('if-none-match', '*');
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (csv !== undefined) headers.set('content-type', 'text/csv');
  const sent = csv ?? (body === undefined ? null : JSON.stringify(body));
  try {
    return await fetch(address, {
      method,
      headers,
      body: sent,
      signal: signal ?? null,
    });
  } catch (error) {
    // A user who has left the page is no problem.
    if (signal?.aborted) throw error;
    throw unreachable();
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}
