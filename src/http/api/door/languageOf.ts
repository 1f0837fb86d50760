// The language of the answer: the header `locale`, as the contract has it; English without it. A browser's
// link or stream carries no header of ours, so there the query may name the language.
import type { IncomingHttpHeaders } from 'node:http';
import { readLocale } from '../../../contract/envelope.ts';
import type { Language } from '../../../core/language.ts';

export function languageOf({
  query,
  headers,
}: {
  readonly query: unknown;
  readonly headers: IncomingHttpHeaders;
}): Language {
  const inQuery = typeof query === 'object' && query !== null && 'locale' in query ? query.locale : undefined;
  const locale = inQuery ?? headers.locale;
  return readLocale(typeof locale === 'string' ? locale : undefined);
}
