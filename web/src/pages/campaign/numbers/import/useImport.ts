// An import on its way: the file is turned into UTF-8 where it must be, sent, and its answer waited for. It
// is stopped when the page goes before all is sent, and what failed can be tried again without adding anything twice.
import { useEffect, useRef, useState } from 'react';
import type { QueryOf } from '../../../../../../src/api/route.ts';
import type { postImport } from '../../../../../../src/api/routes/imports.ts';
import { type ImportAnswer, importNumbers } from '../../../../api/numbers.ts';
import { type Problem, problemOf } from '../../../../api/problem.ts';
import type { Encoding } from './encoding.ts';
import { inUtf8, isReadable } from './file.ts';

export type ImportPhase =
  /** Share from 0 to 1. */
  | { readonly at: 'preparing'; readonly share: number }
  /** Bytes. */
  | { readonly at: 'sending'; readonly sent: number; readonly whole: number }
  /** All of it is sent, and the server works. */
  | { readonly at: 'adding' }
  | { readonly at: 'failed'; readonly problem: Problem }
  /** The file cannot be read any more, so nothing of it was added. */
  | { readonly at: 'fileGone' }
  | { readonly at: 'done'; readonly answer: ImportAnswer };

export type ImportQuery = QueryOf<typeof postImport>;

export interface ImportWanted {
  readonly file: File;
  readonly encoding: Encoding;
  readonly query: ImportQuery;
}

export interface Importing {
  /** Null before it was begun, and after it was stopped. */
  readonly phase: ImportPhase | null;
  begin(wanted: ImportWanted): void;
  /** The same once more, under the same key; `more` is asked beside what was asked before. */
  again(more?: ImportQuery): void;
  /** Breaks it off, so that nothing is added; false when it was too late for that. */
  stop(): boolean;
  /** Back to before it was begun. */
  forget(): void;
}

export function useImport(vdnId: number, campaignId: number): Importing {
  const [phase, setPhase] = useState<ImportPhase | null>(null);
  /** Null where there is nothing to stop. */
  const running = useRef<AbortController | null>(null);
  const latest = useRef<(ImportWanted & { readonly key: string }) | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const run = async (): Promise<void> => {
    if (latest.current === null) return;
    const { file, encoding, query, key } = latest.current;
    const stopping = new AbortController();
    running.current = stopping;
    const { signal } = stopping;
    const tell = (next: ImportPhase): void => {
      if (!signal.aborted) setPhase(next);
    };
    try {
      tell({ at: 'preparing', share: 0 });
      const sent = await inUtf8(file, encoding, (share) => tell({ at: 'preparing', share }), signal);
      tell({ at: 'sending', sent: 0, whole: sent.size });
      const answer = await importNumbers(vdnId, campaignId, sent, {
        query,
        idempotencyKey: key,
        signal,
        onSent: (bytes) => {
          if (bytes < sent.size) return tell({ at: 'sending', sent: bytes, whole: sent.size });
          // From now on the server adds the numbers, whether anybody waits for its answer or not.
          running.current = null;
          tell({ at: 'adding' });
        },
      });
      tell({ at: 'done', answer });
    } catch (error) {
      running.current = null;
      // To the browser both are a request that failed.
      tell((await isReadable(file)) ? { at: 'failed', problem: problemOf(error) } : { at: 'fileGone' });
    }
  };
  return {
    phase,
    begin: (wanted) => {
      latest.current = { ...wanted, key: newKey() };
      void run();
    },
    again: (more = {}) => {
      if (latest.current === null) return;
      latest.current = { ...latest.current, query: { ...latest.current.query, ...more } };
      void run();
    },
    stop: () => {
      if (running.current === null) return false;
      running.current.abort();
      setPhase(null);
      return true;
    },
    forget: () => setPhase(null),
  };
}

/** 32 hexadecimal digits. `crypto.randomUUID` is there on secure pages only. */
const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
