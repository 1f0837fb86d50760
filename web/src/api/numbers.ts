// Numbers of a campaign: pages of them, the imports that brought them, and the undoing of one.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { languageNow } from '../preferences.ts';
import { campaignPath } from './campaigns.ts';
import { addressOfPath, askPath } from './client.ts';
import { readAgain } from './kept.ts';
import { type Uploading, upload } from './upload.ts';

export interface ShownNumber {
  readonly contactId: string;
  readonly called: string;
  readonly caller: string | null;
  readonly state: string;
  readonly priority: number;
  readonly attempts: number;
  readonly dueAt: string | null;
  readonly attemptedAt: string | null;
  readonly cause: string | null;
  readonly sessionId: string | null;
  readonly customField: string | null;
  readonly callData: string | null;
  readonly recycleAt: string | null;
  readonly importId: string | null;
  readonly createdAt: string;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

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
    queryFn: async ({ signal }): Promise<Page<ShownNumber>> => {
      const path = `${campaignPath(vdnId, id)}/numbers`;
      let page = await askPath<Page<ShownNumber>>('GET', path, { query: { ...filter, limit }, signal });
      for (let look = 1; look < looksMax && page.items.length === 0 && page.next !== null; look += 1) {
        const query = { ...filter, after: page.next, limit };
        page = await askPath<Page<ShownNumber>>('GET', path, { query, signal });
      }
      return page;
    },
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

export interface ShownImport {
  readonly id: string;
  readonly state: string;
  readonly fileName: string;
  readonly actor: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly rowsRead: number;
  readonly added: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly removed: number;
  readonly remaining: number;
  /** The server's sentence. */
  readonly failure: string | null;
}

const importsPath = (vdnId: number, id: number): string => `${campaignPath(vdnId, id)}/imports`;

export const importsQuery = (vdnId: number, id: number, before: string) =>
  queryOptions({
    queryKey: ['numbers', 'imports', vdnId, id, before],
    queryFn: ({ signal }) =>
      askPath<Page<ShownImport>>('GET', importsPath(vdnId, id), { query: { before, limit: 20 }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

/** The rows that were left out, as a file; for a link, which the browser follows by itself. */
export const errorsAddress = (vdnId: number, id: number, importId: string): string =>
  addressOfPath(`${importsPath(vdnId, id)}/${importId}/errors`, { locale: languageNow() });

export interface ImportAnswer extends ShownImport {
  /** The file had been imported before, under the same key: nothing was added now. */
  readonly repeated: boolean;
}

export async function importNumbers(
  vdnId: number,
  id: number,
  file: Blob,
  uploading: Uploading,
): Promise<ImportAnswer> {
  try {
    return await upload<ImportAnswer>(importsPath(vdnId, id), file, uploading);
  } finally {
    // Also one that failed stands in the list.
    void readAgain('numbers');
  }
}

export async function undoImport(vdnId: number, id: number, importId: string): Promise<ShownImport> {
  const undone = await askPath<ShownImport>('DELETE', `${importsPath(vdnId, id)}/${importId}`);
  await readAgain('numbers');
  return undone;
}

/** How many numbers could be dialed again, by the cause of their last attempt. */
export interface Redialable {
  readonly byCause: readonly { readonly cause: string; readonly numbers: number }[];
}

const redialPath = (vdnId: number, id: number): string => `${campaignPath(vdnId, id)}/numbers/redial`;

export const redialableQuery = (vdnId: number, id: number) =>
  queryOptions({
    queryKey: ['numbers', 'redialable', vdnId, id],
    queryFn: ({ signal }) =>
      askPath<Redialable>('POST', redialPath(vdnId, id), { body: { dryRun: true }, signal }),
    staleTime: 0,
  });

interface Redialed {
  readonly numbers: number;
  readonly attemptedBefore: string;
  readonly next: string | null;
}

/** Opens them again, in as many requests as it takes; answers how many. */
export async function redial(vdnId: number, id: number, causes: readonly string[]): Promise<number> {
  try {
    let numbers = 0;
    let place: Partial<Pick<Redialed, 'attemptedBefore'>> & { after?: string } = {};
    for (;;) {
      const done = await askPath<Redialed>('POST', redialPath(vdnId, id), { body: { causes, ...place } });
      numbers += done.numbers;
      if (done.next === null) return numbers;
      place = { after: done.next, attemptedBefore: done.attemptedBefore };
    }
  } finally {
    // Also what was opened before one of them failed stands in the list.
    void readAgain('numbers');
  }
}
