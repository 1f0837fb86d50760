// The latest ids in bounded memory: two generations, the older of which is dropped as a whole.

export interface LatestIds<Id> {
  add(id: Id): void;
  has(id: Id): boolean;
}

/** Knows at least the latest `count` ids that were added, and at most twice as many. */
export function rememberLatest<Id>(count: number): LatestIds<Id> {
  let older = new Set<Id>();
  let newer = new Set<Id>();
  return {
    add: (id) => {
      if (newer.size >= count) {
        older = newer;
        newer = new Set();
      }
      newer.add(id);
    },
    has: (id) => newer.has(id) || older.has(id),
  };
}
