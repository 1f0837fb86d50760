// Numbers of a campaign: pages of them, the imports that brought them, and the undoing of one.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type AnswerOf, addressOf, type BodyOf } from '../../../src/api/route.ts';
import {
  getImportErrors,
  getImports,
  type Import,
  postImport,
  removeImport,
} from '../../../src/api/routes/imports.ts';
import { getNumbers, redialNumbers } from '../../../src/api/routes/numbers.ts';
import { languageNow } from '../preferences.ts';
import { ask } from './client.ts';
import { readAgain } from './kept.ts';
import { type Uploading, upload } from './upload.ts';

export interface NumberFilter {
  /** How the number begins, or the whole of it; one of them is empty. */
  readonly prefix: string;
  readonly called: string;
  readonly state: string;
  /** The `next` of the page before. */
  readonly after: string;
}

const limit = 50;
/** A filtered page may be empty while later numbers would fit: so many are looked through at a time. */
const looksMax = 20;

export const numbersQuery = (vdnId: number, id: number, filter: NumberFilter) =>
  queryOptions({
    queryKey: ['numbers', 'list', vdnId, id, filter],
    queryFn: async ({ signal }) => {
      const params = { vdnId, id };
      let page = await ask(getNumbers, { params, query: { ...filter, limit }, signal });
      for (let look = 1; look < looksMax && page.items.length === 0 && page.next !== null; look += 1) {
        page = await ask(getNumbers, { params, query: { ...filter, after: page.next, limit }, signal });
      }
      return page;
    },
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

export const importsQuery = (vdnId: number, id: number, before: string) =>
  queryOptions({
    queryKey: ['numbers', 'imports', vdnId, id, before],
    queryFn: ({ signal }) => ask(getImports, { params: { vdnId, id }, query: { before, limit: 20 }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

/** The rows that were left out, as a file; for a link, which the browser follows by itself. */
export const errorsAddress = (vdnId: number, id: number, importId: string): string =>
  addressOf(getImportErrors, { vdnId, id, importId }, { locale: languageNow() });

export type ImportAnswer = AnswerOf<typeof postImport>;

export async function importNumbers(
  vdnId: number,
  id: number,
  file: Blob,
  uploading: Uploading<typeof postImport>,
): Promise<ImportAnswer> {
  try {
    return await upload(postImport, { vdnId, id }, file, uploading);
  } finally {
    // Also one that failed stands in the list.
    void readAgain('numbers');
  }
}

export async function undoImport(vdnId: number, id: number, importId: string): Promise<Import> {
  const undone = await ask(removeImport, { params: { vdnId, id, importId } });
  await readAgain('numbers');
  return undone;
}

/** How many numbers could be dialed again, by the cause of their last attempt. */
export type Redialable = Pick<AnswerOf<typeof redialNumbers>, 'byCause'>;

export const redialableQuery = (vdnId: number, id: number) =>
  queryOptions({
    queryKey: ['numbers', 'redialable', vdnId, id],
    queryFn: ({ signal }) => ask(redialNumbers, { params: { vdnId, id }, body: { dryRun: true }, signal }),
    staleTime: 0,
  });

/** Opens them again, in as many requests as it takes; answers how many. */
export async function redial(vdnId: number, id: number, causes: readonly string[]): Promise<number> {
  try {
    let numbers = 0;
    let place: Pick<BodyOf<typeof redialNumbers>, 'after' | 'attemptedBefore'> = {};
    for (;;) {
      const done = await ask(redialNumbers, { params: { vdnId, id }, body: { causes, ...place } });
      numbers += done.numbers;
      if (done.next === null) return numbers;
      place = { after: done.next, attemptedBefore: done.attemptedBefore };
    }
  } finally {
    // Also what was opened before one of them failed stands in the list.
    void readAgain('numbers');
  }
}
