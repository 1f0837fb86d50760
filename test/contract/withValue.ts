// A request with one thing changed: how cases are made from requests that are accepted.

/** The request with another value at `path`; `undefined` leaves the field out. */
export function withValue(base: object, path: string, value: unknown): object {
  const changed: object = structuredClone(base);
  const steps = path.split(/\.|\[|\]/).filter((step) => step !== '');
  const last = steps.pop() ?? '';
  let owner = changed as Record<string, unknown>;
  for (const step of steps) owner = owner[step] as Record<string, unknown>;
  if (value === undefined) delete owner[last];
  else owner[last] = value;
  return changed;
}
