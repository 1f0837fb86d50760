// The language of the answer: the header `locale`, as the contract has it; English when
// it says nothing. A link and a stream of a browser carry no header of ours, so there the query may say it.
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
